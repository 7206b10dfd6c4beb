# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import timedelta

from mendsky.apps.exposure import queries, services
from mendsky.core.ledger.commitment import commit
from mendsky.core.terms.counts import Unit


def test_nothing_is_known_of_a_place_that_was_not_counted(subject):
    assert queries.latest(subject) == {}


def test_many_subjects_are_read_in_one_query(observed, system_id, subject, django_assert_num_queries):
    services.note_stated(observed(1, None, 10))
    services.note_stated(observed(1, None, 20, place="/data/"))
    other = services.subject_for(system_id, "/data/")
    with django_assert_num_queries(1):
        standing = queries.latest_of([subject, other])
    assert {key: counts[Unit.RECORDS].count.high for key, counts in standing.items()} == {
        subject: 10,
        other: 20,
    }


def test_a_subject_tells_what_it_stands_for(system_id, subject):
    entry = queries.subject(subject)
    assert (entry.system_id, entry.place_group) == (system_id, "/backup/")


def test_tickets_are_told_newest_first_without_their_secret(subject, monday):
    services.open_ticket(subject, monday)
    services.open_ticket(subject, monday + timedelta(days=1))
    entries = queries.tickets(subject)
    assert [entry.issued_at for entry in entries] == [monday + timedelta(days=1), monday]
    assert entries[0].used_at is None


def test_the_newest_sketch_up_to_an_instant_is_given(subject, counted, monday):
    sealed = []
    for day in range(2):
        ticket = services.open_ticket(subject, monday)
        sealed.append(counted(ticket))
        services.accept_census(uuid.UUID(ticket["ticket"]), sealed[day], monday + timedelta(days=day))
    given = queries.sealed_sketches([subject])
    assert given[str(subject)].sealed == sealed[1]
    assert "sealed=" not in repr(given)
    assert queries.sealed_sketches([subject], monday)[str(subject)].sealed == sealed[0]
    assert queries.sealed_sketches([subject], monday - timedelta(days=1)) == {}


def test_committed_facts_follow_one_another_and_open_their_commitments(observed, subject):
    services.note_stated(observed(1, None, 10))
    given = queries.committed(0, 10)
    assert [serial for serial, _ in given] == [1, 2]
    for _, committed in given:
        assert committed.salt is not None
        assert committed.fact is not None
        assert commit(committed.salt, committed.fact) == committed.commitment
        assert committed.fact["subject"] == str(subject)
    assert queries.committed(2, 10) == []
