# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures of one sector and division: headline, coverage, shares by grade."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mendsky.core.statistics.definitions import SUPPRESSED_BELOW
from mendsky.core.statistics.loopholes import CLAIMED_STATES, Loophole, silent
from mendsky.core.statistics.people import AT_RISK, EXPOSED, Counts, cell, people_of, records_of
from mendsky.core.terms.cases import State
from mendsky.core.terms.counts import People
from mendsky.core.terms.facts import Fact

ALL = "all"
"""The cell of every sector."""
FEWER = f"fewer than {SUPPRESSED_BELOW}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which loopholes and systems a set of figures is about."""

    sector: str
    """Key of a sector, or `all`."""
    division: str
    """Code of the nation or of a province-level division."""

    def cell(self, which: str) -> str:
        """Name the scope's cell of people."""
        return cell(self.sector, self.division, which)


def in_scope(found: Iterable[Loophole], scope: Scope, nation_code: str) -> tuple[Loophole, ...]:
    """Give the loopholes of a sector and division."""
    return tuple(
        loophole
        for loophole in found
        if scope.sector in (ALL, loophole.sector) and scope.division in (nation_code, loophole.province)
    )


def subjects(found: Iterable[Loophole], which: str) -> frozenset[str]:
    """Give the places behind loopholes: all, or only those at risk."""
    return frozenset(loophole.subject for loophole in found if which == EXPOSED or loophole.open)


def headline(
    found: Sequence[Loophole], counts: Counts, systems: Mapping[str, int], scope: Scope
) -> dict[str, Any]:
    """Give the figures of a scope from its own loopholes; keys as in the contract, and more."""
    records = records_of(counts, subjects(found, EXPOSED))
    people, notes = people_of(counts, scope.cell(EXPOSED), subjects(found, EXPOSED))
    at_risk, more = people_of(counts, scope.cell(AT_RISK), subjects(found, AT_RISK))
    shown = {"people": _shown(people.count), "at_risk": _shown(at_risk.count)}
    return {
        "loopholes": len(found),
        "high_risk": sum(loophole.high_risk for loophole in found),
        "provinces": len({loophole.province for loophole in found if loophole.province is not None}),
        "organisations": len({loophole.organisation for loophole in found}),
        "records": records.count.as_json(),
        **shown,
        "repaired": {
            "verified": sum(not loophole.open for loophole in found),
            "claimed": sum(loophole.state in CLAIMED_STATES for loophole in found),
            "false_claims": sum(loophole.state is State.REFUTED for loophole in found),
        },
        "open": sum(loophole.open for loophole in found),
        "silent": silent(found),
        "undeliverable": sum(loophole.state is State.UNDELIVERABLE for loophole in found),
        "systems": dict(systems),
        "shares": {
            "records": dict(records.shares),
            "people": dict(people.shares),
            "at_risk": dict(at_risk.shares),
        },
        "notes": [
            *({"figure": "people", "note": note} for note in notes),
            *({"figure": "at_risk", "note": note} for note in more),
        ],
        "suppressed": {figure: FEWER for figure, count in shown.items() if count is None},
    }


def coverage(facts: Iterable[Fact]) -> dict[tuple[str, str], Fact]:
    """Give the latest coverage of each cell (division, sector): the latest day, as last recorded."""
    latest: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if fact["type"] != "coverage":
            continue
        place = fact["division"], fact["sector"]
        if place not in latest or fact["day"] >= latest[place]["day"]:
            latest[place] = fact
    return latest


def systems(latest: Mapping[tuple[str, str], Fact], scope: Scope, nation_code: str) -> dict[str, int]:
    """Add up the coverage of a scope's cells."""
    cells = [
        fact
        for (division, sector), fact in latest.items()
        if scope.sector in (ALL, sector) and scope.division in (nation_code, division)
    ]
    return {key: sum(fact[key] for fact in cells) for key in ("in_scope", "covered", "undetermined")}


def _shown(people: People) -> dict[str, int | str | None] | None:
    most = people.high if people.point is None else people.point
    return None if most is not None and 0 < most < SUPPRESSED_BELOW else people.as_json()
