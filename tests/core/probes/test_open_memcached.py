# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_memcached import ENTRY, PLACE, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.lab.open_memcached.store import END, Slab, service, sessions
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "memcached://yb.lab.test:11211"
WRITING = ("set", "add", "delete", "flush", "incr", "touch", "append", "shutdown")


def people(items=5000, name=lambda number: f"canbao:{number}", **how):
    return Slab(items=items, name=name, content=resident_id, **how)


def play(held, refuses=lambda _: None, **how):
    outcome, sent = converse(ORIGIN, service(held, refuses), ENTRY, **how)
    return outcome.observations[0], b"".join(sent).decode(), outcome


def test_a_store_that_shows_people_is_exposed_with_the_items_that_it_states():
    seen, _, outcome = play({5: people(), 9: sessions(30)})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert (seen.records.low, seen.records.high, seen.records.sampled) == (5030, 5030, False)
    assert [line.target for line in outcome.transcript] == [
        "version",
        "stats items",
        "stats cachedump",
        "get of 10 keys",
        "get of a random key",
    ]


def test_it_reads_and_never_writes_and_no_more_than_the_grant_lets_it():
    _, sent, _ = play({5: people()}, sample_records=3)
    assert not any(line.startswith(WRITING) for line in sent.split("\r\n"))
    assert sent.count("canbao:") == 3


def test_neither_keys_nor_values_stand_in_what_is_kept():
    _, _, outcome = play({5: people()})
    assert "canbao" not in repr(outcome)
    assert resident_id(1)[:10] not in repr(outcome)


def test_a_key_that_holds_somebodys_number_counts_and_is_never_sent():
    seen, sent, _ = play({5: people(name=lambda number: f"p:{number}:{resident_id(number)}")})
    assert seen.answer is Answer.EXPOSED
    assert resident_id(0) not in sent
    seen, sent, _ = play({5: people(name=lambda number: f"p:{number}:99999999999{number}")})
    assert seen.cause is Cause.OVER_BUDGET
    assert "9999999" not in sent


def test_items_that_the_older_command_does_not_name_are_found_by_the_newer_one():
    seen, sent, _ = play({5: people(dumped=False)})
    assert seen.answer is Answer.EXPOSED
    assert "lru_crawler metadump 5" in sent


def test_a_class_of_which_the_older_command_names_no_item_is_asked_for_by_the_newer_one():
    held = {1: sessions(900), 2: sessions(40), 5: people(dumped=False), 7: people(items=1, dumped=False)}
    seen, sent, _ = play(held)
    assert seen.answer is Answer.EXPOSED
    assert "lru_crawler metadump 5,7" in sent


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"END\r\n", (Answer.NOT_EXPOSED, None)),
        (b"key=s%3A1 exp=-1 la=1 cls=5 size=60\r\n" * 2 + b"END\r\n", (Answer.NOT_EXPOSED, None)),
        (b"BUSY currently processing crawler request\r\n", (Answer.UNDETERMINED, Cause.BLOCKED)),
        (b"key=session%3A1 exp=-1 cls=5 size=60\r\n" * 900, (Answer.UNDETERMINED, Cause.TOO_LARGE)),
        (b"key=session%3A1 exp=-1", (Answer.UNDETERMINED, Cause.TIMED_OUT)),
    ],
    ids=["expired", "told", "busy", "too long", "never ends"],
)
def test_a_class_that_no_listing_names_is_called_clean_only_when_all_was_told(said, answer):
    held = {1: sessions(900), 5: people(dumped=False), 7: people(dumped=False)}
    seen, _, _ = play(held, lambda line: said if "metadump" in line else None)
    assert (seen.answer, seen.cause) == answer


@pytest.mark.parametrize(
    "held",
    [{}, {1: sessions(40)}, {number: sessions(9) for number in range(1, 6)}, {5: people(items=1)}],
    ids=["empty", "a cache", "five classes", "a specimen"],
)
def test_an_open_store_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


def test_classes_that_were_not_looked_into_are_not_called_clean():
    assert play({number: sessions(9) for number in range(1, 9)})[0].cause is Cause.OVER_BUDGET


def test_people_in_one_of_several_classes_are_found():
    held = {number: sessions(9 + number) for number in range(1, 5)} | {7: people(items=5)}
    assert play(held)[0].answer is Answer.EXPOSED


@pytest.mark.parametrize("few", [0, 1])
def test_no_key_is_asked_for_where_the_grant_lets_none_be_read(few):
    seen, sent, _ = play({5: people()}, sample_records=few)
    assert seen.cause is Cause.NOT_GRANTED
    assert "dump" not in sent


def test_a_known_store_is_looked_into_though_it_states_nothing():
    def hides(line):
        return END if line == "stats items" else None

    assert play({5: people()}, hides)[0].answer is Answer.NOT_EXPOSED
    seen, _, _ = play({5: people()}, hides, places={SPEC.kind: (PLACE,)})
    assert (seen.answer, seen.records.high) == (Answer.EXPOSED, None)


@pytest.mark.parametrize(
    ("line", "reply", "cause"),
    [
        ("version", b"ERROR\r\n", Cause.NO_ANSWER),
        ("version", b"-ERR unknown command\r\n", Cause.NO_ANSWER),
        ("stats items", b"ERROR\r\n", Cause.BLOCKED),
        ("stats items", b"STAT items:5:number", Cause.TIMED_OUT),
    ],
)
def test_what_stands_in_its_place_may_hide_anything(line, reply, cause):
    assert play({5: people()}, lambda asked: reply if asked == line else None)[0].cause is cause


def test_a_password_is_a_repair():
    seen, sent, _ = play({5: people()}, lambda _: b"CLIENT_ERROR unauthenticated\r\n")
    assert (seen.answer, sent) == (Answer.NOT_EXPOSED, "version\r\n")


PIECES = [b"VERSION 1\r\n", b"STAT items:5:number 9\r\nEND\r\n", b"ITEM a [1 b; 0 s]\r\nEND\r\n", b"END\r\n"]
PIECES += [
    b"VALUE a 0 1\r\nx\r\nEND\r\n",
    b"VALUE a 0 99\r\nx\r\nEND\r\n",
    b"key=a exp=-1\r\nEND\r\n",
    b"x",
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
