# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_redis import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.open_redis.store import Database, service, sessions
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "redis://yb.lab.test:6379"
WRITING = ("SET", "DEL", "FLUSH", "CONFIG", "EVAL", "SAVE", "KEYS", "AUTH", "RENAME", "EXPIRE")


def people(keys=5000, name=lambda number: f"canbao:{number}", **how):
    return Database(keys=keys, name=name, fields=lambda number: {"sfzh": resident_id(number)}, **how)


def play(held, refuses=lambda _: None, **how):
    outcome, sent = converse(ORIGIN, service(held, refuses), ENTRY, **how)
    return outcome.observations[0], b"".join(sent).decode(), outcome


def test_a_store_that_shows_people_is_exposed_with_the_keys_that_it_states():
    seen, _, outcome = play({0: people()})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/0"))
    assert (seen.records.low, seen.records.high, seen.records.sampled) == (5000, 5000, False)
    assert [line.target for line in outcome.transcript] == [
        "PING",
        "INFO keyspace",
        "SELECT, SCAN",
        "TYPE of 5 keys",
        "values of 5 keys",
        "GET of a random key",
    ]


def test_it_reads_and_never_writes_and_no_more_than_the_grant_lets_it():
    _, sent, _ = play({0: people()}, sample_records=3)
    assert not any(word in sent for word in WRITING)
    assert sent.count("GETRANGE") == 3


def test_neither_keys_nor_values_stand_in_what_is_kept():
    _, _, outcome = play({0: people()})
    assert "canbao" not in repr(outcome)
    assert resident_id(1)[:10] not in repr(outcome)


def test_a_key_that_holds_somebodys_number_counts_and_is_never_sent():
    seen, sent, _ = play({0: people(name=lambda number: f"p:{number}:{resident_id(number)}")})
    assert seen.answer is Answer.EXPOSED
    assert resident_id(0) not in sent
    masked = people(name=lambda number: f"p:{number}:99999999999{number}")
    seen, sent, _ = play({0: masked})
    assert seen.cause is Cause.OVER_BUDGET
    assert "9999999" not in sent


@pytest.mark.parametrize(
    "held",
    [{}, {0: sessions(40)}, {3: sessions(40)}, {0: people(keys=1)}],
    ids=["empty", "a cache", "another database", "a specimen"],
)
def test_an_open_store_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


def test_databases_that_were_not_looked_into_are_not_called_clean():
    seen, _, _ = play({0: sessions(400), 1: people(keys=7)})
    assert seen.cause is Cause.OVER_BUDGET


def test_a_known_database_is_looked_into_before_a_larger_one_and_they_share_what_may_be_read():
    held = {0: sessions(4000), 7: people(keys=9)}
    seen, sent, _ = play(held, places={SPEC.kind: (Place(group="/7"),)}, sample_records=5)
    assert seen.place == Place(group="/7")
    assert sent.count("GETRANGE") == 2


@pytest.mark.parametrize("few", [0, 1])
def test_no_key_is_asked_for_where_the_grant_lets_none_be_read(few):
    seen, sent, _ = play({0: people()}, sample_records=few)
    assert seen.cause is Cause.NOT_GRANTED
    assert "SCAN" not in sent


@pytest.mark.parametrize("refusal", ["NOAUTH x", "NOPERM x", "DENIED x", "ERR operation not permitted"])
@pytest.mark.parametrize("command", ["PING", "SCAN", "GETRANGE"])
def test_whoever_is_refused_sees_nobody(refusal, command):
    seen, _, _ = play({0: people()}, lambda name: f"-{refusal}\r\n".encode() if name == command else None)
    assert seen.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (b"-LOADING x\r\n", Cause.SERVER_ERROR),
        (b"-ERR max number of clients reached\r\n", Cause.SERVER_ERROR),
        (b"+OK\r\n", Cause.NO_ANSWER),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Cause.NO_ANSWER),
        (b"+PONG\r\n+PONG\r\n", Cause.NO_ANSWER),
    ],
)
def test_what_stands_in_its_place_may_hide_anything(reply, cause):
    assert play({}, lambda name: reply if name == "PING" else None)[0].cause is cause


def test_a_store_that_answers_every_key_proves_nothing():
    anything = b"$1\r\nx\r\n"
    seen, _, _ = play({0: people()}, lambda name: anything if name == "GET" else None)
    assert seen.cause is Cause.HONEYPOT


def test_of_many_records_under_one_key_nothing_bounds_the_number():
    rows = [resident_id(number) for number in range(3)]
    listed = b"*3\r\n" + b"".join(b"$18\r\n%b\r\n" % row.encode() for row in rows)
    answers = {"TYPE": b"+list\r\n", "LRANGE": listed}
    seen, _, _ = play({0: people(keys=1)}, answers.get)
    assert seen.answer is Answer.EXPOSED
    assert (seen.records.low, seen.records.high) == (3, None)


def test_of_fields_no_more_are_asked_for_than_records_may_be_read():
    _, sent, _ = play({0: people(hashed=True)}, sample_records=6)
    assert sent.split("HRANDFIELD")[1:] == [
        f"\r\n$8\r\ncanbao:{number}\r\n$1\r\n3\r\n$10\r\nWITHVALUES\r\n{rest}"
        for number, rest in ((0, "*4\r\n$10\r\n"), (1, "*2\r\n$3\r\nGET\r\n$8\r\nqzx7k2m9\r\n"))
    ]


def test_a_kind_of_value_that_is_not_read_may_hide_somebody():
    seen, _, _ = play({0: people()}, {"TYPE": b"+ReJSON-RL\r\n"}.get)
    assert seen.cause is Cause.OVER_BUDGET


PIECES = [
    b"+PONG\r\n",
    b"$40\r\n# Keyspace\r\ndb0:keys=5,expires=0,avg_ttl=0\r\n",
    b"*2\r\n$1\r\n0\r\n*0\r\n",
]
PIECES += [
    b"+OK\r\n*2\r\n$1\r\n0\r\n*1\r\n$1\r\na\r\n",
    b"+string\r\n",
    b"$-1\r\n",
    b"-ERR x\r\n",
    b"junk",
    b"",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter(pieces * 4)
    outcome, sent = converse(ORIGIN, lambda: lambda came: Said(content=next(turns) if came else b""), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == len(sent) <= SPEC.cost
