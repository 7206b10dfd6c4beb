# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From what a scanner calls a thing to the kind of our own probe that looks for it.

A scanner's own table comes first, then its weakness number (Common Weakness Enumeration), then words of
its rule's name. What none of them knows is `other`: it is listed, and nothing looks for it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mendsky.core.terms.claims import OTHER

CWES = MappingProxyType(
    {
        425: "export-without-login",
        799: "unlimited-enumeration",
        22: "path-traversal",
        155: "wildcard-search",
        89: "sql-injection",
        564: "sql-injection",
        548: "directory-listing",
        530: "exposed-backup",
        527: "exposed-repository",
        532: "exposed-settings",
        538: "exposed-settings",
        489: "open-console",
        732: "open-bucket",
        639: "sequential-records",
        306: "open-api",
        359: "published-list",
        201: "identifiers-in-page",
        615: "identifiers-in-page",
        209: "error-page",
        942: "open-to-any-origin",
        521: "weak-password",
        1391: "weak-password",
        1392: "weak-password",
        1393: "weak-password",
    }
)
"""Weakness → kind."""
BETWEEN_ACCOUNTS = MappingProxyType({639: "object-references"})
"""Weakness → kind, where the rule's name speaks of accounts: our probe must be logged in to see it."""
ACCOUNTS = ("account", "horizontal", "other user", "another user")
"""Words of such a name, in lower case."""

WORDS = (
    ("sql injection", "sql-injection"),
    ("sqli", "sql-injection"),
    ("directory browsing", "directory-listing"),
    ("directory listing", "directory-listing"),
    ("directory indexing", "directory-listing"),
    ("backup file", "exposed-backup"),
    ("database backup", "exposed-backup"),
    ("default credentials", "weak-password"),
    ("default login", "weak-password"),
    ("default password", "weak-password"),
    ("weak credentials", "weak-password"),
    ("weak password", "weak-password"),
    ("path traversal", "path-traversal"),
    ("directory traversal", "path-traversal"),
    ("pii disclosure", "published-list"),
    ("public bucket", "open-bucket"),
    ("bucket listing", "open-bucket"),
)
"""What stands in the lower-case name of a rule, and the kind; the first that does counts."""


def kind_of(
    *, own: Mapping[str, str], names: Iterable[str], cwes: Iterable[int | None] = (), title: str = ""
) -> str:
    """Give the kind for a rule.

    `own` is the scanner's table, `names` what of the rule may stand in it, `cwes` its weaknesses.
    """
    lowered = title.lower()
    weaknesses: Mapping[int, str] = (
        CWES | BETWEEN_ACCOUNTS if any(word in lowered for word in ACCOUNTS) else CWES
    )
    found = [own[name] for name in names if name in own]
    found += [weaknesses[cwe] for cwe in cwes if cwe is not None and cwe in weaknesses]
    found += [kind for words, kind in WORDS if words in lowered]
    return found[0] if found else OTHER
