# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One file a loophole kind; the register is the tuple in this file."""

from mendsky.core.probes import directory_listing, sequential_records, sql_injection
from mendsky.core.terms.probing import ProbeEntry

REGISTER: tuple[ProbeEntry, ...] = (
    directory_listing.ENTRY,
    sequential_records.ENTRY,
    sql_injection.ENTRY,
)
"""Every probe, in the order in which a visit runs them: known paths before input tests."""


def by_kind(kind: str) -> ProbeEntry:
    """Give the probe of a loophole kind; raises `KeyError` where there is none."""
    for entry in REGISTER:
        if entry.spec.kind == kind:
            return entry
    raise KeyError(kind)
