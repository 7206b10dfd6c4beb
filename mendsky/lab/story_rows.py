# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the table of a story: one loophole a row, every cell checked, the first mistake told in one line."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from typing import TypeVar

from mendsky.core.terms.nations import Nation
from mendsky.lab.places import FIELDS
from mendsky.lab.scripts import SILENT
from mendsky.lab.story import ZONE, Step
from mendsky.lab.story_behaviours import Behaviour, behaviour
from mendsky.lab.weakness import KINDS

COLUMNS = (
    "location",
    "named",
    "province",
    "level",
    "sector",
    "kind",
    "high_risk",
    "records",
    "records_status",
    "people",
    "shares",
    "shares_with",
    "appears",
    "date_status",
    "state_2015_04_24",
    "census",
    "owner_behaviour",
)
LEVELS = ("county", "city", "province")
STATUSES = ("published", "assumed")
OPENS = time(9)
"""Time of day at which a weakness goes on line."""
MOST_RECORDS = 100_000_000
Value = TypeVar("Value")


class StoryError(ValueError):
    """A story's table says something that cannot be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One loophole as the table tells it."""

    location: str
    named: bool
    """The place keeps its name, as the published reports had it."""
    province: str
    """Code of the province-level division."""
    level: str
    field: str
    """What the system is for: a key of `places.FIELDS`."""
    kind: str
    high_risk: bool
    records: int
    people: int
    shares: int
    """How many of its people another row holds too."""
    shares_with: str
    appears: datetime
    state: str
    census: bool
    behaviour: Behaviour
    steps: tuple[Step, ...]


def read(text: str, nation: Nation, name: str) -> tuple[Row, ...]:
    """Read a table in CSV; raises `StoryError` with the table's name, the line and what is wrong there."""
    reader = csv.DictReader(StringIO(text), strict=True)
    rows: list[Row] = []
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            msg = f"{name}, line 1: the columns must be {','.join(COLUMNS)}"
            raise StoryError(msg)
        for cells in reader:
            try:
                rows.append(_row(cells, nation))
            except StoryError as error:
                msg = f"{name}, line {reader.line_num}: {error}"
                raise StoryError(msg) from error
    except csv.Error as error:
        msg = f"{name}, line {reader.line_num}: {error}"
        raise StoryError(msg) from error
    _check_together(rows, name)
    return tuple(rows)


def _row(cells: Mapping[str | None, str | None], nation: Nation) -> Row:
    if None in cells or None in cells.values():
        msg = f"a row has {len(COLUMNS)} cells"
        raise StoryError(msg)
    cell = {str(key): str(value) for key, value in cells.items()}
    for column in ("records_status", "date_status"):
        _one_of(cell, column, {status: status for status in STATUSES})
    provinces = {tile.names["en"]: tile.division for tile in nation.tiles}
    found = behaviour(cell["owner_behaviour"])
    if found is None:
        msg = f"the lab knows no behaviour {cell['owner_behaviour']!r}"
        raise StoryError(msg)
    acting, numbers = found
    census = _yes(cell, "census")
    row = Row(
        location=cell["location"],
        named=_yes(cell, "named"),
        province=_one_of(cell, "province", provinces),
        level=_one_of(cell, "level", {level: level for level in LEVELS}),
        field=_one_of(cell, "sector", {field: field for field in FIELDS}),
        kind=_one_of(cell, "kind", {kind: kind for kind in KINDS}),
        high_risk=_yes(cell, "high_risk"),
        records=_number(cell, "records"),
        people=_number(cell, "people"),
        shares=_number(cell, "shares") if cell["shares"] else 0,
        shares_with=cell["shares_with"],
        appears=_read(cell, "appears", lambda text: datetime.combine(date.fromisoformat(text), OPENS, ZONE)),
        state=cell["state_2015_04_24"],
        census=census,
        behaviour=acting,
        steps=acting.script(numbers, census),
    )
    _check(row)
    return row


def _check(row: Row) -> None:
    wrong = ""
    if not row.location:
        wrong = "location is empty"
    elif row.people > row.records:
        wrong = "more people than records"
    elif row.state != row.behaviour.ends:
        wrong = f"its behaviour ends {row.behaviour.ends}, not {row.state}"
    elif row.census and row.steps == SILENT:
        wrong = "an owner that does nothing runs no census"
    elif bool(row.shares) != bool(row.shares_with):
        wrong = "shares and shares_with go together"
    if wrong:
        raise StoryError(wrong)


def _check_together(rows: list[Row], name: str) -> None:
    """Hold the rows against one another: places differ, and who shares people names another row."""
    known: dict[str, Row] = {}
    for row in rows:
        if row.location in known:
            msg = f"{name}: {row.location!r} stands there twice"
            raise StoryError(msg)
        known[row.location] = row
    for row in rows:
        if not row.shares:
            continue
        other = known.get(row.shares_with)
        if other is None or other.shares or other.province != row.province:
            msg = f"{name}: {row.location!r} shares with {row.shares_with!r}, no other row of its province"
            raise StoryError(msg)
        if row.shares > min(row.people, other.people):
            msg = f"{name}: {row.location!r} shares more people than there are"
            raise StoryError(msg)
    shared = [row.shares_with for row in rows if row.shares]
    if len(set(shared)) != len(shared):
        msg = f"{name}: at most one row shares people with another one"
        raise StoryError(msg)


def _one_of(cell: Mapping[str, str], column: str, known: Mapping[str, Value]) -> Value:
    if cell[column] not in known:
        msg = f"{column} {cell[column]!r} is none of {', '.join(known)}"
        raise StoryError(msg)
    return known[cell[column]]


def _yes(cell: Mapping[str, str], column: str) -> bool:
    return _one_of(cell, column, {"yes": True, "no": False})


def _number(cell: Mapping[str, str], column: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", cell[column]) or not 0 < int(cell[column]) <= MOST_RECORDS:
        msg = f"{column} {cell[column]!r} is no number from 1 to {MOST_RECORDS}"
        raise StoryError(msg)
    return int(cell[column])


def _read(cell: Mapping[str, str], column: str, make: Callable[[str], Value]) -> Value:
    try:
        return make(cell[column])
    except ValueError as error:
        msg = f"{column} {cell[column]!r}: {error}"
        raise StoryError(msg) from error
