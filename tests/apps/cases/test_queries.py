# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Other apps read cases as values, within their divisions."""

import uuid

import pytest

from mendsky.apps.cases import queries, services
from mendsky.core.ledger.commitment import commit
from mendsky.core.terms.cases import EventKind, Level, State


def test_a_case_is_found_by_either_identifier(case):
    entry = queries.by_public_id(case.public_id)
    assert entry == queries.case(case.id)
    assert (entry.state, entry.division, entry.kind) == (State.NOTIFIED, "220122", "directory-listing")


def test_an_unknown_case_is_not_found(synthetic):
    assert queries.by_public_id("MS-CN-2015-9999") is None
    with pytest.raises(LookupError):
        queries.case(uuid.uuid4())
    with pytest.raises(LookupError):
        queries.party(uuid.uuid4())


@pytest.mark.parametrize(
    ("divisions", "found"),
    [(["220122"], 1), (["220100"], 1), (["CN"], 1), (["330000"], 0), ([], 0), (None, 1)],
)
def test_cases_are_seen_within_their_divisions(case, divisions, found):
    assert len(queries.cases(divisions=divisions)) == found


def test_cases_are_listed_by_state(case):
    assert len(queries.cases(states=[State.NOTIFIED])) == 1
    assert queries.cases(states=[State.REPAIRED]) == ()


def test_cases_are_listed_by_system(case):
    assert [one.id for one in queries.cases(system=case.system)] == [case.id]
    assert queries.cases(system=case.id) == ()


def test_the_timeline_is_the_case(case):
    events = queries.timeline(case.id)
    assert [event.kind for event in events][:3] == [EventKind.RECEIVE, EventKind.VERIFY, EventKind.NOTIFY]
    assert (events[0].was, events[0].case) == (None, case.public_id)


def test_parties_are_listed_with_their_letters(case, story):
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    owner, city = queries.parties(case.id)
    assert (owner.role, city.role) == (Level.OWNER, Level.CITY)
    assert owner.letters[0].posted_at is not None
    assert queries.party(owner.id) == owner


def test_the_next_thing_to_happen_by_itself_has_an_instant(case, story):
    assert queries.next_due() == next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate")
    services.dispute(case.id, "There is no such page.", at=story.later(hours=1))
    assert queries.next_due() is None


def test_evidence_is_opened_until_it_is_erased(case):
    (line,) = queries.evidence(case.id)
    assert (line.target, line.status) == ("/backup/", 200)
    services.erase(case.id)
    assert queries.evidence(case.id) is None


def test_events_are_given_as_committed_facts_in_order(case):
    facts = queries.committed(0, 100)
    assert [serial for serial, _ in facts] == sorted(serial for serial, _ in facts)
    for _, committed in facts:
        assert committed.commitment == commit(committed.salt, committed.fact)
    first = facts[0][0]
    assert queries.committed(first, 1) == facts[1:2]


def test_facts_are_read_with_one_query(case, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.committed(0, 100)


def test_a_dispute_without_words_is_none(case):
    assert queries.dispute(case.id) is None
