# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell each loophole in one line, out of a release's own facts: what the public pages show of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mendsky.core.statistics.loopholes import Loophole, by_case, loopholes
from mendsky.core.terms.cases import EventKind, Stage
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import read_instant
from mendsky.core.terms.nations import DivisionLevel, Nation

Count = dict[str, Any]
Names = Mapping[str, Mapping[str, str]]
"""Names by language of the organisations of named cases, by case."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One loophole as the public may know it; `PublicCase` keeps the same columns."""

    case: str
    """Public identifier."""
    kind: str
    division: str
    city: str
    """City-level division; empty above it."""
    province: str
    """Province-level division; empty for a body of the nation."""
    sector: str
    organisation: UUID | None
    """None unless the case is named."""
    names: Mapping[str, str] | None
    """The organisation's name by language, once the case is named."""
    state: str
    level: str
    """Of severity."""
    high_risk: bool
    open: bool
    silent: bool
    """It is open, and its organisation was told in time and has never answered anything."""
    levels: tuple[str, ...]
    """Who above the owner was told, in order."""
    found_at: datetime
    told_at: datetime | None
    answered_at: datetime | None
    repaired_at: datetime | None
    named_at: datetime | None
    moved_at: datetime
    records: Count | None
    """As JSON."""
    people: Count | None
    """As JSON."""


def lines(
    facts: Iterable[Fact], *, provinces: Mapping[str, str | None], names: Names, nation: Nation
) -> tuple[Line, ...]:
    """Give one line a loophole, by case; `facts` and `provinces` as `figures` takes them."""
    known = list(facts)
    events = by_case(known)
    found = loopholes(known, provinces=provinces)
    answered = {loophole.organisation for loophole in found if loophole.answered}
    counts = _counts(known)
    return tuple(
        _line(
            loophole,
            events[loophole.case],
            counts,
            city=city_of(nation, loophole.division),
            names=names.get(loophole.case),
            silent=loophole.unanswered and loophole.organisation not in answered,
        )
        for loophole in found
    )


def city_of(nation: Nation, code: str) -> str:
    """Give the city-level division that a division is or lies in; empty above the cities."""
    step: str | None = code
    while step is not None:
        division = nation.divisions[step]
        if division.level is DivisionLevel.CITY:
            return division.code
        step = division.parent
    return ""


def named(facts: Iterable[Fact]) -> dict[str, str]:
    """Give the organisation's identifier of each case that is named: whose last event says so."""
    organisations = {}
    for case, events in by_case(facts).items():
        if events[-1]["stage"] == Stage.NAMED:
            told = [event["public"]["organisation"] for event in events if "organisation" in event["public"]]
            organisations[case] = str(told[-1])
    return organisations


def _line(
    loophole: Loophole,
    events: Sequence[Fact],
    counts: Mapping[tuple[str, str], Fact],
    *,
    city: str,
    names: Mapping[str, str] | None,
    silent: bool,
) -> Line:
    is_named = events[-1]["stage"] == Stage.NAMED
    disclosed = [event["at"] for event in events if event["kind"] == EventKind.DISCLOSE]
    levels = [event["public"]["level"] for event in events if event["kind"] == EventKind.ESCALATE]
    graded = [event["public"]["severity"] for event in events if "severity" in event["public"]]
    return Line(
        case=loophole.case,
        kind=loophole.kind,
        division=loophole.division,
        city=city,
        province=loophole.province or "",
        sector=loophole.sector,
        organisation=UUID(loophole.organisation) if is_named else None,
        names=names,
        state=loophole.state.value,
        level=graded[-1]["level"],
        high_risk=loophole.high_risk,
        open=loophole.open,
        silent=silent,
        levels=tuple(dict.fromkeys(levels)),
        found_at=loophole.found_at,
        told_at=loophole.told_at,
        answered_at=loophole.answered_at,
        repaired_at=loophole.repaired_at,
        named_at=read_instant(disclosed[-1]) if is_named and disclosed else None,
        moved_at=max(read_instant(event["at"]) for event in events),
        records=counts.get((loophole.subject, "records"), {}).get("count"),
        people=counts.get((loophole.subject, "people"), {}).get("count"),
    )


def _counts(facts: Iterable[Fact]) -> dict[tuple[str, str], Fact]:
    """Give the best graded, then the latest count of each place."""
    best: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if fact["type"] != "count" or fact["count"]["grade"] == "G0":
            continue
        place = fact["subject"], fact["unit"]
        if place not in best or fact["count"]["grade"] >= best[place]["count"]["grade"]:
            best[place] = fact
    return best
