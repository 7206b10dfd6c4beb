# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that the probes of one visit share, so that each is asked for once; wiped when the visit ends."""

from collections.abc import Iterator
from typing import TypeGuard

from mendsky.core.probes.surface import LINKED, NOTED, Offered
from mendsky.core.terms.answers import OURS
from mendsky.core.terms.probing import Get, Page, WebQuestion

MOST_BYTES = 4_194_304
"""Bytes of bodies kept for one visit; a page for which there is no room is asked for again."""

Key = tuple[str, int, int | None, bool]


class Memory:
    """Answers to questions that need not be fresh, with what was read in them."""

    __slots__ = ("_kept", "_room")

    def __init__(self) -> None:
        self._kept: dict[Key, Page] = {}
        self._room = MOST_BYTES

    def recall(self, asked: WebQuestion) -> Page | None:
        """Give the page that was kept for a question, with a body of its own; None where there is none."""
        page = self._kept.get(_key(asked)) if _lasting(asked) else None
        return None if page is None else page.again()

    def keep(self, asked: WebQuestion, page: Page) -> None:
        """Keep a page for other probes of the visit, where the question need not be fresh."""
        if not _lasting(asked) or page.failure in OURS or len(page.body) > self._room:
            return
        self._room -= len(page.body)
        self._kept[_key(asked)] = page.again()

    def linked(self) -> Iterator[str]:
        """Yield the origins of other hosts to which the kept pages link."""
        for page in self._kept.values():
            hosts = page.body.notes.get(LINKED)
            yield from hosts if isinstance(hosts, tuple) else ()

    def login(self) -> bool:
        """Say whether a field for a password was made out on one of the kept pages."""
        noted = (page.body.notes.get(NOTED) for page in self._kept.values())
        return any(isinstance(offered, Offered) and offered.login for offered in noted)

    def wipe(self) -> None:
        """Overwrite and forget every page."""
        while self._kept:
            self._kept.popitem()[1].body.close()


def _lasting(asked: WebQuestion) -> TypeGuard[Get]:
    # What a login shows is the login's own.
    return isinstance(asked, Get) and not asked.fresh and not asked.session and asked.trying is None


def _key(get: Get) -> Key:
    return get.target, get.max_bytes, get.first_bytes, get.foreign
