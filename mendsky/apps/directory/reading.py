# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a directory document into checked values, and list everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mendsky.apps.directory.grants import GrantError, parse_grant
from mendsky.apps.directory.optouts import WantedOptOut, opt_out_problems, wanted_opt_out
from mendsky.apps.directory.origins import OriginError, normal_origin
from mendsky.apps.directory.report import NOUNS, ImportRefusedError, Remark
from mendsky.apps.directory.shape import Problem, document_problems, is_key
from mendsky.core.rules.ownership import is_basis_unsaid
from mendsky.core.terms.cases import Level
from mendsky.core.terms.grants import Grant
from mendsky.core.terms.nations import DivisionLevel, Nation

Entries = Mapping[str, list[tuple[int, Mapping[str, Any]]]]
"""Noun → place from 0 and entry."""
SERVES = {
    Level.NATION: {DivisionLevel.NATION},
    Level.PROVINCE: {DivisionLevel.PROVINCE},
    # Counties directly under a province and the districts of a municipality have no city between;
    # one office may also serve all cities of a province.
    Level.CITY: {DivisionLevel.PROVINCE, DivisionLevel.CITY, DivisionLevel.COUNTY},
}
"""In which divisions an authority of each level can be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedOrganisation:
    """An organisation as the document wants it."""

    number: int
    """Place among the document's organisations, from 0; so for the others."""
    key: str
    names: Mapping[str, str]
    kind: str
    division: str
    sector: str
    level: str
    seat: str
    """Of an owner that sits below its division; empty where the division says it."""
    officer: Mapping[str, str]
    """Post that answers for its data, by language; empty where none is named."""
    valid_to: datetime | None
    """When it ended, for one that did."""
    successor: str | None
    """Key of the organisation that it became part of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedSystem:
    """A system as the document wants it."""

    number: int
    key: str
    organisation: str
    """Key of its owner."""
    origin: str
    names: Mapping[str, str]
    sector: str
    division: str
    sweep_every: timedelta | None
    valid_to: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedContact:
    """A contact as the document wants it."""

    number: int
    organisation: str
    """Key of its organisation."""
    email: str = field(repr=False)
    language: str
    order: int
    """The lowest is written to first."""
    valid_to: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedGrant:
    """A version of a grant as it was signed."""

    number: int
    grant: Grant = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What of a document is right, checked as far as it can be without the directory."""

    organisations: tuple[WantedOrganisation, ...]
    systems: tuple[WantedSystem, ...]
    contacts: tuple[WantedContact, ...]
    grants: tuple[WantedGrant, ...]
    optouts: tuple[WantedOptOut, ...]
    named: frozenset[str]
    """Keys of all organisations that the document has, refused ones too."""
    refused: tuple[Remark, ...]
    """What is wrong; empty where the whole document is right."""
    warnings: tuple[Remark, ...]


BASIS_UNSAID = (
    "must say law or consent, for legal_basis speaks of consent: the owner's control is proven then"
)


def consent_words(nation: Nation) -> tuple[str, ...]:
    """Give the words for consent in the nation's languages."""
    return tuple(nation.text(language, "grant.consent") for language in nation.languages)


def read(document: Any, nation: Nation, *, synthetic: bool) -> Wanted:
    """Read a document; raises `ImportRefusedError` with every line that is wrong."""
    wanted = sift(document, nation, synthetic=synthetic)
    if wanted.refused:
        raise ImportRefusedError([remark.line({}) for remark in wanted.refused])
    return wanted


