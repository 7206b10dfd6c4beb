# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page lists beside the figures, from the same facts: who is silent, what is new, the trend."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from mendsky.apps.publication.lines import Line, Names
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.statistics.headline import ALL, Scope
from mendsky.core.statistics.loopholes import by_case
from mendsky.core.statistics.series import Period, series
from mendsky.core.terms.cases import EventKind, Stage, State
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import instant_text
from mendsky.core.terms.nations import Nation

LONGEST_LIST = 12
NEWS = {
    EventKind.VERIFY: "found",
    EventKind.DISCLOSE: "named",
    EventKind.RELEASE_STATEMENT: "statement",
}
"""Events that are news whatever state they lead to; a verified repair and a return are news too."""


def overview(
    facts: Iterable[Fact],
    told: Sequence[Line],
    *,
    as_of: datetime,
    nation: Nation,
    provinces: Mapping[str, str | None],
    names: Names,
    corrections: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Give, for the headline's sector and for `all`: `silent`, `news` and `series`; all as JSON.

    `silent` has one line an organisation, the longest silent first; `news` the last one first, the
    `corrections` of cases that no longer count among them; `series` one point a week.
    """
    known = list(facts)
    events = by_case(known)
    news = [*_news(told, events), *(dict(one) for one in corrections)]
    news.sort(key=lambda one: (one["at"], one["case"], one["news"]), reverse=True)
    organisations = _organisations(events)
    lists: dict[str, Any] = {}
    for sector in (nation.sectors[0].key, ALL):
        points = series(
            known,
            as_of=as_of,
            scope=Scope(sector=sector, division=nation.code),
            nation_code=nation.code,
            provinces=provinces,
            zone=nation.calendar.zone,
            period=Period.WEEK,
        )
        within = [line for line in told if sector in (ALL, line.sector)]
        lists[sector] = {
            "silent": _silent(within, organisations, names),
            "news": [
                {**one, "names": names.get(one["case"])} for one in news if sector in (ALL, one["sector"])
            ][:LONGEST_LIST],
            "series": [point.as_json() for point in points],
        }
    return lists


def withdrawn(
    before: Iterable[tuple[str, str, str, str]], told: Iterable[Line], *, at: datetime
) -> list[dict[str, Any]]:
    """Give a correction for each case of the last release (with kind, place, sector) that counts no more."""
    standing = {line.case for line in told}
    return [
        {
            "at": instant_text(at),
            "news": "withdrawn",
            "case": case,
            "kind": kind,
            "division": division,
            "sector": sector,
        }
        for case, kind, division, sector in before
        if case not in standing
    ]


def _news(told: Iterable[Line], events: Mapping[str, Sequence[Fact]]) -> list[dict[str, Any]]:
    return [
        {
            "at": event["at"],
            "news": what,
            "case": line.case,
            "kind": line.kind,
            "division": line.division,
            "sector": line.sector,
        }
        for line in told
        for event in events[line.case]
        if event["stage"] != Stage.SEALED and (what := _what(event)) is not None
    ]


def _what(event: Fact) -> str | None:
    kind = EventKind(event["kind"])
    if kind in NEWS:
        return NEWS[kind]
    was = State(event["was"]) if event["was"] else None
    repaired, before = State(event["state"]) in REPAIRED_STATES, was in REPAIRED_STATES
    if repaired and not before:
        return "repaired"
    return "returned" if before and not repaired else None


def _organisations(events: Mapping[str, Sequence[Fact]]) -> dict[str, str]:
    """Give the pseudonym of each case's organisation, as its last event that names one says."""
    found = {}
    for case, course in events.items():
        told = [event["public"]["organisation"] for event in course if "organisation" in event["public"]]
        if told:
            found[case] = told[-1]
    return found


def _silent(told: Iterable[Line], organisations: Mapping[str, str], names: Names) -> list[dict[str, Any]]:
    silent: dict[str, dict[str, Any]] = {}
    for line in sorted(told, key=lambda line: line.told_at or line.found_at):
        if line.silent:
            silent.setdefault(
                organisations[line.case],
                {
                    "case": line.case,
                    "division": line.division,
                    "sector": line.sector,
                    "told_at": instant_text(line.told_at or line.found_at),
                    "levels": list(line.levels),
                    "records": line.records,
                    "people": line.people,
                    "organisation": str(line.organisation) if line.organisation else None,
                    "names": names.get(line.case),
                },
            )
    return list(silent.values())[:LONGEST_LIST]
