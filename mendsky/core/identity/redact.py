# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hide identifiers in bytes that are to be written down as evidence."""

import re

from mendsky.core.identity.find import find
from mendsky.core.terms.nations import Nation

KEPT = 2
"""Characters left of each number: for an identity number the province, no more."""
LONG = re.compile(
    rb"[0-9]{11,}[Xx]?|[0-9]{6}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx]|[0-9]{3}[ -][0-9]{4}[ -][0-9]{4}"
)
"""Eleven digits and more, also as people group them: hidden even where no check says whose they are."""


def redact(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> bytes:
    """Give content of the same length in which identifiers keep two characters, the rest being `*`.

    Any run of eleven digits and more is hidden too: a mistyped number is still somebody's.
    """
    hidden = bytearray(content)
    for match in LONG.finditer(content):
        hidden[match.start() + KEPT : match.end()] = b"*" * (len(match[0]) - KEPT)
    found = find(content, nation, birth_years)
    for offset, length in zip(found.offset.tolist(), found.length.tolist(), strict=True):
        hidden[offset + KEPT : offset + length] = b"*" * (length - KEPT)
    return bytes(hidden)
