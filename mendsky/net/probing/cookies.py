# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cookies of a probe's sessions (RFC 6265): in memory, for one run on one origin, then gone."""

import re
from collections.abc import Iterable

MOST_COOKIES = 30
MOST_BYTES = 4096
"""Of one cookie, name and value; RFC 6265 section 6.1 asks browsers for no more."""
PAIR = re.compile(r"([!#-+\-.0-9A-Z^-z|~]{1,200})=([!-+\--:<-~ ]*)")
"""Name and value, without the characters that end a pair or a line."""
ENDED = re.compile(r";\s*max-age\s*=\s*(?:0|-)", re.IGNORECASE)
BOUND = re.compile(r";\s*samesite\s*=\s*(?:lax|strict)\b", re.IGNORECASE)
"""A browser keeps such a cookie from requests of other sites' pages (RFC 6265bis section 5.6.7)."""


class Cookies:
    """What each session was given to carry."""

    __slots__ = ("_sessions",)

    def __init__(self) -> None:
        self._sessions: dict[str, dict[str, tuple[str, bool]]] = {}
        """Session → name → value, and whether it is bound to its own site."""

    def take(self, session: str, fields: Iterable[str]) -> None:
        """Note what an answer set, by the values of its Set-Cookie fields; what cannot be read is left."""
        if not session:
            return
        kept = self._sessions.setdefault(session, {})
        for field in fields:
            pair, _, attributes = field.partition(";")
            found = PAIR.fullmatch(pair.strip())
            if found is None or len(pair) > MOST_BYTES:
                continue
            name, value = found.group(1), found.group(2).strip()
            if ENDED.search(f";{attributes}"):
                kept.pop(name, None)
            elif name in kept or len(kept) < MOST_COOKIES:
                kept[name] = value, BOUND.search(f";{attributes}") is not None

    def carried(self, session: str, *, foreign: bool = False) -> str:
        """Write the Cookie field of a session, as a foreign page's request has it where `foreign`."""
        if not self._sessions:
            return ""
        kept = self._sessions.get(session, {}).items()
        return "; ".join(f"{name}={value}" for name, (value, bound) in kept if not (foreign and bound))
