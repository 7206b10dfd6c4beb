# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was read in bodies, kept by their digest: most pages are the same at every visit.

A reading holds counts and classes, never a value, and a digest tells nothing of a page but that it came
again.
"""

from hashlib import sha256
from typing import Final

from mendsky.core import identity
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Reading

MOST: Final = 32_768
"""Readings kept by a process, each of about half a kilobyte."""

_Key = tuple[bytes, str, tuple[int, int]]
_kept: dict[_Key, Reading] = {}


def read(content: bytes | bytearray, nation: Nation, birth_years: tuple[int, int]) -> Reading:
    """Read a body as `core.identity.read`, unless the same bytes were read before for the same years.

    Raises what `core.identity.read` raises.
    """
    key = sha256(content).digest(), nation.version, birth_years
    reading = _kept.get(key)
    if reading is None:
        reading = identity.read(bytes(content), nation, birth_years)
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = reading
    return reading
