# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person can do to a case at the desk: a literal table, each row with its permission and its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.conf import settings

from mendsky.apps.cases import services
from mendsky.apps.cases.queries import CaseEntry
from mendsky.apps.site import forms
from mendsky.core.lifecycle.fold import IllegalMove, legal
from mendsky.core.rules.escalation import end_of_day
from mendsky.core.terms.cases import Actor, EventKind, Stage, State
from mendsky.core.terms.roles import Permission
from mendsky.nations.load import load

REFUSALS = (
    services.ContactRefusedError,
    services.FlagRefusedError,
    services.HoldRefusedError,
    services.NoteRefusedError,
    services.StatementRefusedError,
    services.TransferRefusedError,
)
"""What a service raises where the form asks for something that cannot be."""
MOVED_ON = IllegalMove
"""What it raises where the case has moved on since the page was shown."""
Values = Mapping[str, Any]
"""What the form sends; under `by` the number of the person's account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One thing that a person can do to a case."""

    permission: Permission
    form: type[django_forms.Form]
    do: Callable[[CaseEntry, Values, datetime], None]
    moves: EventKind | None
    """Offered where the case's state takes this event; None where it always may be done."""
    key: str
    """Opens it on the keyboard."""


def _overrule(case: CaseEntry, values: Values, at: datetime) -> None:
    services.overrule(case.id, at=at, reason=values["text"])


def _uphold(case: CaseEntry, values: Values, at: datetime) -> None:
    services.uphold(case.id, at=at, reason=values["text"], by=values["by"])


def _flag(case: CaseEntry, values: Values, at: datetime) -> None:
    services.flag(case.id, values["text"], by=values["by"], at=at)


def _confirm_flag(case: CaseEntry, values: Values, at: datetime) -> None:
    services.confirm_flag(case.id, values["text"], by=values["by"], at=at)


def _refuse_flag(case: CaseEntry, values: Values, at: datetime) -> None:
    services.refuse_flag(case.id, values["text"], by=values["by"], at=at)


def _transfer(case: CaseEntry, values: Values, at: datetime) -> None:
    services.transfer(case.id, values["organisation"], at=at, reason=values["text"])


def _hold(case: CaseEntry, values: Values, at: datetime) -> None:
    until = end_of_day(values["until"], load(settings.NATION))
    services.hold(case.id, until, reason=values["text"], at=at)


def _note(case: CaseEntry, values: Values, at: datetime) -> None:
    services.note(case.id, values["text"], at=at)


def _retest(case: CaseEntry, values: Values, at: datetime) -> None:
    del values
    services.order_retest(case.id, asked_by=Actor.HANDLER.value, at=at)


def _release_statement(case: CaseEntry, values: Values, at: datetime) -> None:
    services.release_statement(case.id, values["number"], at=at)


def _refuse_statement(case: CaseEntry, values: Values, at: datetime) -> None:
    services.refuse_statement(case.id, values["number"], values["text"], at=at)


def _wrong_contact(case: CaseEntry, values: Values, at: datetime) -> None:
    services.mark_wrong(case.id, values["contact"], at=at)


def _add_contact(case: CaseEntry, values: Values, at: datetime) -> None:
    services.add_contact(case.id, values["email"], values["language"], at=at)


ACTIONS: dict[str, Action] = {
    "overrule": Action(
        permission=Permission.DECIDE_DISPUTES,
        form=forms.WordsForm,
        do=_overrule,
        moves=EventKind.OVERRULE,
        key="o",
    ),
    "uphold": Action(
        permission=Permission.DECIDE_DISPUTES,
        form=forms.WordsForm,
        do=_uphold,
        moves=EventKind.OVERRULE,  # what is not disputed cannot be upheld
        key="u",
    ),
    "confirm-flag": Action(
        permission=Permission.REVIEW_FLAGS,
        form=forms.WordsForm,
        do=_confirm_flag,
        moves=EventKind.REJECT,
        key="a",
    ),
    "refuse-flag": Action(
        permission=Permission.REVIEW_FLAGS,
        form=forms.WordsForm,
        do=_refuse_flag,
        moves=EventKind.REJECT,
        key="d",
    ),
    "flag": Action(
        permission=Permission.WORK_CASES, form=forms.WordsForm, do=_flag, moves=EventKind.REJECT, key="f"
    ),
    "release-statement": Action(
        permission=Permission.RELEASE_STATEMENTS,
        form=forms.StatementForm,
        do=_release_statement,
        moves=EventKind.RELEASE_STATEMENT,
        key="p",
    ),
    "refuse-statement": Action(
        permission=Permission.RELEASE_STATEMENTS,
        form=forms.StatementWordsForm,
        do=_refuse_statement,
        moves=EventKind.RELEASE_STATEMENT,
        key="x",
    ),
    "note": Action(
        permission=Permission.WORK_CASES, form=forms.WordsForm, do=_note, moves=EventKind.NOTE, key="n"
    ),
    "retest": Action(
        permission=Permission.WORK_CASES,
        form=forms.NothingForm,
        do=_retest,
        moves=EventKind.RETEST_CLEAN,
        key="r",
    ),
    "add-contact": Action(
        permission=Permission.WORK_CASES, form=forms.NewContactForm, do=_add_contact, moves=None, key="c"
    ),
    "wrong-contact": Action(
        permission=Permission.WORK_CASES, form=forms.WrongContactForm, do=_wrong_contact, moves=None, key="w"
    ),
    "hold": Action(
        permission=Permission.HOLD_DISCLOSURE, form=forms.HoldForm, do=_hold, moves=EventKind.HOLD, key="h"
    ),
    "transfer": Action(
        permission=Permission.WORK_CASES,
        form=forms.TransferForm,
        do=_transfer,
        moves=EventKind.TRANSFER,
        key="t",
    ),
}
"""Every action, in the order in which the page offers them."""
OVER = frozenset({State.REJECTED, State.MERGED})
REVIEWS = frozenset({"confirm-flag", "refuse-flag"})
OF_STATEMENTS = frozenset({"release-statement", "refuse-statement"})


def offered(
    case: CaseEntry, *, statement: bool, contacts: bool, flagged: bool = False, own_flag: bool = False
) -> tuple[str, ...]:
    """Name the actions that make sense as a case stands, whoever may do them.

    A flag waits for its review by another person than `own_flag` tells to be asking.
    """
    moves = legal(case.state)
    return tuple(
        name
        for name, action in ACTIONS.items()
        if (action.moves is None or action.moves in moves)
        and (case.state not in OVER or name == "note")
        and (statement or name not in OF_STATEMENTS)
        and (contacts or name != "wrong-contact")
        and (name != "flag" or not flagged)
        and (name not in REVIEWS or (flagged and not own_flag))
        and (name != "hold" or case.stage is not Stage.NAMED)
    )
