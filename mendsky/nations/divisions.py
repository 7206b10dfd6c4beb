# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a pack's `divisions.csv` and `successors.csv`: which division had which code, and when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from types import MappingProxyType

from mendsky.core.terms.nations import Division, DivisionLevel

ROW = re.compile(
    r"(?P<code>[0-9A-Z-]+),(?P<level>province|city|county|grouping),(?P<parent>[0-9A-Z-]+),(?P<name>[^,]+),"
    r"(?P<name_en>[^,]*),(?P<valid_from>\d{4}-\d{2}),(?P<valid_to>\d{4}-\d{2}|)"
)
"""A row of `divisions.csv`; a schema would take a second for its thousands of rows."""
PAIR = re.compile(r"(?P<code>[0-9A-Z-]+),(?P<successor>[0-9A-Z-]+)")
"""A row of `successors.csv`."""
LEVELS = {"province": DivisionLevel.PROVINCE, "city": DivisionLevel.CITY, "county": DivisionLevel.COUNTY}
"""Levels of `divisions.csv`; `grouping` is none: such a code is issued, but is no place."""


class PackError(ValueError):
    """A nation pack is missing or wrong; the message says which file and what to change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Divisions:
    """What both tables say."""

    in_force: Mapping[str, Division]
    """Divisions in force in the month asked for, by code, the nation itself among them."""
    history: Mapping[str, tuple[Division, ...]]
    """Every division there ever was, by code, oldest first."""
    successors: Mapping[str, str]
    """Former code → the one code that took its place."""
    issued_codes: frozenset[str]
    """Every code of the table, those that only group others too."""


def read_divisions(
    folder: Traversable, *, nation: str, names: Mapping[str, str], month: str, language: str
) -> Divisions:
    """Read both tables; `month` is `YYYY-MM`, `language` that of the names without one of their own.

    Raises `PackError` naming the file and the line.
    """
    rows = _rows(folder, "divisions.csv", ROW)
    whole = Division(
        code=nation,
        level=DivisionLevel.NATION,
        parent=None,
        names=MappingProxyType(dict(names)),
        valid_from=date.min,
        valid_to=None,
    )
    history: dict[str, list[Division]] = {nation: [whole]}
    for row in rows:
        if row["level"] in LEVELS:
            history.setdefault(row["code"], []).append(_division(row, language))
    day = _first(month)
    in_force = {
        code: division for code, terms in history.items() for division in terms if division.in_force_on(day)
    }
    for division in in_force.values():
        if division.parent is not None and division.parent not in in_force:
            msg = (
                f"{folder.name}/divisions.csv: {division.code} lies in {division.parent}, "
                f"which was not in force in {month}"
            )
            raise PackError(msg)
    return Divisions(
        in_force=MappingProxyType(in_force),
        history=MappingProxyType({code: tuple(terms) for code, terms in history.items()}),
        successors=MappingProxyType(_successors(folder, history)),
        issued_codes=frozenset(row["code"] for row in rows),
    )


def _rows(folder: Traversable, name: str, form: re.Pattern[str]) -> Sequence[re.Match[str]]:
    file = f"{folder.name}/{name}"
    try:
        text = folder.joinpath(name).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError) as error:
        msg = f"{file}: {error}"
        raise PackError(msg) from error
    head, *lines = text.splitlines() or [""]
    rows = [row for row in map(form.fullmatch, lines) if row]
    if head.split(",") != list(form.groupindex) or len(rows) != len(lines):
        wrong = next((number for number, line in enumerate(lines, 2) if not form.fullmatch(line)), 1)
        msg = f"{file}, line {wrong}: not of the form {','.join(form.groupindex)}"
        raise PackError(msg)
    return rows


def _division(row: re.Match[str], language: str) -> Division:
    names = {language: row["name"]} | ({"en": row["name_en"]} if row["name_en"] else {})
    return Division(
        code=row["code"],
        level=LEVELS[row["level"]],
        parent=row["parent"],
        names=MappingProxyType(names),
        valid_from=_first(row["valid_from"]),
        valid_to=_first(row["valid_to"]) if row["valid_to"] else None,
    )


def _first(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        msg = f"divisions: {month} is no month"
        raise PackError(msg) from None


def _successors(folder: Traversable, history: Mapping[str, Sequence[Division]]) -> dict[str, str]:
    """Read who follows whom; a chain must end, so that it can be followed."""
    pairs = {row["code"]: row["successor"] for row in _rows(folder, "successors.csv", PAIR)}
    for code in pairs:
        step, steps = code, 0
        while step in pairs and steps <= len(pairs):
            step, steps = pairs[step], steps + 1
        if code not in history or step not in history or step in pairs:
            msg = f"{folder.name}/successors.csv: {code} does not lead to a division of divisions.csv"
            raise PackError(msg)
    return pairs
