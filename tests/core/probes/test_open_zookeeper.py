# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from struct import pack, unpack_from

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_zookeeper import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.open_zookeeper.store import (
    EXISTS,
    GET_CHILDREN,
    GET_DATA,
    NO_NODE,
    NO_RIGHT,
    SESSION,
    nobody,
    service,
)
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "zookeeper://yb.lab.test:2181"
PLACE = Place(group="/app/ry")


def people(count=90, **more):
    each = {f"/app/ry/{place}": resident_id(place).encode() for place in range(count)}
    return nobody() | {"/app": b"", "/app/ry": b""} | each | more


def play(tree, refuses=lambda *_: 0, *, closed=False, **how):
    outcome, sent = converse(ORIGIN, service(tree, refuses, closed=closed), ENTRY, **how)
    return outcome.observations[0], sent, outcome


def asked(sent):
    """Read what was asked of which node, after the session."""
    found = []
    for one in sent[1:]:
        at = 0
        while at < len(one):
            length, _, kind, named = unpack_from(">iiii", one, at)
            found.append((kind, one[at + 16 : at + 16 + named].decode()))
            at += 4 + length
    return found


def test_nodes_with_people_are_exposed_and_only_read():
    seen, sent, outcome = play(people())
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert (seen.records.low, seen.records.high) == (5, None)
    assert {kind for kind, _ in asked(sent)} == {EXISTS, GET_DATA, GET_CHILDREN}
    assert resident_id(1)[:10] not in repr(outcome)
    assert outcome.requests == seen.requests == len(sent) <= SPEC.cost


@pytest.mark.parametrize("length", range(46, 60))
def test_a_number_is_seen_whatever_bytes_stand_beside_it(length):
    held = {f"/ry/{place}": resident_id(place).encode().ljust(length) for place in range(2)}
    assert play({"/ry": b""} | held)[0].answer is Answer.EXPOSED


def test_names_of_nodes_that_are_peoples_numbers_are_exposed_and_never_sent():
    named = {f"/app/ry/{resident_id(place)}": b"x" for place in range(30)}
    seen, sent, _ = play({"/app": b"", "/app/ry": b""} | named)
    assert (seen.answer, seen.place, seen.records.low) == (Answer.EXPOSED, PLACE, 30)
    seen, sent, _ = play({"/app": b"", f"/app/{resident_id(1)}": b"x"})
    assert seen.cause is Cause.OVER_BUDGET
    assert not any(resident_id(1) in path for _, path in asked(sent))


def test_no_more_nodes_are_read_than_the_grant_lets():
    seen, sent, _ = play(people(), sample_records=6)
    assert sum(kind == GET_DATA and "/ry/" in path for kind, path in asked(sent)) <= 6
    seen, sent, _ = play(people(), sample_records=1)
    assert (seen.cause, any(kind == GET_DATA for kind, _ in asked(sent))) == (Cause.NOT_GRANTED, False)


@pytest.mark.parametrize("held", [{}, nobody(), people(1)], ids=["empty", "settings", "a specimen"])
def test_an_open_store_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


def test_nodes_that_were_not_looked_below_are_not_called_clean():
    def parents(count):
        return {f"/p{place}{below}": b"" for place in range(count) for below in ("", "/x")}

    assert play(parents(6))[0].answer is Answer.NOT_EXPOSED
    assert play(parents(7))[0].cause is Cause.OVER_BUDGET


def test_a_known_node_is_looked_below_though_the_root_lists_nothing():
    def hides(_, path):
        return NO_RIGHT if path == "/" else 0

    assert play(people(), hides)[0].answer is Answer.NOT_EXPOSED
    assert play(people(), hides, places={SPEC.kind: (PLACE,)})[0].place == PLACE


ERRORS = {
    (GET_CHILDREN, NO_RIGHT): None,
    (GET_CHILDREN, NO_NODE): None,
    (GET_CHILDREN, -1): Cause.SERVER_ERROR,
    (GET_DATA, NO_RIGHT): None,
    (GET_DATA, -4): Cause.SERVER_ERROR,
}


@pytest.mark.parametrize(("kind", "error"), ERRORS)
def test_a_refusal_is_a_repair_or_may_hide_anything(kind, error):
    seen, _, _ = play(people(), lambda one, _: error if one == kind else 0)
    cause = ERRORS[kind, error]
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


def test_who_must_log_in_first_is_told_once_and_asks_no_more():
    seen, sent, _ = play(people(), lambda *_: -124, closed=True, places={SPEC.kind: (PLACE,)})
    assert (seen.answer, len(sent)) == (Answer.NOT_EXPOSED, 2)


def reply(error=0, content=b"", turn=1):
    return pack(">iiqi", 16 + len(content), turn, 0, error) + content


PIECES = [SESSION, reply(), reply(-101), reply(-124), reply(0, pack(">ii", 1, 1) + b"x"), reply(0, bytes(68))]
PIECES += [reply(0, pack(">i", 900)), reply(turn=2), b"SSH", b"", bytes(30)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter([SESSION, *pieces * 30])
    outcome, sent = converse(ORIGIN, lambda: lambda came: Said(content=next(turns) if came else b""), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == len(sent) <= SPEC.cost
