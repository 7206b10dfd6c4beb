# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a nation's pack once into a frozen `Nation`.

A pack is a folder beside this file: `pack.toml`, `calendar.toml`, `duties.toml`, `divisions.csv`,
`successors.csv` and one `texts.<language>.toml` for each language. `schema/` says what each may hold;
what a schema cannot say (a parent that exists, a language that is complete) is checked here and in
`divisions`.
"""

import json
import os
import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mendsky.core.terms.nations import (
    Calendar,
    Clocks,
    DataClass,
    DivisionLevel,
    Duty,
    IdentifierRow,
    Nation,
    Sector,
    Tile,
)
from mendsky.nations.divisions import PackError, read_divisions

SATURDAY = 5


def available() -> tuple[str, ...]:
    """Name the nation packs that come with Mendsky, and those in the folder `MENDSKY_PACKS`."""
    return tuple(sorted(_folders()))


@cache
def load(code: str) -> Nation:
    """Read the pack of a lower-case ISO 3166-1 code; raises `PackError` where it is missing or wrong."""
    return read_pack(folder_of(code))


def folder_of(code: str) -> Traversable:
    """Give the folder of a pack; raises `PackError` where there is none."""
    folders = _folders()
    if code not in folders:
        msg = f"no nation pack {code!r}: there are {', '.join(sorted(folders))}"
        raise PackError(msg)
    return folders[code]


def read_pack(folder: Traversable) -> Nation:
    """Read and check the pack in a folder; raises `PackError` naming the file and what is wrong in it."""
    pack = _toml(folder, "pack.toml", "pack")
    languages = tuple(pack["languages"])
    divisions = read_divisions(
        folder,
        nation=pack["code"],
        names=pack["names"],
        month=pack["divisions_as_of"],
        language=languages[0],
    )
    nation = Nation(
        code=pack["code"],
        version=pack["version"],
        names=MappingProxyType(pack["names"]),
        languages=languages,
        divisions=divisions.in_force,
        division_history=divisions.history,
        successors=divisions.successors,
        issued_codes=divisions.issued_codes,
        tiles=tuple(Tile(**tile) for tile in pack["map"]["tiles"]),
        sectors=tuple(_sector(row) for row in pack["sectors"]),
        identifiers=tuple(identifier(row) for row in pack["identifiers"]),
        data_classes=tuple(data_class(row) for row in pack["data_classes"]),
        total_patterns=tuple(pack["total_patterns"]),
        total_words=tuple(tuple(words) for words in pack["total_words"]),
        duties=_duties(folder),
        calendar=_calendar(folder),
        clocks=clocks(pack["clocks"]),
        texts=MappingProxyType({language: _texts(folder, language) for language in languages}),
    )
    _check(nation, folder.name)
    return nation


def check_texts(nation: Nation) -> None:
    """Raise `PackError` unless all languages have the same keys, each with the same fields."""
    first = nation.languages[0]
    ours = nation.texts[first]
    for language in nation.languages[1:]:
        theirs = nation.texts[language]
        for key in sorted(ours.keys() ^ theirs.keys()):
            msg = f"{nation.code}: texts.{language if key in ours else first}.toml lacks {key}"
            raise PackError(msg)
        for key, text in ours.items():
            if fields_of(text) != fields_of(theirs[key]):
                msg = f"{nation.code}: texts.{language}.toml: {key} has other fields than in {first}"
                raise PackError(msg)


def fields_of(text: str) -> frozenset[str]:
    """Name the `{fields}` of a text; raises `ValueError` where its braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _folders() -> dict[str, Traversable]:
    """Give the folder of each pack; an installation's own pack replaces ours of the same name."""
    homes: list[Traversable] = [resources.files("mendsky.nations")]
    if own := os.environ.get("MENDSKY_PACKS"):
        homes.append(Path(own))
    entries = (entry for home in homes if home.is_dir() for entry in home.iterdir())
    return {entry.name: entry for entry in entries if entry.joinpath("pack.toml").is_file()}