def sift(document: Any, nation: Nation, *, synthetic: bool) -> Wanted:
    """Read what of a document is right, and list what is wrong."""
    misshapen = document_problems(document)
    if any(len(problem.path) < 2 for problem in misshapen):
        return _refused_whole(document, misshapen)
    bad = {problem.path[:2] for problem in misshapen}
    shapely: Entries = {
        noun: [
            (number, entry)
            for number, entry in enumerate(document.get(noun, ()))
            if (noun, number) not in bad
        ]
        for noun in NOUNS
    }
    problems = [
        *misshapen,
        *_against_the_nation(shapely, nation),
        *_wrong_opt_outs(shapely),
        *_repeated(shapely),
    ]
    grants = []
    for number, entry in shapely["grants"]:
        try:
            grant = parse_grant(entry)
        except GrantError as error:
            problems.append(Problem(path=("grants", number), says=str(error)))
            continue
        grants.append(WantedGrant(number=number, grant=grant))
        if is_basis_unsaid(grant, consent_words(nation)):
            problems.append(Problem(path=("grants", number, "basis"), says=BASIS_UNSAID))
        if grant.synthetic != synthetic:
            kinds = ("real", "synthetic")
            says = f"is a {kinds[grant.synthetic]} grant, refused by a {kinds[synthetic]} database"
            problems.append(Problem(path=("grants", number), says=says))
    bad |= {problem.path[:2] for problem in problems}
    right = {
        noun: [(number, entry) for number, entry in entries if (noun, number) not in bad]
        for noun, entries in shapely.items()
    }
    return Wanted(
        organisations=tuple(_organisation(*entry, nation) for entry in right["organisations"]),
        systems=tuple(_system(*entry, nation) for entry in right["systems"]),
        contacts=tuple(_contact(*entry) for entry in right["contacts"]),
        grants=tuple(grant for grant in grants if ("grants", grant.number) not in bad),
        optouts=tuple(wanted_opt_out(*entry) for entry in right["optouts"]),
        named=frozenset(_key(entry) for entry in document.get("organisations", ())) - {""},
        refused=tuple(_remark(document, problem) for problem in sorted(problems, key=_position)),
        warnings=tuple(_mapped(right, nation)),
    )


def _refused_whole(document: Any, problems: tuple[Problem, ...]) -> Wanted:
    return Wanted(
        organisations=(),
        systems=(),
        contacts=(),
        grants=(),
        optouts=(),
        named=frozenset(),
        refused=tuple(_remark(document, problem) for problem in problems),
        warnings=(),
    )


def _position(problem: Problem) -> tuple[int, int]:
    """Put problems in the order of the document's entries."""
    noun, number = problem.path[:2]
    return NOUNS.index(str(noun)), int(number)


def _organisation(number: int, entry: Mapping[str, Any], nation: Nation) -> WantedOrganisation:
    return WantedOrganisation(
        number=number,
        key=entry["key"],
        names=entry["name"],
        kind=entry["kind"],
        division=_division(entry, nation),
        sector=entry.get("sector", ""),
        level=entry.get("level", ""),
        seat=entry.get("seat", ""),
        officer=_names(entry.get("officer", {}), nation),
        valid_to=_instant(entry),
        successor=entry.get("successor"),
    )


def _system(number: int, entry: Mapping[str, Any], nation: Nation) -> WantedSystem:
    hours = entry.get("sweep_every_hours")
    return WantedSystem(
        number=number,
        key=entry["key"],
        organisation=entry["organisation"],
        origin=normal_origin(entry["origin"]),
        names=_names(entry["name"], nation),
        sector=entry["sector"],
        division=_division(entry, nation),
        sweep_every=None if hours is None else timedelta(hours=hours),
        valid_to=_instant(entry),
    )


def _contact(number: int, entry: Mapping[str, Any]) -> WantedContact:
    return WantedContact(
        number=number,
        organisation=entry["organisation"],
        email=entry["email"],
        language=entry["language"],
        order=entry.get("order", 0),
        valid_to=_instant(entry),
    )


def _names(words: str | Mapping[str, str], nation: Nation) -> Mapping[str, str]:
    return {nation.languages[0]: words} if isinstance(words, str) else words


def _division(entry: Mapping[str, Any], nation: Nation) -> str:
    return nation.code_in_use(entry["division"]) or entry["division"]


def _instant(entry: Mapping[str, Any]) -> datetime | None:
    text = entry.get("valid_to")
    return None if text is None else datetime.fromisoformat(text)


def _mapped(entries: Entries, nation: Nation) -> Iterator[Remark]:
    """Tell which codes of divisions of another year were taken for which."""
    for noun in ("organisations", "systems"):
        for number, entry in entries[noun]:
            code = _division(entry, nation)
            if code != entry["division"]:
                says = f"division {entry['division']} is taken as {code}, which stands for it now"
                yield Remark(noun=noun, number=number, key=_key(entry), says=says)


