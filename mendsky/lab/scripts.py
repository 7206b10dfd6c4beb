# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How owners behave: named scripts of steps after the first letter."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from mendsky.lab.story import ZONE, Act, Since, Step


def at(
    days: int,
    act: Act,
    *,
    hours: int = 2,
    plan: int = 0,
    until: date | None = None,
    since: Since = Since.LETTER,
    words: str = "",
) -> Step:
    """Give one step some days and hours after the first letter."""
    after = timedelta(days=days, hours=hours)
    return Step(after=after, act=act, days=plan, until=until, since=since, words=words)


def on(moment: datetime, act: Act) -> Step:
    """Give a step of a day that is fixed, however early the letter came."""
    return Step(after=timedelta(), act=act, not_before=moment)


def counted_from(since: Since, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Give the same steps counted from something else than the first letter."""
    return tuple(replace(step, since=since) for step in steps)


def diligent(
    *, answers: int = 1, repairs: int = 6, census: bool = True, plans: bool = True
) -> tuple[Step, ...]:
    """Acknowledge, plan, count, repair, claim."""
    steps = [at(answers, Act.ACKNOWLEDGE)]
    if plans:
        steps.append(at(answers, Act.PLAN, hours=3, plan=repairs - answers + 1))
    if census:
        steps.append(at(answers + 1, Act.CENSUS))
    return (*steps, at(repairs, Act.REPAIR), at(repairs, Act.CLAIM, hours=3))


def repairing(*, days: int, census: bool) -> tuple[Step, ...]:
    """Repair within some days, 0 for the day of the letter; a date is named where it takes a week or more."""
    if days < 3:
        count = (at(0, Act.CENSUS, hours=3),) if census else ()
        done = (at(days, Act.REPAIR, hours=4), at(days, Act.CLAIM, hours=5))
        return (at(0, Act.ACKNOWLEDGE, hours=1), *count, *done)
    return diligent(repairs=days, census=census, plans=days >= 7)


def relapsing(*, repairs: int = 3, breaks: int = 14, again: int = 6, census: bool = True) -> tuple[Step, ...]:
    """Repair in earnest, have it come back with an update, repair again once a letter says so."""
    return (
        *diligent(repairs=repairs, plans=False, census=census),
        at(breaks, Act.BREAK),
        at(again, Act.REPAIR, since=Since.RETURN),
        at(again, Act.CLAIM, hours=3, since=Since.RETURN),
    )


def relapsing_off_line(*, repairs: int, census: bool, back: datetime, claims: datetime) -> tuple[Step, ...]:
    """Repair, see it come back and ask for a test, switch everything off, claim again while it is off."""
    return (
        *diligent(repairs=repairs, plans=False, census=census),
        on(back, Act.BREAK),
        on(back + timedelta(days=2), Act.RETEST),
        on(claims - timedelta(hours=18), Act.OFFLINE),
        on(claims, Act.CLAIM),
    )


def off_line(*, claims: int = 4) -> tuple[Step, ...]:
    """Switch everything off and claim: nobody can look."""
    return (at(claims, Act.OFFLINE), at(claims, Act.CLAIM, hours=4))


def pretending(*, claims: int = 2, census: bool = False) -> tuple[Step, ...]:
    """Hide the entrance, claim repair, fall silent."""
    return _claiming_falsely(Act.PRETEND, claims=claims, census=census)


def blocking(*, claims: int = 3, census: bool = False) -> tuple[Step, ...]:
    """Refuse the address that came to look, claim repair, fall silent."""
    return _claiming_falsely(Act.BLOCK, claims=claims, census=census)


def mending_its_word(*, claims: int = 2, repairs: int = 12) -> tuple[Step, ...]:
    """Claim falsely first, repair in earnest later."""
    return (*pretending(claims=claims), at(repairs, Act.REPAIR), at(repairs, Act.CLAIM, hours=4))


def half_done(*, claims: int = 8, repairs: int = 20, census: bool = True) -> tuple[Step, ...]:
    """Repair one parameter of two and claim; repair the other when the retest has shown it."""
    return (
        *_claiming_falsely(Act.PARTLY, claims=claims, census=census),
        at(repairs, Act.REPAIR),
        at(repairs, Act.CLAIM, hours=4),
    )


def wordless(*, repairs: int = 1) -> tuple[Step, ...]:
    """Repair and say nothing."""
    return (at(repairs, Act.REPAIR, hours=6),)


def asking_for_tests(*, repairs: int = 5) -> tuple[Step, ...]:
    """Acknowledge, repair, and ask for a retest without a claim."""
    return (at(1, Act.ACKNOWLEDGE), at(repairs, Act.REPAIR), at(repairs, Act.RETEST, hours=3))


def acknowledging(*, answers: int = 1, census: bool = True) -> tuple[Step, ...]:
    """Acknowledge and leave it at that."""
    first = at(answers, Act.ACKNOWLEDGE)
    return (first, at(answers + 2, Act.CENSUS)) if census else (first,)


def planning(
    *, answers: int = 1, plan: int = 90, until: date | None = None, census: bool = False
) -> tuple[Step, ...]:
    """Acknowledge, name a day far off, and do nothing."""
    count = (at(answers + 2, Act.CENSUS),) if census else ()
    named = at(answers, Act.PLAN, hours=3, plan=plan, until=until)
    return (at(answers, Act.ACKNOWLEDGE), named, *count)


def missing_its_plan(*, plan: int = 10, repairs: int | None = None, census: bool = False) -> tuple[Step, ...]:
    """Name a day and let it pass; repair later, or never."""
    promised = planning(plan=plan, census=census)
    if repairs is None:
        return promised
    return (*promised, at(repairs, Act.REPAIR), at(repairs, Act.CLAIM, hours=3))


def disputing(*, answers: int = 2, words: str) -> tuple[Step, ...]:
    """Say that it is not so, and say so again when it is overruled."""
    first = at(answers, Act.DISPUTE, words=words)
    return (first, at(2, Act.DISPUTE, words=words, since=Since.OVERRULED))


def convinced(*, answers: int = 2, repairs: int = 5, words: str, census: bool = True) -> tuple[Step, ...]:
    """Dispute; when a person has looked and the exposure stands, repair."""
    later = repairing(days=repairs, census=census)
    return (at(answers, Act.DISPUTE, words=words), *counted_from(Since.OVERRULED, later))


def told_from_above(
    *, since: Since, repairs: int = 8, census: bool = False, answers: bool = True
) -> tuple[Step, ...]:
    """Do nothing until the authority above has its letter; then repair and claim."""
    steps = repairing(days=repairs, census=census)
    return counted_from(since, steps if answers else steps[-2:])


def planning_for_above(*, since: Since, until: date, census: bool = False) -> tuple[Step, ...]:
    """Do nothing until the authority above has its letter; then name a day."""
    return counted_from(since, planning(until=until, census=census))


def _claiming_falsely(act: Act, *, claims: int, census: bool) -> tuple[Step, ...]:
    counted = (at(0, Act.ACKNOWLEDGE), at(1, Act.CENSUS)) if census else ()
    return (*counted, at(claims, act), at(claims, Act.CLAIM, hours=3))


def noon(year: int, month: int, day: int) -> datetime:
    """Give noon of a day where the lab is."""
    return datetime(year, month, day, 12, tzinfo=ZONE)


SILENT: tuple[Step, ...] = ()
