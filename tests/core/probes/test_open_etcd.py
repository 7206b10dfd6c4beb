# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_etcd import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from mendsky.lab.open_etcd.store import MISSING, REFUSED, Keys, framed, row, service
from mendsky.lab.talks import Said
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "etcd://yb.lab.test:2379"
PLACE = Place(group="/app/ry/")
RANGE = "/v3/kv/range"


def people(count=90, folder="/app/ry/"):
    return {f"{folder}{place:03}": resident_id(place) for place in range(count)}


def play(held, refuses=lambda *_: None, **how):
    rows = sorted((key.encode(), value.encode()) for key, value in held.items())
    outcome, sent = converse(ORIGIN, service(Keys(before=rows), refuses), ENTRY, **how)
    return outcome.observations[0], sent, outcome


def asked(sent):
    """Read which ranges were asked for."""
    bodies = (one.partition(b"\r\n\r\n")[2] for one in sent)
    found = [json.loads(body) for body in bodies if body]
    return [one | {name: b64decode(one[name]) for name in ("key", "range_end")} for one in found]


def read_values(sent):
    return [one for one in asked(sent) if not ("keys_only" in one or "count_only" in one)]


def test_keys_with_people_are_exposed_and_only_read():
    seen, sent, outcome = play(people() | {"/site/colour": "red"})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert (seen.records.low, seen.records.high, seen.records.sampled) == (90, 90, False)
    assert {one.split(b" HTTP")[0] for one in sent} == {b"GET /version", b"POST /v3/kv/range"}
    assert resident_id(1)[:10] not in repr(outcome)
    assert outcome.requests == seen.requests == len(sent) <= SPEC.cost


def test_one_key_that_holds_everybody_bounds_nothing():
    seen, _, _ = play({"/app/ry/all": "\n".join(map(resident_id, range(40)))})
    assert (seen.place, seen.records.low, seen.records.high) == (PLACE, 40, None)


def test_one_key_with_more_than_is_read_is_exposed_by_what_came_of_it():
    seen, _, _ = play({"/app/ry/all": "\n".join(map(resident_id, range(12_000)))})
    assert (seen.answer, seen.place, seen.records.high) == (Answer.EXPOSED, PLACE, None)
    assert play({"/app/all": "x" * 250_000})[0].cause is Cause.TOO_LARGE


@pytest.mark.parametrize("count", [3, 8, 40])
def test_people_with_a_folder_each_are_exposed_in_the_folder_above(count):
    parts = {"name": "x", "sfzh": None}
    held = {
        f"/app/ry/{place:03}/{part}": text or resident_id(place)
        for place in range(count)
        for part, text in parts.items()
    }
    seen, _, _ = play(held | {"/site/colour": "red"})
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert (seen.records.low, seen.records.point, seen.records.high) == (2, None, 2 * count)


@pytest.mark.parametrize("name", ["/app/ry/{}", "/app/ry/{}/name", "app:{}", "{}"])
def test_names_of_keys_that_are_peoples_numbers_are_exposed_and_never_sent(name):
    seen, sent, _ = play({name.format(resident_id(place)): "x" for place in range(30)})
    assert seen.answer is Answer.EXPOSED
    assert seen.place.group == {"/": "/app/ry/", "a": "/app:", "{": "/"}[name[0]]
    seen, sent, _ = play({name.format(resident_id(1)): "x"})
    assert seen.answer is not Answer.EXPOSED
    assert resident_id(1)[:11].encode() not in b"".join(one["key"] for one in asked(sent))


def test_a_folder_that_may_be_somebodys_number_is_not_called_clean():
    assert play({f"/app/{resident_id(1)}/name": "x"})[0].cause is Cause.OVER_BUDGET


def test_no_more_keys_are_read_than_the_grant_lets():
    _, sent, _ = play(
        {f"/p{folder}/{place}": "x" for folder in range(6) for place in range(9)}, sample_records=6
    )
    assert sum(one["limit"] for one in read_values(sent)) <= 6 + 1
    seen, sent, _ = play(people(), sample_records=1)
    assert (seen.cause, read_values(sent)) == (Cause.NOT_GRANTED, [])


