# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door over real sockets: what is granted arrives, what is not leaves no trace at any listener."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

import pytest

from mendsky.core.probes import REGISTER, by_kind
from mendsky.core.probes.answers import not_exposed
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.grants import Hours
from mendsky.core.terms.probing import Get, ProbeEntry, ProbeSpec
from mendsky.core.terms.streams import PORTS
from mendsky.lab.counterpart import premises
from mendsky.lab.office import DOCUMENTS, workbook
from mendsky.net.probing import documents
from mendsky.net.probing.door import OWNER_AT_ONCE
from mendsky.net.probing.origins import OriginError
from mendsky.net.probing.resolver import NameNotFoundError
from tests.people import resident_id
from tests.probing import NONCE, NOON, counterpart, door_with, grant_for, look_at, visit_to

NAME = "yb.lab.test"
BEIJING = ZoneInfo("Asia/Shanghai")


class Names:
    """A resolver that knows these names, and counts how often it was asked; names may be re-pointed."""

    def __init__(self, **names):
        self.names = {name.replace("_", "."): addresses for name, addresses in names.items()}
        self.asked = 0

    def resolve(self, host):
        self.asked += 1
        try:
            return tuple(ip_address(address) for address in self.names[host])
        except KeyError as failure:
            raise NameNotFoundError(host) from failure


def asks(*targets, probe_class=1):
    def probe(_):
        for target in targets:
            yield Get(target)
        return not_exposed(entry.spec, "asked")

    spec = ProbeSpec(kind="made-up", version=1, cwe=0, probe_class=probe_class, cost=50, repair="made-up")
    entry = ProbeEntry(spec=spec, probe=probe)
    return entry


def run(origin, grant, *entries, **how):
    (outcome,) = door_with(grant, **how).run([visit_to(origin, *entries)])
    return outcome


@pytest.fixture
def well(listen, says, written):
    """A listener with an ordinary site."""

    def start(address="127.61.3.1", port=0):
        return listen(says({"/": written("共有 77 条"), "/a": written("a")}), address, port)

    return start


def test_a_granted_visit_arrives_and_uses_nothing_but_get(well):
    listener = well()
    outcome = run(listener.origin, grant_for(listener.origin), asks("/a"))
    assert listener.lines == ["GET / HTTP/1.1", f"GET /{NONCE} HTTP/1.1", "GET /a HTTP/1.1"]
    assert outcome.control.stated_records == 77
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED
    assert [exchange.address for exchange in outcome.transcript] == [listener.address] * 3


def test_every_probe_asks_by_get_alone_and_within_its_cost(listen, says, written):
    front = '<form action="/q"><input name="id"></form><a href="/record/3">x</a><a href="/backup/">y</a>'
    listener = listen(
        says({"/": written(front), "/q": written("none"), "/record/3": written(resident_id(3))})
    )
    outcome = run(listener.origin, grant_for(listener.origin), *REGISTER)
    assert {line.split()[0] for line in listener.lines} == {"GET"}
    assert outcome.requests == len(listener.lines)
    asked = [entry for entry in REGISTER if entry.spec.asks(listener.origin)]
    left = {scheme for entry in REGISTER if entry not in asked for scheme in entry.spec.schemes}
    assert left == set(PORTS)
    for entry, observation in zip(asked, outcome.observations, strict=True):
        assert 0 <= observation.requests <= entry.spec.cost
    assert len(listener.lines) == 2 + sum(found.requests for found in outcome.observations)


LIST = by_kind("published-list")
MAY_READ = {"classes": frozenset({0}), "sample_records": 20}


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_is_fetched_and_read(form):
    seed = next(one for one in range(1, 99) if premises("published-list", one).fault.form == form)
    with counterpart("published-list", "vulnerable", seed=seed) as said:
        (observation,) = look_at(said, LIST, **MAY_READ).observations
    assert (observation.answer, observation.place.group) == (Answer.EXPOSED, said["path"])
    assert "bytes of the document's text" in observation.evidence[0].note


