# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stories of the lab by name."""

from mendsky.core.terms.nations import Nation
from mendsky.lab.drawn import drawn
from mendsky.lab.small import small
from mendsky.lab.story import Story

NAMES = ("small", "drawn")


def tell(name: str, seed: int, nation: Nation) -> Story:
    """Give a story; only a drawn one asks for the seed. Raises `ValueError` for an unknown name."""
    if name == "small":
        return small(nation)
    if name == "drawn":
        return drawn(nation, seed)
    msg = f"no story is called {name!r}: there are {', '.join(NAMES)}"
    raise ValueError(msg)
