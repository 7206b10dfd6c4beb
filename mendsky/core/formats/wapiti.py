# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports of wapiti in JSON.

Its `vulnerabilities` are lists by category (https://wapiti-scanner.github.io/); anomalies and additionals
claim nothing. Info, http_request, curl_command and detail are never looked at.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from mendsky.core.formats import json_text, places
from mendsky.core.formats.kinds import kind_of
from mendsky.core.formats.shape import Format
from mendsky.core.terms.claims import Claim

KINDS = MappingProxyType(
    {
        "SQL Injection": "sql-injection",
        "Blind SQL Injection": "sql-injection",
        "Backup file": "exposed-backup",
        "Weak credentials": "weak-password",
    }
)
"""Category → kind."""
LEVELS = MappingProxyType({0: "info", 1: "low", 2: "medium", 3: "high", 4: "critical"})
"""Its levels, as its own HTML report words them."""


def _recognises(head: bytes) -> bool:
    return head.startswith(b"{") and (b'"classifications"' in head or b'"vulnerabilities"' in head)


def _claims(content: bytes) -> Iterator[Claim | None]:
    document = json_text.mapping(json_text.document(content), "document")
    about = json_text.mapping(document.get("infos"), "infos")
    target = json_text.needed(about.get("target"), "infos.target")
    categories = json_text.mapping(document.get("vulnerabilities"), "vulnerabilities")
    for number, (category, found) in enumerate(categories.items(), start=1):
        # A category is named by its number: its name stands in the file, and what stands there is not told.
        for _, hit in json_text.entries(found, f"vulnerabilities, category {number}"):
            yield _claim(category, hit, about, target)


FORMAT = Format(
    name="wapiti",
    about="wapiti 3: `-f json`",
    recognises=_recognises,
    claims=_claims,
)


def _claim(category: str, hit: dict[str, Any], about: dict[str, Any], target: str) -> Claim | None:
    try:
        found = places.address(urljoin(target, json_text.text(hit.get("path"))))
    except ValueError:
        found = None
    if found is None:
        return None
    level = hit.get("level")
    return Claim(
        tool="wapiti",
        tool_version=places.identifier(json_text.text(about.get("version")).removeprefix("Wapiti").strip()),
        rule=places.identifier(json_text.text(hit.get("module"))) or places.identifier(category),
        title=places.name(category),
        kind=kind_of(own=KINDS, names=(category,), title=category),
        severity=LEVELS.get(level, "") if isinstance(level, int) else "",
        origins=(found[0],),
        place=places.with_parameter(found[1], json_text.text(hit.get("parameter"))),
        seen_at=places.instant(json_text.text(about.get("date"))),
    )
