# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import threading
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from mendsky.core.ledger.commitment import commit
from mendsky.runtime import facts


@pytest.fixture
def rows():
    """A real table of facts, and the function that makes a row in it."""
    from mendsky.apps.watch.coverage import as_fact
    from mendsky.apps.watch.models import Coverage

    def make(**columns):
        row = Coverage(
            id=uuid.uuid4(),
            origin="mendsky.test",
            day=date(2015, 3, 2),
            division="110000",
            sector="hospitals",
            in_scope=2,
            covered=1,
            undetermined=1,
            recorded_at=datetime(2015, 3, 2, 1, tzinfo=UTC),
            **columns,
        )
        row.salt, row.commitment = facts.commit_fact(as_fact(row))
        with transaction.atomic():
            row.serial = facts.next_serial(Coverage)
            row.save()
        return row

    make.model, make.as_fact = Coverage, as_fact
    return make


def test_a_fact_gets_a_salt_of_its_own_that_opens_its_commitment():
    fact = {"type": "count", "id": "1"}
    first, second = facts.commit_fact(fact), facts.commit_fact(fact)
    assert first != second
    assert commit(first[0], fact) == first[1]


def test_serials_begin_at_one_and_have_no_gaps(db, rows):
    assert [rows().serial for _ in range(3)] == [1, 2, 3]


def test_many_serials_can_be_taken_at_once(db, rows):
    rows()
    with transaction.atomic():
        assert list(facts.next_serials(rows.model, 3)) == [2, 3, 4]
        assert list(facts.next_serials(rows.model, 0)) == []


@pytest.mark.django_db(transaction=True)
def test_serials_are_refused_outside_a_transaction(rows):
    with pytest.raises(transaction.TransactionManagementError, match="within the transaction"):
        facts.next_serial(rows.model)


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_until_the_one_before_has_committed(rows):
    serials = []

    def write_another():
        try:
            serials.append(rows().serial)
        finally:
            connection.close()

    other = threading.Thread(target=write_another)
    with transaction.atomic():
        serials.append(rows().serial)
        other.start()
        other.join(timeout=0.3)
        assert serials == [1]
    other.join()
    assert serials == [1, 2]


def test_committed_facts_are_given_in_order_after_a_serial(db, rows):
    made = [rows() for _ in range(3)]
    given = facts.committed_after(rows.model, rows.as_fact, after_serial=1, limit=1)
    assert [serial for serial, _ in given] == [2]
    fact = given[0][1]
    assert fact.fact == rows.as_fact(made[1])
    assert fact.salt is not None
    assert commit(fact.salt, fact.fact) == fact.commitment


def test_an_erased_fact_keeps_its_commitment_and_shows_nothing(db, rows):
    row = rows()
    rows.model.objects.filter(pk=row.pk).update(salt=None)
    [(serial, fact)] = facts.committed_after(rows.model, rows.as_fact, after_serial=0, limit=10)
    assert (serial, fact.commitment, fact.salt, fact.fact) == (1, row.commitment, None, None)
