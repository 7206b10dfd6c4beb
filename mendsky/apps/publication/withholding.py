# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decide which facts a release shows: what is still within a case stands as its commitment only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mendsky.core.terms.cases import EventKind, Stage
from mendsky.core.terms.facts import CommittedFact, Fact


def withhold(facts: Sequence[CommittedFact]) -> list[CommittedFact]:
    """Give the facts in their order, without salt and content where a case is sealed.

    A case is shown or withheld as a whole, by the stage of its last event, so that nobody has to
    guess at a gap; the counts behind a place are shown once a case that is shown names it.
    """
    events = [fact.fact for fact in facts if fact.fact is not None and fact.fact["type"] == "event"]
    sealed = _sealed_cases(events)
    named = {
        event["public"]["subject"]
        for event in events
        if event["kind"] == EventKind.VERIFY and event["case"] not in sealed
    }
    return [_closed(fact) if _hidden(fact.fact, sealed, named) else fact for fact in facts]


def _sealed_cases(events: Iterable[Fact]) -> frozenset[str]:
    last: dict[str, Fact] = {}
    for event in events:
        if event["case"] not in last or event["number"] > last[event["case"]]["number"]:
            last[event["case"]] = event
    return frozenset(case for case, event in last.items() if event["stage"] == Stage.SEALED)


def _hidden(fact: Fact | None, sealed: frozenset[str], named: set[str]) -> bool:
    if fact is None:
        return False
    if fact["type"] == "event":
        return fact["case"] in sealed
    return fact["type"] == "count" and fact["subject"] not in named


def _closed(fact: CommittedFact) -> CommittedFact:
    return replace(fact, salt=None, fact=None)
