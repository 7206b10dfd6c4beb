# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Personal identifiers in bytes: find, read, redact, pseudonymise.

The nation's rows say what an identifier looks like; nothing here knows a nation. Only `canonical`
gives a value away, and only to be made a pseudonym in memory; no result, error or repr of anything
else holds one.
"""

from mendsky.core.identity.bulk import find_in_bulk, is_plain, judges_in_bulk, tables
from mendsky.core.identity.find import Found, canonical, find
from mendsky.core.identity.nobodys import nobodys
from mendsky.core.identity.pseudonym import pseudonyms, pseudonyms_of_numbers
from mendsky.core.identity.reading import read
from mendsky.core.identity.redact import redact

__all__ = [
    "Found",
    "canonical",
    "find",
    "find_in_bulk",
    "is_plain",
    "judges_in_bulk",
    "nobodys",
    "pseudonyms",
    "pseudonyms_of_numbers",
    "read",
    "redact",
    "tables",
]
