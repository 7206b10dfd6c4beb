# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A nation as frozen data; `mendsky.nations.load` makes one from a pack."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo


class DivisionLevel(IntEnum):
    """Levels of administrative division."""

    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """One administrative division."""

    code: str
    """Six digits for China (GB/T 2260); the nation itself is `CN`."""
    level: DivisionLevel
    parent: str | None
    names: Mapping[str, str]
    """Name by language; at least in the nation's first language. Ask `Nation.division_name` for one."""
    valid_from: date
    """First day of the month in which the code had this name and parent."""
    valid_to: date | None
    """First day on which it no longer had; None while it has."""

    def in_force_on(self, day: date) -> bool:
        """Say whether the code had this name and parent on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """Where a province-level division stands on the neutral tile map."""

    division: str
    row: int
    """From 1 at the top."""
    column: int
    """From 1 at the left."""
    names: Mapping[str, str]
    """Short name by language, as it fits the tile."""
    letters: str
    """Letters that stand for it where the name finds no room, for example of ISO 3166-2."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sector:
    """A field of public service, with its own denominators."""

    key: str
    names: Mapping[str, str]
    sweep_every: timedelta | None = None
    """How often its systems are swept; None where as often as the nation's others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentifierRow:
    """How one kind of personal identifier is written and checked."""

    kind: str
    names: Mapping[str, str]
    length: int
    """Characters of the canonical form."""
    alphabet: str
    """Characters allowed before the last one."""
    last: str
    """Characters allowed in the last place."""
    prefixes: tuple[str, ...]
    """Accepted beginnings; empty for any."""
    weights: tuple[int, ...]
    """Weights of the characters, worth their places in `alphabet`, before the last; empty for no check."""
    modulus: int
    check: str
    """Check character for each remainder of the weighted sum."""
    date_at: int | None
    """Offset of an eight-digit birth date, or None."""
    division_at: int | None
    """Offset of a six-digit division code, or None."""
    labels: tuple[str, ...]
    """Words that stand before it on pages and in column heads."""
    person: bool
    """One value belongs to one person, so that distinct values count people."""
    sensitivity: int
    """0 ordinary, 1 personal, 2 sensitive, as for data classes."""
    forms: tuple[str, ...] = ()
    """Where a length and an alphabet do not say it: each form, for example `[A-Z][0-9]{8}`."""
    leads: tuple[str, ...] = ()
    """Words in the nation's script, one of which stands directly before the form and belongs to it."""
    groups: tuple[tuple[int, ...], ...] = ()
    """How people part the characters by spaces or hyphens, for example (6, 8, 4)."""
    dialled: tuple[str, ...] = ()
    """Digits that may stand before the canonical form without belonging to it, as a country's code does."""
    luhn: bool = False
    """The last digit is checked as by ISO/IEC 7812-1, which one run of digits in ten passes by chance."""
    old_form: tuple[int, str] | None = None
    """A former form without check character: at this offset of it these digits are missing; None for none."""
    context: bool = False
    """Too short a form to mean anything without a label or a column head, so not reported without one."""
    stdnum: str = ""
    """Module of python-stdnum that must also accept the canonical form, for example `cn.uscc`; slow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DataClass:
    """A class of personal data recognised by labels, with its sensitivity."""

    key: str
    names: Mapping[str, str]
    labels: tuple[str, ...]
    """Words that name it on pages and in column heads, in every script and short form in use."""
    sensitivity: int
    """0 ordinary, 1 personal, 2 sensitive (PIPL article 28)."""
    identifier: str | None
    """Kind of identifier that the labels announce, or None; a label alone may stand over hidden digits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Which days are worked."""

    zone: ZoneInfo
    holidays: frozenset[date]
    """Days off that would be working days."""
    workdays: frozenset[date]
    """Weekend days that are worked instead."""
    known_from: date
    known_to: date
    """Outside these days only the week is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clocks:
    """The nation's terms; all run on the domain clock."""

    confirm_after: timedelta
    """Between the first positive and the second."""
    retest_spacing: timedelta
    """Between the two clean passes of a retest."""
    retest_again_after: timedelta
    """Until a retest that was undetermined is tried again."""
    recheck_after: timedelta
    """From *repaired* to the look that confirms it."""
    answer_working_days: int
    """For the owner's first answer."""
    repair_working_days: int
    """For a verified repair."""
    escalate_working_days: int
    """For each further level that is told."""
    disclose_repaired_working_days: int
    """From the confirmed repair to the naming of the organisation."""
    disclose_unrepaired_working_days: int
    """From telling the highest level to the naming, while no repair is verified."""
    close_working_days: int
    """From the confirmed repair to the closing of the case, unless its organisation is named later."""
    sweep_every: timedelta
    """Between two sweeps of a system, unless its directory entry says otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """What a law asks of whoever holds personal data, and while it does."""

    key: str
    titles: Mapping[str, str]
    """The law's name by language; in the nation's first language the official one."""
    articles: Mapping[str, str]
    """Which articles, by language: `articles 3 and 4`."""
    texts: Mapping[str, str]
    """The duty by language, in short words of our own that are not the law's."""
    source: str
    """How and under which number it was passed, in the nation's first language."""
    in_force_from: date
    in_force_to: date | None
    """First day on which it no longer was; None while it is."""
    sectors: frozenset[str]
    """Whose duty it is, by sector; empty for every sector's."""

    def in_force_on(self, day: date) -> bool:
        """Say whether the duty stood on a day."""
        return self.in_force_from <= day and (self.in_force_to is None or day < self.in_force_to)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Nation:
    """Everything that differs between nations, read once and frozen."""

    code: str
    """ISO 3166-1 alpha-2."""
    version: str
    """Version of the pack, kept on every event and observation."""
    names: Mapping[str, str]
    languages: tuple[str, ...]
    """First the language of letters to owners."""
    divisions: Mapping[str, Division]
    """Divisions in force in the month that the pack is set to, by code; the nation's own is `code`."""
    division_history: Mapping[str, tuple[Division, ...]]
    """Every division there ever was, by code, oldest first."""
    successors: Mapping[str, str]
    """Former division code → the one code that took its place."""
    issued_codes: frozenset[str]
    """Every division code, in force or former, that an identity number may carry."""
    tiles: tuple[Tile, ...]
    sectors: tuple[Sector, ...]
    identifiers: tuple[IdentifierRow, ...]
    data_classes: tuple[DataClass, ...]
    total_patterns: tuple[str, ...]
    """Regular expressions with one group: how pages state the number of records they hold."""
    total_words: tuple[tuple[str, ...], ...]
    """For each pattern, in lower case, words of which everything that it matches has one."""
    duties: tuple[Duty, ...]
    """Duties of law, past and present, in the order in which letters cite them."""
    calendar: Calendar
    clocks: Clocks
    texts: Mapping[str, Mapping[str, str]]
    """Language → key → text with `{name}` fields."""

    def province_of(self, code: str) -> str | None:
        """Give the province-level division that a division lies in, or None for the nation."""
        division = self.divisions[code]
        while division.level > DivisionLevel.PROVINCE and division.parent is not None:
            division = self.divisions[division.parent]
        return division.code if division.level is DivisionLevel.PROVINCE else None

    def lies_in(self, code: str, ancestor: str) -> bool:
        """Say whether a division is the ancestor or lies below it."""
        step: str | None = code
        while step is not None:
            if step == ancestor:
                return True
            step = self.divisions[step].parent
        return False

    def codes_within(self, roots: Collection[str]) -> list[str]:
        """Give the codes of the divisions in some subtrees, their roots included."""
        return [code for code in self.divisions if any(self.lies_in(code, root) for root in roots)]

    def division_at(self, code: str, day: date) -> Division | None:
        """Give what a code stood for on a day, or None where it was not in force."""
        terms = self.division_history.get(code, ())
        return next((division for division in terms if division.in_force_on(day)), None)

    def code_in_use(self, code: str) -> str | None:
        """Give the code of `divisions` that a code of another year stands for, or None.

        Forward to what took a former code's place; back to what a later code took the place of, where
        that is one division only.
        """
        step: str | None = code
        while step is not None and step not in self.divisions:
            step = self.successors.get(step)
        if step is not None:
            return step
        former = [old for old, new in self.successors.items() if new == code and old in self.divisions]
        return former[0] if len(former) == 1 else None

    def division_name(self, code: str, language: str) -> str:
        """Give a division's name, in the nation's first language where it has none in the asked one."""
        names = self.divisions[code].names
        return names.get(language, names[self.languages[0]])

    def full_name(self, code: str, language: str, day: date | None = None) -> str:
        """Give a division's name with those above it, without the nation: `Cangzhou, Hebei`.

        As the names were on a day, where one is named and the code was in force on it.
        """
        named = None if day is None else self.division_at(code, day)
        division = named or self.divisions[code]
        name = division.names.get(language, division.names[self.languages[0]])
        if division.parent is None or division.parent == self.code:
            return name
        return self.text(
            language, "language.place", small=name, large=self.full_name(division.parent, language, day)
        )

    def duties_at(self, day: date, sector: str | None = None) -> tuple[Duty, ...]:
        """Give the duties in force on a day; where a sector is named, without those of others only."""
        return tuple(
            duty
            for duty in self.duties
            if duty.in_force_on(day) and (not duty.sectors or sector is None or sector in duty.sectors)
        )

    def sweep_every(self, sector: str) -> timedelta:
        """Give how often a sector's systems are swept where nothing is said of them."""
        own = (one.sweep_every for one in self.sectors if one.key == sector)
        return next(own, None) or self.clocks.sweep_every

    def text(self, language: str, key: str, **fields: object) -> str:
        """Give a text of the pack with its fields filled in; raises `KeyError` where it is missing."""
        return self.texts[language][key].format_map(fields)

    def identifier(self, kind: str) -> IdentifierRow:
        """Give the row of one kind of identifier; raises `KeyError` where the nation has none."""
        for row in self.identifiers:
            if row.kind == kind:
                return row
        raise KeyError(kind)
