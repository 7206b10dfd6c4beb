# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_ldap import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.open_ldap.store import (
    BIND,
    DONE,
    SEARCH,
    UNBOUND,
    element,
    elements,
    entry,
    message,
    result,
    service,
    staff,
)
from mendsky.lab.talks import Said
from mendsky.lab.tls import secured
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "ldap://yb.lab.test:389"


def people(count=900, **more):
    def make(place):
        return f"cn={place}", {"objectClass": "person", "sfzh": resident_id(place)} | more

    return count, make


def play(parts, refuses=lambda _: None, *, named=True, **how):
    outcome, sent = converse(ORIGIN, service(parts, refuses, named=named), ENTRY, **how)
    return outcome.observations[0], [_read(one) for one in sent], outcome


def play_within_tls(parts, refuses=lambda _: None):
    _, within = secured("ldap", service(parts, refuses))
    outcome, sent = converse(ORIGIN, within, ENTRY)
    return outcome.observations[0], [_read(one) for one in sent], outcome


def _read(sent):
    ((_, content),) = elements(sent)
    _, (kind, asked), *_ = elements(content)
    return kind, elements(asked)


def names(request):
    return [kind.decode() for _, kind in elements(request[1][7][1])]


def test_a_part_with_people_is_exposed_and_nothing_but_binds_and_searches_is_sent():
    seen, sent, outcome = play({"dc=a,dc=b": people()})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/dc=a,dc=b"))
    assert (seen.records.low, seen.records.high, seen.records.sampled) == (5, None, True)
    assert [kind for kind, _ in sent] == [BIND, SEARCH, SEARCH, SEARCH, SEARCH]
    assert resident_id(1)[:10] not in repr(outcome)
    assert outcome.requests == seen.requests == len(sent)


@pytest.mark.parametrize("length", range(46, 60))
def test_a_number_is_seen_whatever_bytes_stand_beside_it(length):
    # 48 to 57 are the digits, and 48 the tag of what comes next.
    def make(place):
        return f"cn={place}", {"objectClass": "person", "sfzh": resident_id(place).rjust(length, " ")}

    assert play({"o=x": (9, make)})[0].answer is Answer.EXPOSED

    def other_way(place):
        return f"cn={place}", {"objectClass": "person", "sfzh": resident_id(place).ljust(length, ".")}

    assert play({"o=x": (9, other_way)})[0].answer is Answer.EXPOSED


def test_secrets_and_pictures_are_never_asked_for():
    hidden = {"userPassword": "x", "jpegPhoto": "x", "sambaNTPassword": "x", "userCertificate;binary": "x"}
    _, sent, _ = play({"o=x": people(**hidden)})
    assert [names(one) for one in sent[1:4]] == [["namingContexts"], [], ["sfzh"]]
    only_kinds = [one[1][5][1] for one in sent[1:4]]
    assert only_kinds == [b"\0", b"\xff", b"\0"]


def test_a_kind_that_may_be_somebodys_number_is_never_sent():
    seen, sent, _ = play({"o=x": people(1, **{f"x{resident_id(1)[:17]}": "y"})})
    assert seen.answer is Answer.NOT_EXPOSED
    assert not any(kind.startswith("x") for one in sent[1:] for kind in names(one))


def test_no_more_entries_are_asked_for_than_the_grant_lets_be_read():
    _, sent, _ = play({"o=x": people()}, sample_records=3)
    assert {one[1][3][1] for one in sent[2:4]} == {b"\2"}
    seen, sent, _ = play({"o=x": (900, staff)}, sample_records=3)
    assert seen.cause is Cause.NOT_GRANTED
    seen, sent, _ = play({"o=x": people()}, sample_records=1)
    assert (seen.cause, len(sent)) == (Cause.NOT_GRANTED, 2)


def test_a_part_whose_name_may_be_somebodys_number_is_never_sent():
    seen, sent, _ = play({"o=99999999999": people()})
    assert (seen.cause, len(sent)) == (Cause.OVER_BUDGET, 2)


@pytest.mark.parametrize(
    "held", [{}, {"o=x": (40, staff)}, {"o=x": people(1)}], ids=["empty", "staff", "a specimen"]
)
def test_an_open_directory_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


def test_parts_that_were_not_looked_into_are_not_called_clean():
    assert play({f"o={place}": (0, staff) for place in range(4)})[0].answer is Answer.NOT_EXPOSED
    assert play({f"o={place}": (0, staff) for place in range(5)})[0].cause is Cause.OVER_BUDGET


def test_a_known_part_is_looked_into_though_the_root_names_none():
    assert play({"o=x": people()}, named=False)[0].answer is Answer.NOT_EXPOSED
    seen, _, _ = play({"o=x": people()}, named=False, places={SPEC.kind: (Place(group="/o=x"),)})
    assert seen.place == Place(group="/o=x")


