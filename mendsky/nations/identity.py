# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read of a pack only what identifiers are known by, for commands that must answer at once.

The whole pack takes a third of a second, most of it for schemas and texts. Our own packs are checked
whole by the tests, so here they are trusted; one from `MENDSKY_PACKS` is read and checked whole.
"""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mendsky.core.terms.nations import Calendar, Nation
from mendsky.nations import load as whole

NO_CALENDAR = Calendar(
    zone=ZoneInfo("UTC"), holidays=frozenset(), workdays=frozenset(), known_from=date.max, known_to=date.min
)


@cache
def load_identity(code: str) -> Nation:
    """Read identifiers, data classes and issued division codes of a pack; nothing else is in the result.

    Raises `PackError` where the pack is missing, or wrong and not ours.
    """
    folder = whole.folder_of(code)
    if folder != resources.files("mendsky.nations").joinpath(code):
        return whole.load(code)
    pack = tomllib.loads(folder.joinpath("pack.toml").read_text(encoding="utf-8"))
    rows = folder.joinpath("divisions.csv").read_bytes().splitlines()[1:]
    nothing = MappingProxyType[str, str]({})
    return Nation(
        code=pack["code"],
        version=pack["version"],
        names=MappingProxyType(pack["names"]),
        languages=tuple(pack["languages"]),
        divisions=MappingProxyType({}),
        division_history=MappingProxyType({}),
        successors=nothing,
        issued_codes=frozenset(row.split(b",", 1)[0].decode() for row in rows),
        tiles=(),
        sectors=(),
        identifiers=tuple(whole.identifier(row) for row in pack["identifiers"]),
        data_classes=tuple(whole.data_class(row) for row in pack["data_classes"]),
        total_patterns=(),
        total_words=(),
        duties=(),
        calendar=NO_CALENDAR,
        clocks=whole.clocks(pack["clocks"]),
        texts=MappingProxyType({}),
    )
