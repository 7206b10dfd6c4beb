# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts in, figures out: what a release publishes and a verifier recomputes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mendsky.core.statistics import durations
from mendsky.core.statistics.definitions import DEFINITIONS, DENOMINATORS
from mendsky.core.statistics.headline import ALL, Scope, coverage, headline, in_scope, subjects, systems
from mendsky.core.statistics.loopholes import Loophole, loopholes
from mendsky.core.statistics.people import (
    AT_RISK,
    EXPOSED,
    Counts,
    attestation,
    read_counts,
    united_subjects,
)
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import instant_text, read_instant

BY_PROVINCE = (
    "loopholes",
    "high_risk",
    "open",
    "records",
    "people",
    "at_risk",
    "repaired",
    "silent",
    "systems",
    "shares",
    "days",
    "suppressed",
)
"""Figures that are given for each province-level division too."""
BY_SECTOR = ("provinces", *BY_PROVINCE)
"""Figures that are given for each sector of the nation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Standing:
    """What the facts tell as of one instant."""

    as_of: datetime
    found: tuple[Loophole, ...]
    counts: Counts
    coverage: Mapping[tuple[str, str], Fact]


def figures(
    facts: Iterable[Fact],
    *,
    as_of: datetime,
    nation_code: str,
    provinces: Mapping[str, str | None],
    sectors: Sequence[str],
) -> dict[str, Any]:
    """Give the figures as of an instant, from the facts that were recorded by then.

    `facts` are checked ones (`core.ledger.shapes`) in the ledger's order, `provinces` leads from
    each division to its province-level division or None, `sectors` begins with the headline's.
    Raises `KeyError` for a division that `provinces` lacks, `ValueError` without a sector.
    """
    if not sectors:
        msg = "figures need the sector of the headline"
        raise ValueError(msg)
    standing = _standing(facts, as_of=as_of, provinces=provinces)
    return {
        "as_of": instant_text(as_of),
        "sector": sectors[0],
        **_sector(standing, sectors[0], nation_code),
        ALL: _sector(standing, ALL, nation_code),
        "by_sector": {sector: _one_sector(standing, sector, nation_code) for sector in sectors},
        "definitions": dict(DEFINITIONS),
        "denominators": dict(DENOMINATORS),
    }


def unions_wanted(
    facts: Iterable[Fact],
    *,
    as_of: datetime,
    nation_code: str,
    provinces: Mapping[str, str | None],
    sectors: Sequence[str],
) -> dict[str, tuple[str, ...]]:
    """Give the cells whose people need a union that is not attested yet, each with its sorted places.

    To be attested by the key service before figures are made as of the same instant; a cell of
    one census or none needs no union.
    """
    standing = _standing(facts, as_of=as_of, provinces=provinces)
    wanted: dict[str, tuple[str, ...]] = {}
    for scope in _scopes(standing, sectors, nation_code):
        found = in_scope(standing.found, scope, nation_code)
        for which in (EXPOSED, AT_RISK):
            united = united_subjects(standing.counts, subjects(found, which))
            name = scope.cell(which)
            if len(united) > 1 and attestation(standing.counts, name, united) is None:
                wanted[name] = united
    return wanted


def _scopes(standing: _Standing, sectors: Sequence[str], nation_code: str) -> Iterator[Scope]:
    """Yield every scope that figures are given for: the headline and all sectors by province too."""
    for sector in dict.fromkeys((sectors[0], ALL)):
        for division in (nation_code, *_provinces(standing, sector, nation_code)):
            yield Scope(sector=sector, division=division)
    for sector in sectors[1:]:
        yield Scope(sector=sector, division=nation_code)


def _standing(facts: Iterable[Fact], *, as_of: datetime, provinces: Mapping[str, str | None]) -> _Standing:
    known = [fact for fact in facts if read_instant(fact["recorded_at"]) <= as_of]
    return _Standing(
        as_of=as_of,
        found=loopholes(known, provinces=provinces),
        counts=read_counts(known, as_of=as_of),
        coverage=coverage(known),
    )


def _sector(standing: _Standing, sector: str, nation_code: str) -> dict[str, Any]:
    by_province = {}
    for province in _provinces(standing, sector, nation_code):
        block = _scope(standing, Scope(sector=sector, division=province), nation_code)
        by_province[province] = {key: block[key] for key in BY_PROVINCE}
    return {
        **_scope(standing, Scope(sector=sector, division=nation_code), nation_code),
        "by_province": by_province,
    }


def _one_sector(standing: _Standing, sector: str, nation_code: str) -> dict[str, Any]:
    block = _scope(standing, Scope(sector=sector, division=nation_code), nation_code)
    return {key: block[key] for key in BY_SECTOR}


def _scope(standing: _Standing, scope: Scope, nation_code: str) -> dict[str, Any]:
    found = in_scope(standing.found, scope, nation_code)
    return {
        **headline(found, standing.counts, systems(standing.coverage, scope, nation_code), scope),
        "days": durations.days(found, as_of=standing.as_of),
    }


def _provinces(standing: _Standing, sector: str, nation_code: str) -> list[str]:
    """Give, sorted, the province-level divisions with a loophole or a system in scope."""
    nation = Scope(sector=sector, division=nation_code)
    codes = {loophole.province for loophole in in_scope(standing.found, nation, nation_code)}
    codes |= {division for division, key in standing.coverage if sector in (ALL, key)}
    return sorted(code for code in codes if code is not None and code != nation_code)
