# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stories of the lab by name."""

from pathlib import Path

from mendsky.core.terms.nations import Nation
from mendsky.lab import story_april
from mendsky.lab.drawn import drawn
from mendsky.lab.small import small
from mendsky.lab.story import Story
from mendsky.lab.story_rows import StoryError

NAMES = ("small", "drawn", story_april.NAME)


def tell(name: str, seed: int, nation: Nation, table: Path | None = None) -> Story:
    """Give a story; `table` is a file instead of the packaged table of `april-2015`.

    Raises `StoryError` for an unknown name, a table that no other story has, and a table that is wrong.
    """
    if table is not None and name != story_april.NAME:
        msg = f"only the story {story_april.NAME} is told from a table"
        raise StoryError(msg)
    if name == "small":
        return small(nation)
    if name == "drawn":
        return drawn(nation, seed)
    if name == story_april.NAME:
        if table is None:
            return story_april.april(nation, seed)
        return story_april.april(nation, seed, _text(table), table.name)
    msg = f"no story is called {name!r}: there are {', '.join(NAMES)}"
    raise StoryError(msg)


def _text(table: Path) -> str:
    try:
        return table.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{table} cannot be read as a table: {error}"
        raise StoryError(msg) from error
