# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep a case's deadlines in step with where it stands; the rules decide, rows remember."""

from datetime import datetime, timedelta

from mendsky.apps.cases import unseen
from mendsky.apps.cases.models import Case, Deadline, DeadlineKind, Event, Party
from mendsky.apps.directory import queries as directory
from mendsky.core.rules import closing, disclosure, escalation
from mendsky.core.rules.disclosure import Naming, Showing
from mendsky.core.rules.escalation import Standing
from mendsky.core.terms.cases import EventKind, Level, Stage, State
from mendsky.core.terms.nations import DivisionLevel, Nation

RECHECK_RULE = "recheck/2"
LONGEST_UNSEEN = timedelta(days=30)
"""A repair that cannot be looked at is asked for again at least so often."""
LEVELS = tuple(Level)


def owner_level(case: Case, nation: Nation) -> DivisionLevel:
    """Give the level of division at which a case's owner sits: no authority at or below it is told."""
    return max(nation.divisions[case.division].level, directory.organisation(case.organisation).seat)


def standing(case: Case, nation: Nation) -> Standing:
    """Give what has been said so far in the present round of a verified case."""
    started_at = case.started_at or case.opened_at
    parties = Party.objects.filter(case=case, ended_at=None)
    told = parties.filter(told_at__gte=started_at)
    highest = max(told, key=lambda party: LEVELS.index(Level(party.role)), default=None)
    owner = parties.filter(role=Level.OWNER.value).first()
    answers = Event.objects.filter(case=case, kind=EventKind.OVERRULE.value, at__gte=started_at)
    overruled = answers.order_by("-number").first()
    return Standing(
        state=State(case.state),
        owner_level=owner_level(case, nation),
        started_at=started_at,
        told=Level.OWNER if highest is None else Level(highest.role),
        told_at=started_at if highest is None or highest.told_at is None else highest.told_at,
        answered=bool(owner and owner.answered_at and owner.answered_at >= started_at),
        reached=highest is not None and is_reached(highest, started_at),
        promised=case.promised,
        overruled_at=overruled.at if overruled else None,
    )


def naming(case: Case, nation: Nation) -> Naming | None:
    """Give when the organisation of a case is to be named, or None where it is not."""
    return _naming(case, standing(case, nation), nation)


def _naming(case: Case, now: Standing, nation: Nation) -> Naming | None:
    showing = Showing(
        state=now.state,
        stage=Stage(case.stage),
        confirmed_at=_confirmed_at(case),
        highest_told_at=escalation.highest_told(now),
        repair_due=escalation.repair_due(now, nation),
        held_until=case.held_until,
    )
    return disclosure.next_step(showing, nation)


def _confirmed_at(case: Case) -> datetime | None:
    last = Event.objects.filter(case=case, kind=EventKind.CONFIRM.value).order_by("-number").first()
    return last.at if last else None


def is_reached(party: Party, since: datetime) -> bool:
    """Say whether a party has a contact whose last letter since an instant arrived, or still may.

    The last one decides: a mailbox that took one letter and refuses the next is lost.
    """
    letters = party.letters.filter(written_at__gte=since).order_by("contact", "-written_at", "-id")
    last = letters.distinct("contact").values_list("refused_at", flat=True)
    return any(refused_at is None for refused_at in last)


def renew(case: Case, *, at: datetime, nation: Nation) -> None:
    """Replace the open deadlines that no longer hold by those that do, at an instant of the domain clock."""
    wanted = _wanted(case, at, nation)
    for row in Deadline.objects.select_for_update().filter(case=case, done_at=None):
        kind = DeadlineKind(row.kind)
        if wanted.get(kind) == (row.due, row.rule):
            del wanted[kind]
        else:
            row.done_at = at
            row.save(update_fields=["done_at"])
    Deadline.objects.bulk_create(
        Deadline(case=case, kind=kind.value, due=due, rule=rule) for kind, (due, rule) in wanted.items()
    )


def _wanted(case: Case, at: datetime, nation: Nation) -> dict[DeadlineKind, tuple[datetime, str]]:
    state = State(case.state)
    wanted: dict[DeadlineKind, tuple[datetime, str]] = {}
    if state is State.REPAIRED:
        wanted[DeadlineKind.RECHECK] = (_recheck_due(case, at, nation), RECHECK_RULE)
    reason = escalation.WAITING[state]
    if reason is None and disclosure.NAMING[state] is None:
        return wanted
    now = standing(case, nation)
    if reason is not None:
        wanted[DeadlineKind.REPAIR] = (escalation.repair_due(now, nation), escalation.RULE)
        if reason in escalation.UNHEARD and not now.answered:
            wanted[DeadlineKind.ANSWER] = (escalation.answer_due(now, nation), escalation.RULE)
        step = escalation.next_step(now, nation)
        if step is not None:
            wanted[DeadlineKind.ESCALATE] = (step.due, step.rule)
    named = _naming(case, now, nation)
    if named is not None:
        wanted[DeadlineKind.DISCLOSE] = (named.due, named.rule)
    confirmed_at = _confirmed_at(case) if state is State.CONFIRMED else None
    if confirmed_at is not None:
        after = closing.due(confirmed_at, named.due if named else None, nation)
        wanted[DeadlineKind.CLOSE] = (after, closing.RULE)
    return wanted


def _recheck_due(case: Case, at: datetime, nation: Nation) -> datetime:
    """Give when the next recheck is due: an open one stands, a new one begins now.

    What cannot be looked at is asked for again after as long as it has been unseen.
    """
    open_row = Deadline.objects.filter(case=case, kind=DeadlineKind.RECHECK.value, done_at=None).first()
    if open_row:
        return open_row.due
    first = unseen.looks(case.id).first()
    waited = min(at - first.recorded_at, LONGEST_UNSEEN) if first else timedelta(0)
    return at + max(nation.clocks.recheck_after, waited)