def _checked(document: Any, schema: str, file: str) -> Any:
    import jsonschema  # noqa: PLC0415 - 0.1 s, and not for whoever trusts a pack

    text = (
        resources.files("mendsky.nations")
        .joinpath("schema", f"{schema}.schema.json")
        .read_text(encoding="utf-8")
    )
    fault = jsonschema.Draft202012Validator(json.loads(text)).iter_errors(document)
    for error in fault:
        where = "".join(f"[{step!r}]" for step in error.absolute_path)
        msg = f"{file}{where}: {error.message[:200]}"
        raise PackError(msg)
    return document


def _toml(folder: Traversable, name: str, schema: str) -> dict[str, Any]:
    file = f"{folder.name}/{name}"
    try:
        document = tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file}: {error}"
        raise PackError(msg) from error
    checked: dict[str, Any] = _checked(document, schema, file)
    return checked


def identifier(row: Mapping[str, Any]) -> IdentifierRow:
    """Make a kind of identifier from its row; raises `PackError` where its check cannot work."""
    if row["weights"] and (
        len(row["weights"]) != row["length"] - 1 or len(row["check"]) != row["modulus"] or not row["check"]
    ):
        msg = (
            f"identifier {row['kind']}: one weight a character and one check character a remainder are needed"
        )
        raise PackError(msg)
    return IdentifierRow(
        kind=row["kind"],
        names=MappingProxyType(row["names"]),
        length=row["length"],
        alphabet=row["alphabet"],
        last=row["last"],
        prefixes=tuple(row["prefixes"]),
        weights=tuple(row["weights"]),
        modulus=row["modulus"],
        check=row["check"],
        date_at=row.get("date_at"),
        division_at=row.get("division_at"),
        labels=tuple(row["labels"]),
        person=row["person"],
        sensitivity=row["sensitivity"],
        forms=tuple(row.get("forms", ())),
        leads=tuple(row.get("leads", ())),
        groups=tuple(tuple(group) for group in row.get("groups", ())),
        dialled=tuple(row.get("dialled", ())),
        luhn=row.get("luhn", False),
        old_form=(row["old_form"]["at"], row["old_form"]["missing"]) if "old_form" in row else None,
        context=row.get("context", False),
        stdnum=row.get("stdnum", ""),
    )


def data_class(row: Mapping[str, Any]) -> DataClass:
    """Make a data class from its row."""
    return DataClass(
        key=row["key"],
        names=MappingProxyType(row["names"]),
        labels=tuple(row["labels"]),
        sensitivity=row["sensitivity"],
        identifier=row.get("identifier"),
    )


def _calendar(folder: Traversable) -> Calendar:
    document = _toml(folder, "calendar.toml", "calendar")
    try:
        calendar = Calendar(
            zone=ZoneInfo(document["zone"]),
            holidays=_days(document["holidays"]),
            workdays=_days(document["workdays"]),
            known_from=date.fromisoformat(document["known_from"]),
            known_to=date.fromisoformat(document["known_to"]),
        )
    except (ValueError, ZoneInfoNotFoundError) as error:
        msg = f"{folder.name}/calendar.toml: {error}"
        raise PackError(msg) from error
    for day in sorted(calendar.holidays | calendar.workdays):
        says = None
        if not calendar.known_from <= day <= calendar.known_to:
            says = "lies outside known_from and known_to"
        elif day in calendar.holidays and day.weekday() >= SATURDAY:
            says = "is no weekday off: weekends are off anyway"
        elif day in calendar.workdays and day.weekday() < SATURDAY:
            says = "is no weekend day: weekdays are worked anyway"
        if says is not None:
            msg = f"{folder.name}/calendar.toml: {day} {says}"
            raise PackError(msg)
    return calendar


