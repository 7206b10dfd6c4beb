# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta
from uuid import UUID

from mendsky.apps.exposure.facts import as_dated_count, as_fact
from mendsky.apps.exposure.models import CountRow
from mendsky.core.terms.counts import CountGrade, People

ROW = UUID("22222222-2222-4222-8222-222222222222")
SUBJECT = UUID("33333333-3333-4333-8333-333333333333")


def row(monday):
    return CountRow(
        id=ROW,
        origin="mendsky.test",
        subject_id=SUBJECT,
        unit="people",
        low=10,
        point=None,
        high=20,
        grade="G1",
        method="stated",
        source="server",
        at=monday,
        recorded_at=monday + timedelta(minutes=1),
        supersedes=None,
    )


def test_a_row_is_read_as_the_count_it_stands_for(monday):
    dated = as_dated_count(row(monday))
    assert dated.count == People(low=10, point=None, high=20, grade=CountGrade.G1)
    assert (dated.method, dated.source, dated.at) == ("stated", "server", monday)


def test_a_row_is_written_as_a_fact(monday):
    assert as_fact(row(monday)) == {
        "type": "count",
        "id": str(ROW),
        "origin": "mendsky.test",
        "subject": str(SUBJECT),
        "unit": "people",
        "count": {"low": 10, "point": None, "high": 20, "grade": "G1"},
        "method": "stated",
        "source": "server",
        "at": "2015-03-02T01:00:00Z",
        "recorded_at": "2015-03-02T01:01:00Z",
        "supersedes": None,
    }
