# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Explain one figure of a release: what it means, out of what it is counted, and what it rests on.

Everything is read out of the release's own document. Whether that document is sound is `verify`'s to say.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mendsky.core.census.bounds import most_people
from mendsky.core.ledger.release import FORMAT
from mendsky.core.ledger.shapes import FactError, check_fact
from mendsky.core.statistics.definitions import DEFINITIONS
from mendsky.core.statistics.headline import ALL, Scope, coverage, in_scope, subjects
from mendsky.core.statistics.loopholes import CLAIMED_STATES, Loophole, loopholes
from mendsky.core.statistics.people import (
    AT_RISK,
    EXPOSED,
    Counts,
    attestation,
    read_counts,
    united_subjects,
)
from mendsky.core.terms.cases import State
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import read_instant

BY_PROVINCE, BY_SECTOR = "by_province", "by_sector"
OF_PEOPLE = {"people": EXPOSED, "at_risk": AT_RISK}
Picks = Callable[[Loophole], bool]
PICKS: Mapping[str, Picks] = {
    "high_risk": lambda loophole: loophole.high_risk,
    "repaired.verified": lambda loophole: not loophole.open,
    "repaired.claimed": lambda loophole: loophole.state in CLAIMED_STATES,
    "repaired.false_claims": lambda loophole: loophole.state is State.REFUTED,
    "open": lambda loophole: loophole.open,
    "at_risk": lambda loophole: loophole.open,
    "silent": lambda loophole: loophole.unanswered,
    "undeliverable": lambda loophole: loophole.state is State.UNDELIVERABLE,
    "days.to_answer": lambda loophole: loophole.told_at is not None,
}
"""Figure to the loopholes that it rests on, where it does not rest on all of its scope."""


class ExplainError(ValueError):
    """There is no such figure, or the document is not a release."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NextCensus:
    """The census that would narrow an interval of people most."""

    cases: tuple[str, ...]
    """The loopholes behind the place."""
    division: str
    bound: int
    """The most people that the place can hold; by so much the interval may narrow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """One figure with what it rests on."""

    figure: str
    as_of: str
    sector: str
    division: str
    value: Any
    definition: Mapping[str, str]
    """By language."""
    counted_out_of: str | None
    """The figure that is its denominator."""
    out_of: Any
    facts: Mapping[str, int]
    """How many facts of each type it rests on."""
    cases: tuple[str, ...]
    """The cases that are counted, or whose places are; none for coverage."""
    shares: Mapping[str, float]
    """Share by grade, where people or records are counted."""
    next_census: NextCensus | None

    def as_json(self) -> dict[str, Any]:
        """Give the explanation as one JSON object."""
        following = self.next_census
        return {
            "figure": self.figure,
            "as_of": self.as_of,
            "sector": self.sector,
            "division": self.division,
            "value": self.value,
            "definition": dict(self.definition),
            "denominator": self.counted_out_of and {"figure": self.counted_out_of, "value": self.out_of},
            "facts": {"count": sum(self.facts.values()), "by_type": dict(self.facts)},
            "cases": list(self.cases),
            "shares": dict(self.shares),
            "next_census": following
            and {
                "cases": list(following.cases),
                "division": following.division,
                "bound": following.bound,
            },
        }