SETTINGS = {f"/site/{place}": "x" for place in range(9)}


@pytest.mark.parametrize(
    "held", [{}, SETTINGS, SETTINGS | people(1)], ids=["empty", "settings", "a specimen"]
)
def test_an_open_store_that_shows_nobody_is_no_finding(held):
    assert play(held)[0].answer is Answer.NOT_EXPOSED


def test_folders_that_were_not_looked_into_are_not_called_clean():
    def folders(count):
        return {f"/p{folder:02}/{place}": "x" for folder in range(count) for place in range(2)}

    assert play(folders(8), sample_records=100)[0].answer is Answer.NOT_EXPOSED
    assert play(folders(9), sample_records=100)[0].cause is Cause.OVER_BUDGET


def test_behind_a_large_folder_it_is_looked_on():
    large = {f"/a/{place:05}": "x" for place in range(900)}
    seen, _, _ = play(large | people(folder="/b/"))
    assert seen.place == Place(group="/b/")
    assert play(large)[0].answer is Answer.NOT_EXPOSED
    many = {f"/{folder}/{place:05}": "x" for folder in "abcd" for place in range(300)}
    assert play(many)[0].cause is Cause.OVER_BUDGET


def test_more_keys_without_a_folder_than_are_listed_are_not_called_clean():
    assert play({f"k{place:05}": "x" for place in range(201)})[0].cause is Cause.OVER_BUDGET


def test_a_known_folder_is_looked_into_though_nothing_is_listed():
    def hides(_, fields):
        return REFUSED if fields.get("keys_only") else None

    for folder, place in (("/app/ry/", PLACE), ("ry:", Place(group="/ry:"))):
        held = people(folder=folder)
        assert play(held, hides)[0].answer is Answer.NOT_EXPOSED
        assert play(held, hides, places={SPEC.kind: (place,)})[0].place == place


REFUSALS = {
    "a login": (REFUSED, None),
    "a proxy": ((403, "forbidden"), None),
    "no gateway": (MISSING, Cause.BLOCKED),
    "no leader": ((503, {"error": "etcdserver: no leader"}), Cause.SERVER_ERROR),
    "another program": ((200, {"code": 0}), Cause.NO_ANSWER),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_repair_or_may_hide_anything(name):
    refusal, cause = REFUSALS[name]
    seen, _, _ = play(people(), lambda path, _: refusal if path == RANGE else None)
    assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


@pytest.mark.parametrize(
    ("answered", "cause"),
    [
        (MISSING, None),
        ((404, {"errorCode": 100}), Cause.OVER_BUDGET),
        ((401, {"errorCode": 110}), None),
        ((503, "x"), Cause.SERVER_ERROR),
    ],
)
def test_the_older_interface_may_hide_somebody_where_it_answers(answered, cause):
    for held, newer in ((SETTINGS, None), (people(), REFUSED)):
        seen, _, _ = play(
            held,
            lambda path, _, newer=newer: answered if "/v2/" in path else newer if path == RANGE else None,
        )
        assert (seen.cause, seen.answer is Answer.NOT_EXPOSED) == (cause, cause is None)


def test_an_older_server_is_asked_by_its_own_name_of_the_interface():
    def older(path, _):
        return (200, {"etcdserver": "3.3.27"}) if path == "/version" else MISSING

    _, sent, _ = play({}, older)
    assert sent[1].startswith(b"POST /v3beta/kv/range ")


PERSON = row(b"/a/1", resident_id(1).encode())
PIECES = [
    framed(200, content)
    for content in (
        {"etcdserver": "3.5.9"},
        {"header": {}},
        {"header": {}, "kvs": [PERSON], "more": True},
        [7],
        "x",
    )
]
PIECES += [
    framed(*REFUSED),
    framed(*MISSING),
    framed(503, "x"),
    b"SSH",
    b"",
    b"HTTP/1.1 200 OK\r\n\r\n",
    bytes(30),
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(pieces):
    turns = iter([PIECES[0], *pieces * 30])
    outcome, sent = converse(ORIGIN, lambda: lambda came: Said(content=next(turns) if came else b""), ENTRY)
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests == len(sent) <= SPEC.cost
