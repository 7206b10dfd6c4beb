# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How owners behave: named scripts of steps after the first letter."""

from datetime import timedelta

from mendsky.lab.story import Act, Step


def at(days: int, act: Act, *, hours: int = 2, plan: int = 0) -> Step:
    """Give one step some days and hours after the first letter."""
    return Step(after=timedelta(days=days, hours=hours), act=act, days=plan)


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


def relapsing(*, repairs: int = 3, breaks: int = 14, again: int = 20) -> tuple[Step, ...]:
    """Repair in earnest, have it come back with an update, repair again."""
    return (
        *diligent(repairs=repairs, plans=False),
        at(breaks, Act.BREAK),
        at(again, Act.REPAIR),
        at(again, Act.CLAIM, hours=3),
    )


def pretending(*, claims: int = 2) -> tuple[Step, ...]:
    """Hide the entrance, claim repair, fall silent."""
    return (at(claims, Act.PRETEND), at(claims, Act.CLAIM, hours=3))


def mending_its_word(*, claims: int = 2, repairs: int = 12) -> tuple[Step, ...]:
    """Claim falsely first, repair in earnest later."""
    return (*pretending(claims=claims), at(repairs, Act.REPAIR), at(repairs, Act.CLAIM, hours=4))


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


def planning(*, answers: int = 1) -> tuple[Step, ...]:
    """Acknowledge, name a day far off, and do nothing."""
    return (at(answers, Act.ACKNOWLEDGE), at(answers, Act.PLAN, hours=3, plan=90))


SILENT: tuple[Step, ...] = ()