def _days(texts: Sequence[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _duties(folder: Traversable) -> tuple[Duty, ...]:
    document = _toml(folder, "duties.toml", "duties")
    try:
        return tuple(
            Duty(
                key=row["key"],
                titles=MappingProxyType(row["titles"]),
                articles=MappingProxyType(row["articles"]),
                texts=MappingProxyType(row["texts"]),
                source=row["source"],
                in_force_from=date.fromisoformat(row["in_force_from"]),
                in_force_to=date.fromisoformat(row["in_force_to"]) if "in_force_to" in row else None,
                sectors=frozenset(row.get("sectors", ())),
            )
            for row in document["duties"]
        )
    except ValueError as error:
        msg = f"{folder.name}/duties.toml: {error}"
        raise PackError(msg) from error


def _sector(row: Mapping[str, Any]) -> Sector:
    hours = row.get("sweep_every_hours")
    every = None if hours is None else timedelta(hours=hours)
    return Sector(key=row["key"], names=row["names"], sweep_every=every)


def clocks(row: Mapping[str, int]) -> Clocks:
    """Make the nation's terms from their row."""
    return Clocks(
        confirm_after=timedelta(minutes=row["confirm_after_minutes"]),
        retest_spacing=timedelta(minutes=row["retest_spacing_minutes"]),
        retest_again_after=timedelta(hours=row["retest_again_after_hours"]),
        recheck_after=timedelta(days=row["recheck_after_days"]),
        answer_working_days=row["answer_working_days"],
        repair_working_days=row["repair_working_days"],
        escalate_working_days=row["escalate_working_days"],
        disclose_repaired_working_days=row["disclose_repaired_working_days"],
        disclose_unrepaired_working_days=row["disclose_unrepaired_working_days"],
        close_working_days=row["close_working_days"],
        sweep_every=timedelta(hours=row["sweep_every_hours"]),
    )


def _texts(folder: Traversable, language: str) -> Mapping[str, str]:
    name = f"texts.{language}.toml"
    texts = dict(_flat(_toml(folder, name, "texts"), ""))
    for key, text in texts.items():
        try:
            fields_of(text)
        except ValueError as error:
            msg = f"{folder.name}/{name}: {key}: {error}"
            raise PackError(msg) from error
    return MappingProxyType(texts)


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield prefix + key, value.strip("\n")
        else:
            yield from _flat(value, f"{prefix}{key}.")


def _check(nation: Nation, name: str) -> None:
    kinds = {row.kind for row in nation.identifiers}
    for data_class in nation.data_classes:
        if data_class.identifier is not None and data_class.identifier not in kinds:
            msg = f"{name}/pack.toml: data class {data_class.key} names an unknown identifier"
            raise PackError(msg)
    for tile in nation.tiles:
        division = nation.divisions.get(tile.division)
        if division is None or division.level is not DivisionLevel.PROVINCE:
            msg = f"{name}/pack.toml: tile {tile.division} is no division of the first level"
            raise PackError(msg)
    _check_duties(nation, name)
    for pattern in nation.total_patterns:
        if re.compile(pattern).groups != 1:
            msg = f"{name}/pack.toml: the total pattern {pattern!r} needs exactly one group"
            raise PackError(msg)
    if len(nation.total_words) != len(nation.total_patterns):
        msg = f"{name}/pack.toml: each total pattern needs its total words"
        raise PackError(msg)


def _check_duties(nation: Nation, name: str) -> None:
    sectors = {sector.key for sector in nation.sectors}
    keys = [duty.key for duty in nation.duties]
    for duty in nation.duties:
        says = None
        if keys.count(duty.key) > 1:
            says = "is there twice"
        elif duty.in_force_to is not None and duty.in_force_to <= duty.in_force_from:
            says = "ends before it begins"
        elif not duty.sectors <= sectors:
            says = "names an unknown sector"
        elif any(set(words) != set(nation.languages) for words in (duty.titles, duty.articles, duty.texts)):
            says = f"must be written in {', '.join(nation.languages)}"
        if says is not None:
            msg = f"{name}/duties.toml: {duty.key} {says}"
            raise PackError(msg)