def explain(document: Any, figure: str) -> Explanation:
    """Explain a figure by its path in the release: `people`, `all.open`, `by_province.330000.records`.

    Raises `ExplainError` for a path that leads to no figure and for what is not a release.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        msg = f"not a release of format {FORMAT}"
        raise ExplainError(msg)
    try:
        return _explained(document, figure)
    except (KeyError, TypeError, AttributeError, FactError) as error:
        msg = f"the release is damaged, let `mendsky verify` say where: {type(error).__name__}"
        raise ExplainError(msg) from error


def _explained(document: Mapping[str, Any], figure: str) -> Explanation:
    block, scope, name = _found(document, figure)
    facts = _known(document)
    found = in_scope(loopholes(facts, provinces=document["divisions"]), scope, document["nation"])
    counts = read_counts(facts, as_of=read_instant(document["as_of"]))
    answered = {loophole.organisation for loophole in found if loophole.answered}
    behind: Sequence[Loophole] = [] if name.startswith("systems.") else found
    if name in PICKS:
        behind = [loophole for loophole in found if PICKS[name](loophole)]
    if name == "silent":
        behind = [loophole for loophole in behind if loophole.organisation not in answered]
    definitions = document["definitions"]
    out_of = definitions["denominators"].get(name)
    return Explanation(
        figure=figure,
        as_of=document["as_of"],
        sector=scope.sector,
        division=scope.division,
        value=_leaf(block, name),
        definition=definitions["figures"][name],
        counted_out_of=out_of,
        out_of=_leaf(block, out_of) if out_of is not None and _leaf(block, out_of) is not _NOTHING else None,
        facts=_covering(facts, scope, document["nation"])
        if name.startswith("systems.")
        else _resting_on(name, facts, behind, counts, scope),
        cases=tuple(loophole.case for loophole in behind),
        shares=block.get("shares", {}).get(name, {}),
        next_census=_next_census(behind, counts) if name in OF_PEOPLE else None,
    )


def _found(document: Mapping[str, Any], figure: str) -> tuple[Mapping[str, Any], Scope, str]:
    """Give the block of figures that a path leads into, what it is about, and the figure's own name."""
    block, parts = document["figures"], figure.split(".")
    sector, division = block["sector"], document["nation"]
    if parts[:1] == [ALL]:
        block, sector, parts = block[ALL], ALL, parts[1:]
    if len(parts) > 2 and parts[0] in {BY_PROVINCE, BY_SECTOR}:
        groups = block.get(parts[0], {})
        if parts[1] not in groups:
            msg = f"the release has no figures {parts[0]}.{parts[1]}; it has {', '.join(groups) or 'none'}"
            raise ExplainError(msg)
        block = groups[parts[1]]
        sector, division = (parts[1], division) if parts[0] == BY_SECTOR else (sector, parts[1])
        parts = parts[2:]
    name = ".".join(parts)
    if name not in DEFINITIONS or _leaf(block, name) is _NOTHING:
        msg = (
            f"no figure {figure!a}: ask for one of {', '.join(DEFINITIONS)}, "
            "also after all., by_sector.KEY. or by_province.CODE."
        )
        raise ExplainError(msg)
    return block, Scope(sector=sector, division=division), name


_NOTHING = object()


def _leaf(block: Mapping[str, Any], name: str) -> Any:
    value: Any = block
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return _NOTHING
        value = value[part]
    return value


def _known(document: Mapping[str, Any]) -> list[Fact]:
    facts = [entry["fact"] for entry in document["facts"] if entry["fact"] is not None]
    for fact in facts:
        check_fact(fact)
    as_of = read_instant(document["as_of"])
    return [fact for fact in facts if read_instant(fact["recorded_at"]) <= as_of]


def _resting_on(
    name: str, facts: Iterable[Fact], behind: Sequence[Loophole], counts: Counts, scope: Scope
) -> dict[str, int]:
    """Count the facts that a figure rests on, by type."""
    cases, places = {loophole.case for loophole in behind}, {loophole.subject for loophole in behind}
    units = {"records"} if name == "records" else {"records", "people"} if name in OF_PEOPLE else set()
    found = Counter(
        fact["type"]
        for fact in facts
        if (fact["type"] == "event" and fact["case"] in cases)
        or (fact["type"] == "count" and fact["subject"] in places and fact["unit"] in units)
    )
    if name in OF_PEOPLE:
        united = united_subjects(counts, subjects(behind, OF_PEOPLE[name]))
        if len(united) > 1 and attestation(counts, scope.cell(OF_PEOPLE[name]), united) is not None:
            found["attestation"] = 1
    return dict(sorted(found.items()))


def _covering(facts: Iterable[Fact], scope: Scope, nation_code: str) -> dict[str, int]:
    """Count the facts of coverage that stand for a scope: the latest of each of its cells."""
    cells = [
        division
        for division, sector in coverage(facts)
        if scope.sector in (ALL, sector) and scope.division in (nation_code, division)
    ]
    return {"coverage": len(cells)}


def _next_census(behind: Sequence[Loophole], counts: Counts) -> NextCensus | None:
    """Find the place without a census that can hold most people."""
    places = {loophole.subject for loophole in behind}
    counted = set(united_subjects(counts, places))
    bounds = {
        place: bound
        for place in places - counted
        if place in counts.known and (bound := most_people(counts.known[place])) is not None
    }
    if not bounds:
        return None
    place = max(sorted(bounds), key=lambda one: bounds[one])
    held = [loophole for loophole in behind if loophole.subject == place]
    return NextCensus(
        cases=tuple(loophole.case for loophole in held), division=held[0].division, bound=bounds[place]
    )
