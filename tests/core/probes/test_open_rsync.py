# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_rsync import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.files import kept_file
from mendsky.lab.open_rsync.store import service
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "rsync://yb.lab.test:873"


def people(number=900):
    return kept_file("".join(f"{one},x,{resident_id(one)}\n" for one in range(number)).encode())


def nobody(lines=9):
    return kept_file(b"year,budget\n" + b"2014,17\n" * lines)


def play(modules, refuses=lambda _: None, *, unlisted=False, **how):
    outcome, sent = converse(ORIGIN, service(modules, refuses, unlisted=unlisted), ENTRY, **how)
    return outcome.observations[0], b"".join(sent), outcome


def test_a_module_with_people_is_exposed_with_its_size_for_a_sample():
    seen, _, outcome = play({"pub": {"x.txt": nobody()}, "out": {"2015/a.csv": people()}})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/out/"))
    assert seen.records.low <= 900 <= seen.records.high
    assert outcome.requests == seen.requests <= SPEC.cost
    assert "a.csv" not in repr(outcome)
    assert resident_id(1)[:10] not in repr(outcome)


def test_no_more_of_a_file_is_read_than_the_grant_lets_a_sample_read():
    _, _, outcome = play({"out": {"a.csv": people()}}, sample_records=8)
    (head,) = [line for line in outcome.transcript if line.target == "head of a file"]
    assert head.length <= 8 * 19 + 30
    seen, _, outcome = play({"out": {"a.csv": people()}}, sample_records=7)
    assert seen.cause is Cause.NOT_GRANTED
    assert not any(line.target == "head of a file" for line in outcome.transcript)


def test_names_that_are_numbers_count_and_are_never_asked_for():
    seen, sent, _ = play({"out": {f"{resident_id(number)}.jpg": nobody() for number in range(5)}})
    assert seen.answer is Answer.EXPOSED
    assert resident_id(1).encode() not in sent
    seen, sent, _ = play({"out": {"99999999999.csv": people()}})
    assert (seen.cause, b"9999999" in sent) == (Cause.OVER_BUDGET, False)


def test_a_module_that_is_not_listed_is_looked_into_where_it_is_known():
    held = {"out": {"a.csv": people()}}
    assert play(held, unlisted=True)[0].answer is Answer.NOT_EXPOSED
    seen, _, _ = play(held, unlisted=True, places={SPEC.kind: (Place(group="/out/"),)})
    assert seen.place == Place(group="/out/")


@pytest.mark.parametrize("held", [{}, {"pub": {}}, {"pub": {"a.csv": nobody(), "b.iso": nobody()}}])
def test_an_open_daemon_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    "held",
    [
        {"pub": {f"{number}.csv": nobody() for number in range(9)}},
        {f"m{number}": {} for number in range(9)},
        {"pub": {"a.zip": people()}},
        {"pub": {"a.csv": nobody(900)}},
    ],
    ids=["many files", "many modules", "an archive", "a long file"],
)
def test_what_was_not_looked_at_is_not_called_clean(held):
    assert play(held)[0].cause is Cause.OVER_BUDGET


REPLIES = {
    ("#list", b"@ERROR: max connections (4) reached -- try again later\n"): Cause.SERVER_ERROR,
    ("#list", b"@ERROR: what?\n"): Cause.NO_ANSWER,
    ("out", b"@RSYNCD: AUTHREQD abc\n"): None,
    ("out", b"@ERROR: access denied to out from nowhere\n"): None,
    ("out", b"@ERROR: chroot failed\n"): Cause.BLOCKED,
}


@pytest.mark.parametrize(("asked", "reply"), REPLIES)
def test_a_refusal_is_a_repair_or_may_hide_anything(asked, reply):
    seen, _, _ = play({"out": {"a.csv": people()}}, lambda name: reply if name == asked else None)
    cause = REPLIES[asked, reply]
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


GREETED = b"@RSYNCD: 31.0\n"
PIECES = [
    GREETED,
    b"out\tx\n@RSYNCD: EXIT\n",
    b"@RSYNCD: OK\n",
    GREETED + b"@RSYNCD: OK\n",
    b"@ERROR: Unknown module\n",
]
PIECES += [
    b"\1\2\3\4\x13\0\0\x07@\5\0\0\0a.csv\1\0\0\0\0\0\0\0\xa4\x81\0\0",
    b"\5\0\0\x07\0\0\0\0\0",
    b"x",
    b"",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter(pieces * 99)
    outcome, _ = converse(ORIGIN, lambda: lambda _: Said(content=next(turns)), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == outcome.requests <= SPEC.cost
