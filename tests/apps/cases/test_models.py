# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database itself holds what must hold whoever writes to it."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mendsky.apps.cases.models import Case, Deadline, Event


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_event set public = '{}'",
        "update cases_event set salt = null",
        "delete from cases_event",
        "truncate cases_event",
        "truncate cases_event cascade",
    ],
)
def test_events_are_written_once(case, statement):
    before = list(Event.objects.values_list("id", "public"))
    connection.check_constraints()  # a table with unchecked references would not be truncated anyway
    with (
        pytest.raises(DatabaseError, match="events are written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Event.objects.values_list("id", "public")) == before


def test_the_model_cannot_change_an_event_either(event):
    verified = event("verify")
    verified.public = {}
    with pytest.raises(DatabaseError, match="events are written once"), transaction.atomic():
        verified.save()


def test_a_loophole_has_one_case(case):
    with pytest.raises(IntegrityError, match="one_case_a_loophole"), transaction.atomic():
        Case.objects.create(
            public_id="MS-CN-2015-0099",
            subject=case.subject,
            system=case.system,
            organisation=case.organisation,
            observation=uuid.uuid4(),
            kind=case.kind,
            place_group=case.place_group,
            division=case.division,
            sector=case.sector,
            state="verified",
            opened_at=case.opened_at,
        )


def test_a_case_has_one_open_deadline_of_a_kind(case):
    with pytest.raises(IntegrityError, match="one_open_deadline_a_kind"), transaction.atomic():
        Deadline.objects.create(case=case, kind="answer", due=case.opened_at, rule="escalation/1")


def test_rows_are_named_by_what_they_are(case, event):
    assert str(case) == "MS-CN-2015-0001"
    assert str(event("verify")).endswith("/2 verify")
    assert str(case.parties.get()).endswith("owner")
    assert "/notice/" in str(case.letters.get())
    assert str(case.deadlines.first()).startswith(str(case.id))