def _against_the_nation(document: Entries, nation: Nation) -> Iterator[Problem]:
    for noun in ("organisations", "systems"):
        for number, entry in document[noun]:
            for field_name, says in _place_problems(entry, nation):
                yield Problem(path=(noun, number, field_name), says=says)
    for number, entry in document["systems"]:
        try:
            normal_origin(entry["origin"])
        except OriginError as error:
            yield Problem(path=("systems", number, "origin"), says=f"is refused: {error}")
    for number, entry in document["contacts"]:
        try:
            validate_email(entry["email"])
        except ValidationError:
            yield Problem(path=("contacts", number, "email"), says="must be one e-mail address")
        for field_name, says in _end_problems(entry):
            yield Problem(path=("contacts", number, field_name), says=says)
        if entry["language"] not in nation.languages:
            says = f"must be one of {', '.join(nation.languages)}"
            yield Problem(path=("contacts", number, "language"), says=says)


def _wrong_opt_outs(document: Entries) -> Iterator[Problem]:
    for number, entry in document["optouts"]:
        for field_name, says in (*opt_out_problems(entry), *_end_problems(entry)):
            yield Problem(path=("optouts", number, field_name), says=says)


def _place_problems(entry: Mapping[str, Any], nation: Nation) -> Iterator[tuple[str, str]]:
    """Check an organisation's or a system's division, level, sector, names and end."""
    code = nation.code_in_use(entry["division"])
    if code is None:
        yield "division", _unknown_division(entry["division"], nation)
    elif "level" in entry and nation.divisions[code].level not in SERVES[Level(entry["level"])]:
        yield "level", "must be the level of its division"
    sectors = sorted(sector.key for sector in nation.sectors)
    if "sector" in entry and entry["sector"] not in sectors:
        yield "sector", f"must be one of {', '.join(sectors)}"
    for words in ("name", "officer"):
        if not isinstance(entry.get(words, ""), str) and nation.languages[0] not in entry[words]:
            yield words, f"needs {nation.languages[0]}"
    yield from _end_problems(entry)
    if "successor" in entry and "valid_to" not in entry:
        yield "successor", "needs valid_to, the instant of the merger"
    if entry.get("successor") == entry["key"]:
        yield "successor", "must be another organisation"


def _end_problems(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    try:
        _instant(entry)
    except ValueError:
        yield "valid_to", "is no day of the calendar"


def _unknown_division(code: str, nation: Nation) -> str:
    known = nation.division_history.get(code)
    if known is None:
        return f"must be the code of a division of {nation.code}"
    first, last = known[0].valid_from, known[-1].valid_to
    until = "" if last is None else f" to {last:%Y-%m}"
    return f"was in force from {first:%Y-%m}{until}, and no single division of today stands for it"


def _repeated(document: Entries) -> Iterator[Problem]:
    """Find entries that name the same thing as an earlier one."""
    first: dict[tuple[Any, ...], int] = {}
    for noun in NOUNS:
        for number, entry in document[noun]:
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
    if "valid_to" in entry:
        return  # what has ended leaves its place to others
    if noun == "systems":
        try:
            yield "origin", normal_origin(entry["origin"])
        except OriginError:
            return  # already told
    if noun == "organisations" and entry["kind"] == "authority":
        yield "division and level", (entry["division"], entry["level"])


def _remark(document: Any, problem: Problem) -> Remark:
    """Put a problem with the name of its entry."""
    noun, number, *fields = (*problem.path, None, None)
    if not isinstance(noun, str):
        return Remark(says=f"the document {problem.says}")
    if not isinstance(number, int):
        return Remark(noun=noun, says=problem.says)
    where = ".".join(str(step) for step in fields if step is not None)
    says = f"{where + ' ' if where else ''}{problem.says}"
    return Remark(noun=noun, number=number, key=_key(document[noun][number]), says=says)


def _key(entry: Any) -> str:
    """Give the entry's key where it has the form of one, so that nothing else slips into a message."""
    if not isinstance(entry, Mapping):
        return ""
    named = next((entry[field] for field in ("key", "id", "organisation") if field in entry), "")
    return str(named) if is_key(named) else ""
