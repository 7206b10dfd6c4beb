# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports are sealed, limited, linked, answered, and forgotten when their term is over."""

from datetime import date, timedelta

import pytest

from mendsky.apps.leaks import queries, services
from mendsky.apps.leaks.models import CitizenReport, Intake, ReportState
from mendsky.apps.leaks.services import MOST_A_DAY, TERM, ReportRefusedError, TooManyReportsError


def test_words_and_contact_lie_sealed_and_the_code_is_kept_nowhere(write):
    code = write()
    row = CitizenReport.objects.get()
    assert b"mill" not in bytes(row.sealed)
    assert code not in str(vars(row))
    assert queries.said(row.id).contact == "behind the old mill"


def test_one_source_sends_so_many_a_day_and_its_address_is_not_kept(write):
    for _ in range(MOST_A_DAY):
        write()
    with pytest.raises(TooManyReportsError):
        write()
    write(source="127.0.0.10")
    write(today=date(2026, 1, 6))
    assert {row.day for row in Intake.objects.all()} == {date(2026, 1, 6)}
    assert "127.0.0" not in str(list(Intake.objects.values()))


@pytest.mark.parametrize(
    "wrong",
    [{"division": "220102"}, {"division": "xx"}, {"happened_on": date(2015, 3, 3)}, {"words": "x" * 4_001}],
)
def test_a_county_a_made_up_place_a_day_to_come_and_a_flood_of_words_are_refused(write, wrong):
    with pytest.raises(ReportRefusedError):
        write(**wrong)
    assert not CitizenReport.objects.exists()


def test_a_handler_links_it_to_a_case_and_answers(world, report, monday):
    services.take_up(report.id, case=world.cases[0].public_id, at=monday + timedelta(hours=1))
    assert queries.report(report.id).state is ReportState.READ
    services.answer(report.id, " Ask the card office to block it. ", at=monday + timedelta(hours=2))
    moved = queries.report(report.id)
    assert (moved.state, moved.case) == (ReportState.ANSWERED, world.cases[0].public_id)
    assert queries.answer(report.id) == "Ask the card office to block it."


def test_no_case_that_is_not_public_and_no_empty_answer_is_taken(report, monday):
    with pytest.raises(ReportRefusedError):
        services.take_up(report.id, case="MS-CN-2015-9999", at=monday)
    with pytest.raises(ReportRefusedError):
        services.answer(report.id, "  ", at=monday)


def test_when_its_term_is_over_a_report_is_forgotten_and_only_counts(report, monday):
    assert services.due(monday + TERM - timedelta(seconds=1)) == ()
    for step in services.due(monday + TERM):
        step()
    assert queries.said(report.id) is None
    assert queries.report(report.id).state is ReportState.CLOSED
    with pytest.raises(ReportRefusedError):
        services.answer(report.id, "too late", at=monday + TERM)
    assert services.due(monday + TERM + TERM) == ()
