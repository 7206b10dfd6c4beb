# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page lists beside the figures, from the same facts: who is silent, which cases moved last."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mendsky.core.statistics.loopholes import Loophole, loopholes
from mendsky.core.terms.cases import EventKind
from mendsky.core.terms.facts import Fact

LONGEST_LIST = 12


def overview(facts: Iterable[Fact], *, provinces: Mapping[str, str | None]) -> dict[str, Any]:
    """Give `silent`, one line an organisation, the longest silent first, and `latest`, the last moved first.

    `facts` are checked ones in the ledger's order, `provinces` as `figures` takes them.
    """
    known = list(facts)
    events: dict[str, list[Fact]] = {}
    for fact in known:
        if fact["type"] == "event":
            events.setdefault(fact["case"], []).append(fact)
    counts = _counts(known)
    found = loopholes(known, provinces=provinces)
    lines = {loophole.case: _line(loophole, events[loophole.case], counts) for loophole in found}
    answered = {loophole.organisation for loophole in found if loophole.answered}
    silent: dict[str, dict[str, Any]] = {}
    for loophole in sorted(found, key=lambda loophole: lines[loophole.case]["told_at"] or ""):
        if loophole.unanswered and loophole.organisation not in answered:
            silent.setdefault(loophole.organisation, lines[loophole.case])
    latest = sorted(lines.values(), key=lambda line: (line["moved_at"], line["case"]), reverse=True)
    return {"silent": list(silent.values())[:LONGEST_LIST], "latest": latest[:LONGEST_LIST]}


def _line(
    loophole: Loophole, events: Sequence[Fact], counts: Mapping[tuple[str, str], Fact]
) -> dict[str, Any]:
    told = [event for event in events if event["kind"] == EventKind.NOTIFY]
    verified = [event for event in events if event["kind"] == EventKind.VERIFY]
    levels = [event["public"]["level"] for event in events if event["kind"] == EventKind.ESCALATE]
    return {
        "case": loophole.case,
        "kind": loophole.kind,
        "division": loophole.division,
        "sector": loophole.sector,
        "state": loophole.state.value,
        "high_risk": loophole.high_risk,
        "found_at": verified[0]["at"],
        "told_at": told[0]["at"] if told else None,
        "levels": list(dict.fromkeys(levels)),
        "moved_at": max(event["at"] for event in events),
        "records": counts.get((loophole.subject, "records"), {}).get("count"),
        "people": counts.get((loophole.subject, "people"), {}).get("count"),
    }


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
