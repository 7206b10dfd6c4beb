# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Personal identifiers in bytes: find, read, redact, pseudonymise.

The nation's rows say what an identifier looks like; nothing here knows a nation. Only `packed` gives
a value away, and only to be made a pseudonym in memory; no error or repr of anything holds one.
"""

from mendsky.core.identity.find import find, prepare
from mendsky.core.identity.identifiers import Identifiers
from mendsky.core.identity.masked import masked
from mendsky.core.identity.nobodys import nobodys
from mendsky.core.identity.pseudonym import pseudonyms
from mendsky.core.identity.reading import read
from mendsky.core.identity.redact import redact
from mendsky.core.identity.sample import beginning, people
from mendsky.core.identity.stream import Stream

__all__ = [
    "Identifiers",
    "Stream",
    "beginning",
    "find",
    "masked",
    "nobodys",
    "people",
    "prepare",
    "pseudonyms",
    "read",
    "redact",
]
