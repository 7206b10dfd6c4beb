# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each sentence about an owner in a story's table means: one row a sentence, first match wins."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from re import Match

from mendsky.lab import scripts
from mendsky.lab.scripts import noon
from mendsky.lab.story import Since, Step
from mendsky.lab.weakness import MASKED, NUMBERS, POSTS

LATER = date(2015, 5, 29)
"""A repair day after the story's end, and within a year of every letter of it from 29 May 2014 on."""
NEXT_APRIL = date(2015, 4, 30)
"""A repair day after the story's end, and within a year of every letter of it."""
NO_REASON = "经核实，我单位系统不存在上述问题。"
PUBLIC_LIST = "该名单系依规公示，证件号码已作遮盖，不属于泄露。"
HARMLESS = "经初步核查，该查询页面不含个人信息，请提供依据。"

Script = Callable[[Match[str], bool], tuple[Step, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviour:
    """One sentence and what follows from it."""

    sentence: str
    """Regular expression of the whole sentence; its groups are numbers of days."""
    script: Script
    """From the match and whether the owner runs a census."""
    ends: str
    """Last state, as the story's table words it."""
    bounces: bool = False
    second: bool = False
    """There is a second contact, whose mailbox works."""
    writable: bool = False
    shows: str = NUMBERS


def _silent(_: Match[str], __: bool) -> tuple[Step, ...]:  # noqa: FBT001  (the table's two arguments)
    return scripts.SILENT


BEHAVIOURS = (
    Behaviour(
        sentence=r"acknowledges in (\d+) days, repairs in (\d+)",
        script=lambda days, census: scripts.diligent(
            answers=int(days[1]), repairs=int(days[2]), census=census
        ),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"(?:'abnormality'; )?repairs in (\d+) days",
        script=lambda days, census: scripts.repairing(days=int(days[1]), census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"writable benefits: critical; repairs in (\d+) days",
        script=lambda days, census: scripts.repairing(days=int(days[1]), census=census),
        ends="repaired",
        writable=True,
    ),
    Behaviour(
        sentence=r"repairs after notice \(state not published: assumed\)",
        script=lambda _, census: scripts.repairing(days=14, census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"weak password: changed the day the letter came",
        script=lambda _, census: scripts.repairing(days=0, census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"first claim fails its retest; second passes",
        script=lambda _, census: scripts.half_done(census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"letter undelivered, second contact answers",
        script=lambda _, census: scripts.repairing(days=9, census=census),
        ends="repaired",
        bounces=True,
        second=True,
    ),
    Behaviour(
        sentence=r"repairs, breaks again, repairs",
        script=lambda _, census: scripts.relapsing(repairs=10, breaks=30, census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"silent; province told; repairs",
        script=lambda _, census: scripts.told_from_above(since=Since.PROVINCE, census=census, answers=False),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"repairs after the province's letter",
        script=lambda _, census: scripts.told_from_above(since=Since.PROVINCE, census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"disputes, shown evidence, repairs",
        script=lambda _, census: scripts.convinced(words=HARMLESS, census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"plan missed; repairs in (\d+) days",
        script=lambda days, census: scripts.missing_its_plan(plan=20, repairs=int(days[1]), census=census),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"repairs without a word",
        script=lambda _, __: scripts.wordless(repairs=2),
        ends="repaired",
    ),
    Behaviour(
        sentence=r"open (?:three months after discovery|since January) \(published\); "
        r"acknowledges and runs the census(?:, no repair)? \(assumed\)",
        script=lambda _, census: scripts.acknowledging(answers=2, census=census),
        ends="acknowledged",
    ),
    Behaviour(
        sentence=r"acknowledges, (?:no date|asks for time)",
        script=lambda _, census: scripts.acknowledging(answers=2, census=census),
        ends="acknowledged",
    ),
    Behaviour(
        sentence=r"plan returned; date after 24 April",
        script=lambda _, census: scripts.planning(until=NEXT_APRIL, census=census),
        ends="planned",
    ),
    Behaviour(
        sentence=r"plan returned",
        script=lambda _, census: scripts.planning(until=NEXT_APRIL, census=census),
        ends="planned",
    ),
    Behaviour(
        sentence=r"plan returned after the national letter",
        script=lambda _, census: scripts.planning_for_above(since=Since.NATION, until=LATER, census=census),
        ends="planned",
    ),
    Behaviour(
        sentence=r"plan missed",
        script=lambda _, census: scripts.missing_its_plan(plan=25, census=census),
        ends="planned",
    ),
    Behaviour(
        sentence=r"false claim: hides the form; retest fails",
        script=lambda _, census: scripts.pretending(claims=4, census=census),
        ends="claimed",
    ),
    Behaviour(
        sentence=r"false claim: blocks the prober's address only",
        script=lambda _, census: scripts.blocking(claims=4, census=census),
        ends="claimed",
    ),
    Behaviour(
        sentence=r"claims, breaks again in April",
        script=lambda _, census: scripts.relapsing_off_line(
            repairs=12, census=census, back=noon(2015, 4, 8), claims=noon(2015, 4, 23)
        ),
        ends="claimed",
    ),
    Behaviour(
        sentence=r"disputes without evidence",
        script=lambda _, __: scripts.disputing(words=NO_REASON),
        ends="disputed",
    ),
    Behaviour(
        sentence=r"says the list is public \(names, masked numbers\)",
        script=lambda _, __: scripts.disputing(words=PUBLIC_LIST),
        ends="disputed",
        shows=MASKED,
    ),
    Behaviour(sentence=r"silent \(names and posts, no numbers\)", script=_silent, ends="silent", shows=POSTS),
    Behaviour(sentence=r"silent(?: to the (?:province|nation)'s level)?", script=_silent, ends="silent"),
    Behaviour(
        sentence=r"letter undelivered; no second contact", script=_silent, ends="undeliverable", bounces=True
    ),
)


def behaviour(sentence: str) -> tuple[Behaviour, Match[str]] | None:
    """Find what a sentence means, with its numbers; None for one that the table lacks."""
    for row in BEHAVIOURS:
        found = re.fullmatch(row.sentence, sentence)
        if found is not None:
            return row, found
    return None
