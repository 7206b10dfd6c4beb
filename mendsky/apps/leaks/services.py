# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take citizens' reports, link them, answer them, and forget them when their term is over."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F

from mendsky.apps.cases import queries as cases
from mendsky.apps.leaks import receipts
from mendsky.apps.leaks.models import CitizenReport, Intake, ReportState, What
from mendsky.apps.leaks.sealing import key_name, seal_part
from mendsky.core.terms.cases import Stage
from mendsky.core.terms.nations import DivisionLevel
from mendsky.keys.vault import Vault, open_vault
from mendsky.nations.load import load

LONGEST_WORDS = 4_000
LONGEST_CONTACT = 200
MOST_A_DAY = 5
"""Reports from one source on one day: a family, not a flood."""
MOST_IN_ALL = 2_000
"""Reports on one day from everywhere: a flood from many sources must not fill the disk."""
TERM = timedelta(days=365)
"""From a report's last move until it is forgotten."""
INTAKE_KEY = "reports/intake"
EVERYWHERE = "everywhere"


class ReportRefusedError(ValueError):
    """A report cannot be taken as it is."""


class TooManyReportsError(ReportRefusedError):
    """The source, or all together, sent as many as one day takes."""


@transaction.atomic
def submit(
    *,
    what: What,
    division: str,
    happened_on: date | None,
    words: str,
    contact: str,
    source: str,
    at: datetime,
    today: date,
) -> str:
    """Keep a report, its words and contact sealed, and give the receipt code, which is kept nowhere.

    `source` is the sender's network address, of which nothing but a digest of the day is kept; `today`
    is by the real clock, which serves rates. Raises `ReportRefusedError`.
    """
    if len(words) > LONGEST_WORDS or len(contact) > LONGEST_CONTACT or not _is_place(division):
        msg = "the words are too long, or the place is no province or city"
        raise ReportRefusedError(msg)
    if happened_on is not None and happened_on > at.astimezone(load(settings.NATION).calendar.zone).date():
        msg = "what has happened lies in the past"
        raise ReportRefusedError(msg)
    vault = open_vault()
    _admit(vault, source, today)
    code = receipts.draw()
    report = CitizenReport(
        lookup=receipts.lookup(vault, code) or "",
        what=what.value,
        happened_on=happened_on,
        division=division,
        received_at=at,
        moved_at=at,
        answer=b"",
    )
    said = json.dumps({"words": words, "contact": contact}, ensure_ascii=False)
    report.sealed = seal_part(vault, report.id, "sealed", said)
    report.save(force_insert=True)
    return code


@transaction.atomic
def take_up(report_id: uuid.UUID, *, case: str, at: datetime) -> None:
    """Note that a handler read a report, and which case it may belong to, by public identifier or empty.

    Raises `ReportRefusedError` for a case that is not there or is sealed, and for a report that is over.
    """
    report = _open(report_id)
    if case:
        entry = cases.by_public_id(case)
        if entry is None or entry.stage is Stage.SEALED:
            msg = f"there is no case {case} that a citizen may hear of"
            raise ReportRefusedError(msg)
    report.case, report.moved_at = case, at
    if report.state == ReportState.RECEIVED.value:
        report.state = ReportState.READ.value
    report.save()


@transaction.atomic
def answer(report_id: uuid.UUID, text: str, *, at: datetime) -> None:
    """Give a report its answer, which the citizen reads by the receipt code.

    Raises `ReportRefusedError` for no words or too many, and for a report that is over.
    """
    if not text.strip() or len(text) > LONGEST_WORDS:
        msg = f"an answer has words, at most {LONGEST_WORDS} characters"
        raise ReportRefusedError(msg)
    report = _open(report_id)
    report.answer = seal_part(open_vault(), report.id, "answer", text.strip())
    report.state, report.moved_at = ReportState.ANSWERED.value, at
    report.save()


@transaction.atomic
def forget(report_id: uuid.UUID, *, at: datetime) -> None:
    """End a report: destroy its key, so that what was sealed can never be read again; counts remain."""
    report = CitizenReport.objects.select_for_update().get(id=report_id)
    open_vault().destroy(key_name(report.id))
    report.sealed, report.answer = b"", b""
    report.state, report.moved_at = ReportState.CLOSED.value, at
    report.save()


def due(now: datetime) -> tuple[Callable[[], object], ...]:
    """Give a step for each report whose term is over; each is a transaction of its own."""
    over = CitizenReport.objects.filter(moved_at__lte=now - TERM).exclude(state=ReportState.CLOSED.value)
    return tuple(partial(forget, report_id, at=now) for report_id in over.values_list("id", flat=True))


def _open(report_id: uuid.UUID) -> CitizenReport:
    report = CitizenReport.objects.select_for_update().filter(id=report_id).first()
    if report is None or report.state == ReportState.CLOSED.value:
        msg = f"there is no open report {report_id}"
        raise ReportRefusedError(msg)
    return report


def _is_place(code: str) -> bool:
    division = load(settings.NATION).divisions.get(code)
    return division is not None and division.level in {DivisionLevel.PROVINCE, DivisionLevel.CITY}


def _admit(vault: Vault, source: str, today: date) -> None:
    """Count a report against its source and against all; raises `TooManyReportsError`."""
    Intake.objects.filter(day__lt=today).delete()
    told = f"{today.isoformat()} {source}".encode()
    digest = hmac.new(vault.ensure(INTAKE_KEY), told, hashlib.sha256).hexdigest()
    for name, most in ((digest, MOST_A_DAY), (EVERYWHERE, MOST_IN_ALL)):
        row, _ = Intake.objects.get_or_create(day=today, source=name)
        if not Intake.objects.filter(id=row.id, reports__lt=most).update(reports=F("reports") + 1):
            msg = "no more reports are taken today"
            raise TooManyReportsError(msg)