def test_a_directory_that_names_no_part_is_asked_for_all_of_it():
    assert play({"": people()}, named=False)[0].place == Place(group="/")


def test_who_is_refused_a_bind_still_searches_on_a_new_connection():
    talks = []

    def counted():
        talks.append(1)
        return service({"o=x": people()}, {BIND: result(UNBOUND, 48)}.get)()

    outcome, _ = converse(ORIGIN, counted, ENTRY)
    assert (outcome.observations[0].answer, len(talks)) == (Answer.EXPOSED, 2)


def test_what_is_answered_within_tls_alone_is_asked_there_on_the_same_connection():
    seen, sent, outcome = play_within_tls({"o=x": people()})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/o=x"))
    assert [kind for kind, _ in sent[:4]] == [BIND, 0x77, BIND, SEARCH]
    assert sent[1][1] == [(0x80, b"1.3.6.1.4.1.1466.20037")]
    assert [line.target for line in outcome.transcript][:5] == [
        "bind", "StartTLS", "TLS handshake", "bind", "search of the root",
    ]  # fmt: skip
    assert outcome.requests == seen.requests == len(sent) + 1


def test_tls_is_asked_for_anew_where_a_refused_bind_ends_the_connection():
    seen, sent, _ = play_within_tls({"o=x": people()}, {BIND: result(UNBOUND, 48)}.get)
    assert seen.answer is Answer.EXPOSED
    assert [kind for kind, _ in sent[:6]] == [BIND, 0x77, BIND, SEARCH, 0x77, SEARCH]


def busy(service, times):
    """A directory that is not yet done with what it has just answered, so many times."""

    def begin():
        talk, left = service(), [times]

        def answer(came):
            if came and left[0] and _read(came)[0] == 0x77:
                left[0] -= 1
                return Said(content=result(0x78, 1))
            return talk(came)

        return answer

    return begin


@pytest.mark.parametrize(
    ("times", "answer"), [(1, Answer.EXPOSED), (2, Answer.EXPOSED), (3, Answer.UNDETERMINED)]
)
def test_tls_is_asked_for_again_where_operations_are_outstanding(times, answer):
    _, within = secured("ldap", service({"o=x": people()}))
    outcome, sent = converse(ORIGIN, busy(within, times), ENTRY)
    assert outcome.observations[0].answer is answer
    assert [_read(one)[0] for one in sent[: times + 1]] == [BIND, *[0x77] * times]


def test_a_directory_that_wants_tls_and_does_not_begin_it_cannot_be_told():
    wants, refuses = result(UNBOUND, 13), result(0x78, 52)
    seen, sent, _ = play({"o=x": people()}, {BIND: wants, 0x77: refuses}.get)
    assert (seen.cause, len(sent)) == (Cause.BLOCKED, 2)
    agrees = result(0x78)
    seen, sent, _ = play({"o=x": people()}, {BIND: wants, 0x77: agrees}.get)
    assert (seen.cause, len(sent)) == (Cause.TLS_FAILED, 2)


CODES = {
    (SEARCH, 8, ""): None,
    (SEARCH, 32, ""): None,
    (SEARCH, 50, ""): None,
    (SEARCH, 1, "BIND required"): None,
    (SEARCH, 1, "something"): Cause.SERVER_ERROR,
    (SEARCH, 3, ""): Cause.SERVER_ERROR,
    (SEARCH, 13, ""): Cause.BLOCKED,
    (SEARCH, 51, ""): Cause.SERVER_ERROR,
    (BIND, 2, ""): Cause.SERVER_ERROR,
    (BIND, 52, ""): Cause.SERVER_ERROR,
}


@pytest.mark.parametrize(("request_kind", "code", "said"), CODES)
def test_a_refusal_is_a_repair_or_may_hide_anything(request_kind, code, said):
    ended = {BIND: UNBOUND, SEARCH: DONE}[request_kind]
    seen, _, _ = play({"o=x": people()}, {request_kind: result(ended, code, said)}.get)
    cause = CODES[request_kind, code, said]
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


PIECES = [
    result(UNBOUND),
    result(DONE),
    result(DONE, 4),
    result(0x78, 52),
    entry("", {"namingContexts": "o=x"}) + result(DONE),
    entry("o=x", {"cn": ""}) + result(DONE),
    entry("o=x", {"cn": "x"}),
    message(element(ENTRY.spec.cost)),
    b"SSH",
    b"",
    bytes(30),
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter(pieces * 30)
    outcome, sent = converse(ORIGIN, lambda: lambda came: Said(content=next(turns) if came else b""), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == len(sent) <= SPEC.cost