def test_a_stop_does_not_wait_for_a_document_that_is_read(listen, says, written, monkeypatch, tmp_path):
    reading = tmp_path / "reading"
    monkeypatch.setattr(documents, "READER", ("sh", "-c", f"touch {reading}; sleep 2"))
    pages = {"/": '<a href="/mingdan.xlsx">x</a>', "/mingdan.xlsx": workbook([("x",)])}
    listener = listen(says({path: written(body) for path, body in pages.items()}))
    grant = grant_for(listener.origin, **MAY_READ)
    (observation,) = run(listener.origin, grant, LIST, stopped=reading.exists).observations
    assert observation.cause is Cause.STOPPED


REFUSED = {
    "after expiry": ({"expires": NOON}, {}),
    "revoked": ({"revoked_at": NOON - timedelta(days=1)}, {}),
    "before it is valid": ({"valid_from": NOON + timedelta(days=1)}, {}),
    "outside hours": ({"hours": Hours(start=time(1), end=time(5), zone=BEIJING)}, {}),
    "on another weekday": (
        {"hours": Hours(start=time(0), end=time(0), zone=BEIJING, weekdays=frozenset({6}))},
        {},
    ),
    "wrong address": ({"networks": (ip_network("127.99.0.0/16"),)}, {}),
    "no network named": ({"networks": ()}, {}),
    "everything but loopback named": ({"networks": (ip_network("0.0.0.0/0"),)}, {}),
    "a real grant in a synthetic installation": ({"synthetic": False}, {}),
    "a synthetic grant in a real installation": ({}, {"synthetic": False}),
    "the front page out of scope": ({"paths": ("/yb",)}, {}),
    "all excluded": ({"excluded_paths": ("/",)}, {}),
    "no class": ({"classes": frozenset()}, {}),
    "no rate": ({"rate": 0.0}, {}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_without_a_grant_no_connection_is_made(well, name):
    listener = well()
    changes, how = REFUSED[name]
    outcome = run(listener.origin, grant_for(listener.origin, **changes), *REGISTER, **how)
    assert listener.connections == 0
    assert outcome.requests == 0
    assert {observation.cause for observation in outcome.observations} == {Cause.NOT_GRANTED}


def test_another_port_of_the_same_host_hears_nothing(well):
    granted = well()
    other = well(granted.address)
    outcome = run(other.origin, grant_for(granted.origin), *REGISTER)
    assert (granted.connections, other.connections) == (0, 0)
    assert outcome.control.cause is Cause.NOT_GRANTED


def test_a_class_too_high_hears_the_visit_only(well):
    listener = well()
    grant = grant_for(listener.origin, classes=frozenset({0, 1}))
    outcome = run(listener.origin, grant, by_kind("sql-injection"), asks("/b", probe_class=3))
    assert listener.lines == ["GET / HTTP/1.1", f"GET /{NONCE} HTTP/1.1"]
    assert {observation.cause for observation in outcome.observations} == {Cause.NOT_GRANTED}


def test_a_path_outside_the_scope_is_not_asked(well):
    listener = well()
    grant = grant_for(listener.origin, excluded_paths=("/secret",))
    run(listener.origin, grant, asks("/secret", "/secret/x", "/SECRET", "/x/../secret", "/%73ecret", "/a"))
    assert [line.split()[1] for line in listener.lines] == ["/", f"/{NONCE}", "/a"]


@pytest.mark.parametrize("kind", ["another host", "another port", "another scheme", "its own address"])
def test_a_redirect_away_is_not_followed(listen, says, written, well, kind):
    away = well("127.61.3.2")
    places = {
        "another host": away.origin + "/a",
        "another port": f"http://{NAME}:{away.port}/a",
        "another scheme": f"https://{NAME}:{away.port}/a",
        "its own address": f"http://127.61.3.2:{away.port}/a",
    }
    moved = written("", "302 Found", f"Location: {places[kind]}")
    listener = listen(says({"/": written("front"), "/a": moved}), "127.61.3.1")
    origin = f"http://{NAME}:{listener.port}"
    names = Names(yb_lab_test=["127.61.3.1"])
    # Granted by another grant or not: a visit stays on its origin.
    grants = (grant_for(origin), grant_for(away.origin, id="g-2"))
    (outcome,) = door_with(*grants, resolver=names).run([visit_to(origin, asks("/a"))])
    assert away.connections == 0
    assert outcome.transcript[-1].status == 302
    scheme, _, rest = places[kind].partition("://")
    assert outcome.linked == (f"{scheme}://{rest.removesuffix('/a')}",)


def test_a_name_that_points_elsewhere_is_not_connected_to(well):
    inside, granted = well("127.99.1.1"), well("127.61.3.1")
    origin = f"http://{NAME}:{inside.port}"
    grant = grant_for(origin, networks=(ip_network("127.61.0.0/16"),))
    outcome = run(origin, grant, *REGISTER, resolver=Names(yb_lab_test=["127.99.1.1"]))
    assert (inside.connections, granted.connections) == (0, 0)
    assert outcome.control.cause is Cause.NOT_GRANTED


def test_a_name_re_pointed_meanwhile_is_not_looked_up_again(listen, written):
    names = Names(yb_lab_test=["127.61.3.1"])

    def answer(connection, _):
        names.names[NAME] = ["127.99.1.1"]
        connection.sendall(written("x", "404 Not Found"))

    granted = listen(answer, "127.61.3.1")
    inside = listen(answer, "127.99.1.1", granted.port)
    origin = f"http://{NAME}:{granted.port}"
    run(origin, grant_for(origin), asks("/a", "/b"), resolver=names)
    assert names.asked == 1
    assert len(granted.heard) == 4
    assert inside.connections == 0


def test_a_name_is_not_looked_up_without_a_grant(well):
    names = Names(yb_lab_test=["127.61.3.1"])
    run(f"http://{NAME}:80", grant_for("http://other.lab.test:80"), resolver=names)
    assert names.asked == 0


def test_a_name_nobody_knows_is_not_found():
    origin = "http://unknown.lab.test:80"
    assert run(origin, grant_for(origin), resolver=Names()).control.cause is Cause.NAME_NOT_FOUND


def test_a_grant_that_expires_meanwhile_ends_the_asking(listen, written):
    clock = {"now": NOON}

    def answer(connection, request):
        if b"GET /a " in request:
            clock["now"] = datetime(2016, 1, 1, tzinfo=UTC)
        connection.sendall(written("x", "404 Not Found"))

    listener = listen(answer)
    grant = grant_for(listener.origin)
    run(listener.origin, grant, asks("/a", "/b", "/c"), now=lambda: clock["now"])
    assert listener.lines[-1] == "GET /a HTTP/1.1"


def test_a_grant_that_ends_between_decision_and_socket_ends_there(well):
    """The clock passes the grant's end after the request was decided, before its socket is opened."""
    listener = well()
    asked = []

    def now():
        asked.append(1)
        # Grant, address and request have asked; the next to ask is the socket.
        return NOON if len(asked) <= 3 else datetime(2016, 1, 1, tzinfo=UTC)

    outcome = run(listener.origin, grant_for(listener.origin), now=now)
    assert listener.connections == 0
    assert outcome.transcript[0].failure is Cause.NOT_GRANTED
    assert outcome.requests == 0


def test_visits_to_many_hosts_are_made_and_each_comes_back(well):
    listeners = [well(f"127.61.3.{number}") for number in range(1, 21)]
    grant = grant_for(*(listener.origin for listener in listeners))
    visits = [replace(visit_to(listener.origin, asks("/a")), key=listener.address) for listener in listeners]
    outcomes = list(door_with(grant).run(visits))
    assert {outcome.key for outcome in outcomes} == {listener.address for listener in listeners}
    assert {len(listener.lines) for listener in listeners} == {3}


def test_one_host_is_asked_one_request_at_a_time(listen, written):
    open_now, most, lock = [0], [0], threading.Lock()

    def answer(connection, _):
        with lock:
            open_now[0] += 1
            most[0] = max(most[0], open_now[0])
        threading.Event().wait(0.02)
        with lock:
            open_now[0] -= 1
        connection.sendall(written("x", "404 Not Found"))

    first = listen(answer)
    second = listen(answer, first.address)
    grant = grant_for(first.origin, second.origin)
    visits = [visit_to(listener.origin, asks("/a")) for listener in (first, second, first)]
    assert len(list(door_with(grant).run(visits))) == 3
    assert most[0] == 1


def test_a_stop_halts_what_is_under_way_and_what_is_not_begun(listen, well):
    deaf, other = listen(address="127.61.3.8"), well("127.61.3.8")
    grant = grant_for(deaf.origin, other.origin, classes=frozenset({0, 1, 2, 3}))
    door = door_with(grant, stopped=lambda: deaf.connections > 0, timeout=60.0)
    outcomes = list(door.run([visit_to(deaf.origin, *REGISTER), visit_to(other.origin, *REGISTER)]))
    assert [outcome.control.cause for outcome in outcomes] == [Cause.STOPPED] * 2
    assert {found.cause for outcome in outcomes for found in outcome.observations} == {Cause.STOPPED}
    assert other.connections == 0


def test_few_hosts_of_one_owner_are_asked_at_once_and_all_in_the_end(listen, written):
    open_now, most, lock = {"one": 0, "many": 0}, {"one": 0, "many": 0}, threading.Lock()

    def answering(owner):
        def answer(connection, _):
            with lock:
                open_now[owner] += 1
                most[owner] = max(most[owner], open_now[owner])
            threading.Event().wait(0.05)
            with lock:
                open_now[owner] -= 1
            connection.sendall(written("x", "404 Not Found"))

        return answer

    hosts = [("many", f"127.61.4.{number}") for number in range(1, 2 * OWNER_AT_ONCE + 3)]
    hosts += [("one", "127.61.5.1")]
    listeners = [(owner, listen(answering(owner), address)) for owner, address in hosts]
    grant = grant_for(*(listener.origin for _, listener in listeners))
    visits = [
        replace(visit_to(listener.origin, asks("/a")), key=listener.address, owner=owner)
        for owner, listener in listeners
    ]
    outcomes = [outcome.key for outcome in door_with(grant).run(visits)]
    assert sorted(outcomes) == sorted(address for _, address in hosts)
    assert 1 < most["many"] <= OWNER_AT_ONCE
    # The other owner is not kept waiting behind those of the first.
    assert outcomes.index("127.61.5.1") < len(outcomes) - 1


def test_what_is_taken_back_while_a_visit_runs_ends_it_before_the_next_request(well):
    listener = well("127.61.3.9")
    grant = grant_for(listener.origin)

    def standing(signed):
        return replace(signed, revoked_at=NOON) if len(listener.lines) > 1 else signed

    outcome = run(listener.origin, grant, asks("/a"), standing=standing)
    assert len(listener.lines) == 2
    assert (outcome.control.cause, outcome.requests) == (None, 2)


def test_a_stop_before_anything_sends_nothing(well):
    listener = well()
    outcome = run(listener.origin, grant_for(listener.origin), *REGISTER, stopped=lambda: True)
    assert (listener.connections, outcome.control.cause) == (0, Cause.STOPPED)


def test_a_redirect_without_a_target_is_not_followed_to_itself(listen, says, written):
    listener = listen(says(written("", "302 Found")))
    outcome = run(listener.origin, grant_for(listener.origin), *REGISTER)
    assert (outcome.control.cause, len(listener.lines)) == (Cause.REDIRECTED, 1)


def test_an_endless_front_page_is_too_large(listen, drips):
    listener = listen(drips(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>word</p>" * 6000, 0))
    outcome = run(listener.origin, grant_for(listener.origin))
    assert outcome.control.cause is Cause.TOO_LARGE
    assert outcome.bytes <= 524_288


def test_a_host_that_sheds_load_is_blocked_and_not_pressed(listen, says, written):
    listener = listen(says(written("x", "429 Too Many Requests", "Retry-After: 1")))
    outcome = run(listener.origin, grant_for(listener.origin), *REGISTER)
    assert outcome.control.cause is Cause.BLOCKED
    assert len(listener.lines) == 1


def test_an_origin_that_cannot_be_read_stops_everything_before_it_begins(well):
    listener = well()
    visits = [visit_to(listener.origin), visit_to("nonsense")]
    with pytest.raises(OriginError):
        list(door_with(grant_for(listener.origin)).run(visits))
    assert listener.connections == 0


def test_a_run_that_is_left_half_way_closes_its_connections(well):
    listeners = [well(f"127.61.3.{number}") for number in range(1, 4)]
    grant = grant_for(*(listener.origin for listener in listeners))
    going = door_with(grant).run([visit_to(listener.origin) for listener in listeners])
    next(going)
    going.close()
