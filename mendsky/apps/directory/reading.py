# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a directory document into checked values, or list everything that is wrong with it.

A line of the list names the noun, the entry's place from 1 and its key; never an address, an
identifier or any other value that may be somebody's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mendsky.apps.directory.grants import GrantError, parse_grant
from mendsky.apps.directory.origins import OriginError, normal_origin
from mendsky.apps.directory.shape import Problem, document_problems, is_key
from mendsky.core.terms.cases import Level
from mendsky.core.terms.grants import Grant
from mendsky.core.terms.nations import DivisionLevel, Nation

NOUNS = ("organisations", "systems", "contacts", "grants")
SERVES = {
    Level.NATION: {DivisionLevel.NATION},
    Level.PROVINCE: {DivisionLevel.PROVINCE},
    # Counties directly under a province and the districts of a municipality have no city between;
    # one office may also serve all cities of a province.
    Level.CITY: {DivisionLevel.PROVINCE, DivisionLevel.CITY, DivisionLevel.COUNTY},
}
"""In which divisions an authority of each level can be."""


class ImportRefusedError(ValueError):
    """A document was refused as a whole; its first line is the message, `lines` holds all."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        more = f" (and {len(self.lines) - 1} more)" if len(self.lines) > 1 else ""
        super().__init__(f"{self.lines[0]}{more}")


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedOrganisation:
    """An organisation as the document wants it."""

    key: str
    names: Mapping[str, str]
    kind: str
    division: str
    sector: str
    level: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedSystem:
    """A system as the document wants it."""

    key: str
    organisation: str
    """Key of its owner."""
    origin: str
    names: Mapping[str, str]
    sector: str
    division: str
    sweep_every: timedelta | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedContact:
    """A contact as the document wants it."""

    organisation: str
    """Key of its organisation."""
    email: str = field(repr=False)
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A whole document, checked as far as it can be without the directory."""

    organisations: tuple[WantedOrganisation, ...]
    systems: tuple[WantedSystem, ...]
    contacts: tuple[WantedContact, ...]
    grants: tuple[Grant, ...] = field(repr=False)


def read(document: Mapping[str, Any], nation: Nation, *, synthetic: bool) -> Wanted:
    """Read a document; raises `ImportRefusedError` with every line that is wrong."""
    problems = document_problems(document)
    if problems:
        raise ImportRefusedError([_line(document, problem) for problem in problems])
    problems = tuple(_against_the_nation(document, nation)) + tuple(_repeated(document))
    grants = []
    for number, entry in enumerate(document.get("grants", ())):
        try:
            grant = parse_grant(entry)
        except GrantError as error:
            problems += (Problem(path=("grants", number), says=str(error)),)
            continue
        grants.append(grant)
        if grant.synthetic != synthetic:
            kinds = ("real", "synthetic")
            says = f"is a {kinds[grant.synthetic]} grant, refused by a {kinds[synthetic]} database"
            problems += (Problem(path=("grants", number), says=says),)
    if problems:
        raise ImportRefusedError([_line(document, problem) for problem in problems])
    return Wanted(
        organisations=tuple(_organisation(entry) for entry in document.get("organisations", ())),
        systems=tuple(_system(entry, nation) for entry in document.get("systems", ())),
        contacts=tuple(WantedContact(**entry) for entry in document.get("contacts", ())),
        grants=tuple(grants),
    )


def entry_name(noun: str, number: int, key: str = "") -> str:
    """Name one entry of a document in a message: noun, place from 1, key."""
    return f"{noun}, entry {number + 1}{f' ({key})' if key else ''}"


def _organisation(entry: Mapping[str, Any]) -> WantedOrganisation:
    return WantedOrganisation(
        key=entry["key"],
        names=entry["name"],
        kind=entry["kind"],
        division=entry["division"],
        sector=entry.get("sector", ""),
        level=entry.get("level", ""),
    )


def _system(entry: Mapping[str, Any], nation: Nation) -> WantedSystem:
    name, hours = entry["name"], entry.get("sweep_every_hours")
    return WantedSystem(
        key=entry["key"],
        organisation=entry["organisation"],
        origin=normal_origin(entry["origin"]),
        names={nation.languages[0]: name} if isinstance(name, str) else name,
        sector=entry["sector"],
        division=entry["division"],
        sweep_every=None if hours is None else timedelta(hours=hours),
    )


def _against_the_nation(document: Mapping[str, Any], nation: Nation) -> Iterator[Problem]:
    for noun in ("organisations", "systems"):
        for number, entry in enumerate(document.get(noun, ())):
            for field_name, says in _place_problems(entry, nation):
                yield Problem(path=(noun, number, field_name), says=says)
    for number, entry in enumerate(document.get("systems", ())):
        try:
            normal_origin(entry["origin"])
        except OriginError as error:
            yield Problem(path=("systems", number, "origin"), says=f"is refused: {error}")
    for number, entry in enumerate(document.get("contacts", ())):
        try:
            validate_email(entry["email"])
        except ValidationError:
            yield Problem(path=("contacts", number, "email"), says="must be one e-mail address")
        if entry["language"] not in nation.languages:
            says = f"must be one of {', '.join(nation.languages)}"
            yield Problem(path=("contacts", number, "language"), says=says)


def _place_problems(entry: Mapping[str, Any], nation: Nation) -> Iterator[tuple[str, str]]:
    """Check an organisation's or a system's division, level, sector and name."""
    division = nation.divisions.get(entry["division"])
    if division is None:
        yield "division", f"must be the code of a division of {nation.code}"
    elif "level" in entry and division.level not in SERVES[Level(entry["level"])]:
        yield "level", "must be the level of its division"
    sectors = sorted(sector.key for sector in nation.sectors)
    if "sector" in entry and entry["sector"] not in sectors:
        yield "sector", f"must be one of {', '.join(sectors)}"
    if not isinstance(entry["name"], str) and nation.languages[0] not in entry["name"]:
        yield "name", f"needs {nation.languages[0]}"


def _repeated(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Find entries that name the same thing as an earlier one."""
    first: dict[tuple[Any, ...], int] = {}
    for noun in NOUNS:
        for number, entry in enumerate(document.get(noun, ())):
            for what, same in _sameness(noun, entry):
                at = first.setdefault((noun, what, same), number)
                if at != number:
                    yield Problem(path=(noun, number), says=f"has the same {what} as entry {at + 1}")


def _sameness(noun: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if noun == "contacts":
        yield "address", (entry["organisation"], entry["email"].casefold())
    elif noun == "grants":
        yield "id and version", (entry["id"], entry["version"])
    else:
        yield "key", entry["key"]
    if noun == "systems":
        try:
            yield "origin", normal_origin(entry["origin"])
        except OriginError:
            return  # already told
    if noun == "organisations" and entry["kind"] == "authority":
        yield "division and level", (entry["division"], entry["level"])


def _line(document: Any, problem: Problem) -> str:
    """Put a problem into one line that names the entry."""
    noun, number, *fields = (*problem.path, None, None)
    if not isinstance(noun, str):
        return f"the document {problem.says}"
    if not isinstance(number, int):
        return f"{noun}: {problem.says}"
    where = ".".join(str(step) for step in fields if step is not None)
    name = entry_name(noun, number, _key(document[noun][number]))
    return f"{name}: {where + ' ' if where else ''}{problem.says}"


def _key(entry: Any) -> str:
    """Give the entry's key where it has the form of one, so that nothing else slips into a message."""
    if not isinstance(entry, Mapping):
        return ""
    named = next((entry[field] for field in ("key", "id", "organisation") if field in entry), "")
    return str(named) if is_key(named) else ""
