# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep a case's deadlines in step with where it stands; the rules decide, rows remember."""

from datetime import datetime

from mendsky.apps.cases.models import Case, Deadline, DeadlineKind, Party
from mendsky.core.rules import escalation
from mendsky.core.rules.escalation import Reason, Standing
from mendsky.core.terms.cases import Level, State
from mendsky.core.terms.nations import Nation

RECHECK_RULE = "recheck/1"
LEVELS = tuple(Level)


def standing(case: Case, nation: Nation) -> Standing:
    """Give what has been said so far in the present round of a verified case."""
    started_at = case.started_at or case.opened_at
    told = Party.objects.filter(case=case, told_at__gte=started_at)
    highest = max(told, key=lambda party: LEVELS.index(Level(party.role)), default=None)
    owner = Party.objects.filter(case=case, role=Level.OWNER.value).first()
    return Standing(
        state=State(case.state),
        owner_level=nation.divisions[case.division].level,
        started_at=started_at,
        told=Level.OWNER if highest is None else Level(highest.role),
        told_at=started_at if highest is None or highest.told_at is None else highest.told_at,
        answered=bool(owner and owner.answered_at and owner.answered_at >= started_at),
        reached=highest is not None and is_reached(highest, started_at),
        promised=case.promised,
    )


def is_reached(party: Party, since: datetime) -> bool:
    """Say whether a letter written since an instant was delivered to a party, or still may be."""
    return party.letters.filter(written_at__gte=since, refused_at=None).exists()


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
    if state is State.REPAIRED:
        return {DeadlineKind.RECHECK: (_recheck_due(case, at, nation), RECHECK_RULE)}
    reason = escalation.WAITING[state]
    if reason is None:
        return {}
    now = standing(case, nation)
    wanted = {DeadlineKind.REPAIR: (escalation.repair_due(now, nation), escalation.RULE)}
    if reason is not Reason.REPAIR_OVERDUE and not now.answered:
        wanted[DeadlineKind.ANSWER] = (escalation.answer_due(now, nation), escalation.RULE)
    step = escalation.next_step(now, nation)
    if step is not None:
        wanted[DeadlineKind.ESCALATE] = (step.due, step.rule)
    return wanted


def _recheck_due(case: Case, at: datetime, nation: Nation) -> datetime:
    """Give when the next recheck is due: an open one stands, a new one begins at the event."""
    open_row = Deadline.objects.filter(case=case, kind=DeadlineKind.RECHECK.value, done_at=None).first()
    return open_row.due if open_row else at + nation.clocks.recheck_after
