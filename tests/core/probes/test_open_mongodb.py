# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_mongodb import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.open_mongodb.store import (
    array,
    batch,
    document,
    failed,
    message,
    nobody,
    number,
    ok,
    service,
    text,
)
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "mongodb://yb.lab.test:27017"
READING = {b"hello", b"listDatabases", b"listCollections", b"find", b"count"}


def people(count=900):
    return count, lambda place: document(number("bh", place), text("sfzh", resident_id(place)))


def play(collections, refuses=lambda _: None, **how):
    outcome, sent = converse(ORIGIN, service(collections, refuses), ENTRY, **how)
    return outcome.observations[0], sent, outcome


def test_a_collection_with_people_is_exposed_with_the_documents_that_it_states():
    seen, sent, outcome = play({("app", "ry"): people()} | nobody())
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/app/ry"))
    assert (seen.records.low, seen.records.high, seen.records.sampled) == (900, 900, False)
    assert {one[26:].partition(b"\0")[0] for one in sent} == READING
    assert resident_id(1)[:10] not in repr(outcome)
    assert outcome.requests == seen.requests == len(sent)


def test_where_the_count_is_refused_nothing_bounds_it():
    seen, _, _ = play({("app", "ry"): people()}, lambda name: failed(13) if name == "count" else None)
    assert (seen.answer, seen.records.low, seen.records.high) == (Answer.EXPOSED, 5, None)


def test_no_more_documents_are_asked_for_than_the_grant_lets_be_read():
    _, sent, _ = play({("app", "ry"): people()}, sample_records=3)
    (found,) = [one for one in sent if b"\x02find\0" in one and b"ry\0" in one]
    assert b"\x10limit\0\3\0\0\0" in found
    seen, sent, _ = play({("app", "ry"): people()}, sample_records=1)
    assert (seen.cause, any(b"\x02find\0" in one for one in sent)) == (Cause.NOT_GRANTED, False)


def test_a_name_that_may_be_somebodys_number_is_never_sent():
    seen, sent, _ = play({("app", "p99999999999"): people()})
    assert seen.cause is Cause.OVER_BUDGET
    assert not any(b"9999999" in one for one in sent)


@pytest.mark.parametrize(
    "held", [{}, nobody(), {("app", "ry"): people(1)}], ids=["empty", "visits", "a specimen"]
)
def test_an_open_store_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


def test_collections_that_were_not_looked_into_are_not_called_clean():
    many = {("app", f"c{place}"): (0, None) for place in range(9)}
    assert play(many)[0].cause is Cause.OVER_BUDGET
    assert play({(f"d{place}", "c"): (0, None) for place in range(6)})[0].cause is Cause.OVER_BUDGET


def test_a_known_collection_is_looked_into_though_nothing_names_it():
    def hides(name):
        return ok() if name == "listDatabases" else None

    assert play({("app", "ry"): people()}, hides)[0].answer is Answer.NOT_EXPOSED
    seen, _, _ = play({("app", "ry"): people()}, hides, places={SPEC.kind: (Place(group="/app/ry"),)})
    assert seen.place == Place(group="/app/ry")


REPLIES = {
    ("listDatabases", 13): None,
    ("listDatabases", 91): Cause.SERVER_ERROR,
    ("listCollections", 13): None,
    ("listCollections", 91): Cause.SERVER_ERROR,
    ("find", 13): None,
    ("find", 91): Cause.SERVER_ERROR,
    ("hello", 91): Cause.SERVER_ERROR,
}


@pytest.mark.parametrize(("command", "code"), REPLIES)
def test_a_refusal_is_a_repair_or_may_hide_anything(command, code):
    seen, _, _ = play({("app", "ry"): people()}, lambda name: failed(code) if name == command else None)
    cause = REPLIES[command, code]
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


def test_a_server_that_does_not_know_the_greeting_is_asked_on():
    seen, _, _ = play({("app", "ry"): people()}, lambda name: failed(59) if name == "hello" else None)
    assert seen.answer is Answer.EXPOSED


NAMED = document(text("name", "app"))
PIECES = [
    message(ok()),
    message(failed(13)),
    message(ok(array("databases", [NAMED]))),
    message(ok(batch([NAMED]))),
]
PIECES += [message(ok(text("cursor", "x"))), message(ok(text("databases", "x"))), b"SSH", b"", bytes(30)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter(pieces * 30)
    outcome, sent = converse(ORIGIN, lambda: lambda came: Said(content=next(turns) if came else b""), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == len(sent) <= SPEC.cost
