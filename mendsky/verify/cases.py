# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fold every case of a release again and compare with what its events say of themselves."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from mendsky.core.lifecycle.fold import IllegalMove, advance
from mendsky.core.rules import disclosure
from mendsky.core.terms.cases import EventKind, Stage, State
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import read_instant


def case_differences(facts: Iterable[Fact], *, withheld: int) -> list[str]:
    """Give one line for each event that the table, its number or its instants contradict.

    A number that is missing is a difference unless one of the `withheld` facts may be the event.
    """
    cases: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact["type"] == "event":
            cases.setdefault(fact["case"], []).append(fact)
    found: list[str] = []
    for case, events in sorted(cases.items()):
        name = f"case {case!a}"
        missing = _missing(events)
        if missing > withheld or min(event["number"] for event in events) < 1:
            found.append(f"{name}: its events are not numbered from 1 without gaps")
        withheld -= min(max(missing, 0), withheld)
        found += _refold(name, sorted(events, key=lambda event: int(event["number"])))
    return found


def _stage(place: str, before: Fact | None, event: Fact, state: State) -> list[str]:
    """Compare how far an event may be seen with the rule, so that nobody is named before the time."""
    reached = Stage(before["stage"]) if before else Stage.SEALED
    stage = disclosure.advance(reached, EventKind(event["kind"]), state)
    if event["stage"] == stage:
        return []
    return [f"{place} says that it may be seen as {event['stage']}, but the rule says {stage.value}"]


def _missing(events: Sequence[Fact]) -> int:
    """Give how many numbers up to the last are not there."""
    numbers = {event["number"] for event in events}
    return int(max(numbers)) - len(numbers)


def _refold(name: str, events: Sequence[Fact]) -> list[str]:
    found = []
    before: Fact | None = None
    for event in events:
        place = f"{name}: event {event['number']}"
        follows = event["number"] == (before["number"] + 1 if before else 1)
        was = before["state"] if before else None
        if before is not None and before["number"] == event["number"]:
            found.append(f"{place} stands more than once")
        if follows and event["was"] != was:
            found.append(f"{place} says that the case was {event['was']}, but it was {was}")
        try:
            # After a withheld event, the event's own word is all there is to go on from.
            start = was if follows else event["was"]
            state = advance(None if start is None else State(start), EventKind(event["kind"]))
        except IllegalMove as error:
            found.append(f"{place}: {error}")
        else:
            if event["state"] != state:
                found.append(
                    f"{place} says that the case is {event['state']}, but the table says {state.value}"
                )
            if follows:
                found += _stage(place, before, event, state)
        before = event
    for earlier, later in pairwise(events):
        if read_instant(later["recorded_at"]) < read_instant(earlier["recorded_at"]):
            found.append(f"{name}: event {later['number']} was recorded before the one that it follows")
    return found
