# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open reports are shown where they belong, and led to cases by place and time."""

import uuid
from datetime import date, timedelta

from mendsky.apps.leaks import queries, services
from mendsky.core.terms.cases import Actor, EventKind
from tests.published import happen


def test_a_handler_sees_the_open_reports_of_its_own_divisions_oldest_first(write, monday):
    first = queries.by_code(write())
    second = queries.by_code(write(division="220000", at=monday + timedelta(hours=1)))
    write(division="130900")
    assert [one.id for one in queries.open_reports(["220000"])] == [first.id, second.id]
    assert len(queries.open_reports(["130000"])) == 1
    assert len(queries.open_reports()) == 3
    services.answer(first.id, "seen", at=monday)
    assert [one.id for one in queries.open_reports(["220000"])] == [second.id]


def test_a_code_leads_to_its_report_and_another_to_none(write):
    assert queries.by_code(write().lower()) is not None
    assert queries.by_code("2222-2222-2222-2222") is None
    assert queries.report(uuid.uuid4()) is None


def test_cases_of_the_same_province_whose_exposure_may_cover_the_day_are_suggested(world, write, monday):
    near = queries.by_code(write(division="220000"))
    assert [case.public_id for case in queries.suggestions(near)] == [world.cases[1].public_id]
    long_before = queries.by_code(write(happened_on=date(2013, 6, 1)))
    assert queries.suggestions(long_before) == ()
    unknown = queries.by_code(write(happened_on=None, division="130900"))
    assert [case.division for case in queries.suggestions(unknown)] == ["130900"]


def test_a_case_that_proved_to_be_none_is_not_suggested(world, report, monday):
    at = monday + timedelta(days=1)
    happen(world.cases[1], EventKind.DISPUTE, at, actor=Actor.OWNER, sealed={"text": "not ours"})
    happen(world.cases[1], EventKind.REJECT, at, actor=Actor.HANDLER)
    assert queries.suggestions(report) == ()


def test_what_was_forgotten_opens_no_more(report, monday):
    services.answer(report.id, "seen", at=monday)
    services.forget(report.id, at=monday)
    assert (queries.said(report.id), queries.answer(report.id)) == (None, "")
