# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real handshakes on the connections of TCP services: whatever comes, a cause in time."""

import socket
import ssl
from dataclasses import replace

import pytest

from mendsky.core.probes import by_kind
from mendsky.core.probes.answers import not_exposed
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.information import Information
from mendsky.core.terms.probing import ProbeEntry
from mendsky.core.terms.streams import Dial, Receive, Send, StartTls
from mendsky.lab.tls import server_context
from tests.net.probing.raw import floods, greets, resets, says, silent
from tests.probing import door_with, grant_for, visit_to

REDIS = by_kind("open-redis")
HANGING = 1.0
HELLO = 4096


def within_tls(speak, context=None):
    """Shake hands as a server does, and go on within TLS."""

    def begin(connection, ending):
        with (context or server_context()).wrap_socket(connection, server_side=True) as secured:
            speak(secured, ending)

    return begin


refuses, cuts = says(b"-NOAUTH x\r\n"), says(b"$40\r\nmade")


def breaks_off(connection, _):
    """Say something that no key deciphers, in the middle of a session."""
    connection.recv(HELLO)
    plain = socket.socket(fileno=connection.detach())
    with plain:
        plain.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))


HOSTILE = {
    "closed in the handshake": (says(b""), Cause.TLS_FAILED),
    "reset in the handshake": (resets, Cause.TLS_FAILED),
    "an alert": (says(b"\x15\x03\x01\x00\x02\x02\x28"), Cause.TLS_FAILED),
    "plain text instead": (says(b"-ERR what?\r\n"), Cause.TLS_FAILED),
    "plain HTTP instead": (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Cause.TLS_FAILED),
    "half a record": (says(b"\x16\x03\x03\xff\xffhalf"), Cause.TLS_FAILED),
    "bytes of nothing": (says(bytes(HELLO)), Cause.TLS_FAILED),
    "silence": (silent, Cause.TIMED_OUT),
    "a drip": (floods(b"\x02", 0.02, head=b"\x16\x03\x03\x40\x00"), Cause.TIMED_OUT),
    "silence within": (within_tls(silent), Cause.TIMED_OUT),
    "closed within": (within_tls(cuts), Cause.TRUNCATED),
    "no session any more": (within_tls(breaks_off), Cause.TLS_FAILED),
    "an endless banner within": (within_tls(floods(b"welcome " * 999)), Cause.NO_ANSWER),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_handshake_ends_with_a_cause_and_holds_nobody_up(serve, name):
    speak, cause = HOSTILE[name]
    hostile, neighbour = serve(speak), serve(within_tls(refuses), address="127.61.4.2")
    origins = hostile.origin("rediss"), neighbour.origin("rediss")
    visits = [visit_to(origins[0], REDIS), replace(visit_to(origins[1], REDIS), key="neighbour")]
    outcomes = {one.key: one for one in door_with(grant_for(*origins), timeout=HANGING).run(visits)}
    assert outcomes["neighbour"].observations[0].answer is Answer.NOT_EXPOSED
    outcome = outcomes["s-1"]
    assert outcome.observations[0].cause is outcome.control.cause is cause
    assert (outcome.requests, hostile.connections) == (1, 1)
    assert outcome.bytes <= 65_536


def test_a_service_that_asks_who_we_are_by_a_certificate_is_undetermined(serve):
    asking = server_context.__wrapped__()
    asking.verify_mode = ssl.CERT_REQUIRED
    server = serve(within_tls(refuses, context=asking))
    (outcome,) = door_with(grant_for(server.origin("rediss"))).run([visit_to(server.origin("rediss"), REDIS)])
    assert outcome.control.cause is Cause.TLS_FAILED


def test_an_answer_over_many_records_is_put_together_and_a_long_one_cut(serve):
    speak = says(b"-", b"NOAU", b"TH x\r", b"\n", pause=0.01)
    server = serve(within_tls(speak))
    (outcome,) = door_with(grant_for(server.origin("rediss"))).run([visit_to(server.origin("rediss"), REDIS)])
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED

    def much(connection, ending):
        connection.recv(HELLO)
        connection.sendall(b"$900000\r\n" + b"x" * 900_000)
        ending.wait()

    server = serve(within_tls(much))
    (outcome,) = door_with(grant_for(server.origin("rediss"))).run([visit_to(server.origin("rediss"), REDIS)])
    assert (outcome.control.cause, outcome.bytes) == (Cause.NO_ANSWER, 65_536)


def speaking(*questions):
    """Make a probe that asks these things, and keeps how each went."""
    seen = []

    def probe(_):
        for question in questions:
            page = yield question
            seen.append(page.failure)
        return not_exposed(REDIS.spec, "heard")

    return ProbeEntry(spec=REDIS.spec, probe=probe), seen


def line(content):
    return Send(content, target=content.decode().strip())


HEARD = Receive(100, lambda came: came.endswith(b"\n"))


def agrees(connection, ending):
    """Agree to TLS in plain text and go on within it; what is said too early must not be believed."""
    connection.recv(HELLO)
    connection.sendall(b"begin\n")
    within_tls(refuses)(connection, ending)


def test_tls_begins_in_the_middle_on_the_same_connection(serve):
    server = serve(agrees)
    entry, seen = speaking(line(b"tls?\n"), HEARD, StartTls(), line(b"x\n"), HEARD)
    (outcome,) = door_with(grant_for(server.origin())).run([visit_to(server.origin(), entry)])
    assert (seen, server.connections) == ([None] * 5, 1)
    assert [one.target for one in outcome.transcript] == ["tls?", "TLS handshake", "x"]
    assert {one.address for one in outcome.transcript} == {server.address}
    assert outcome.requests == 3
    assert [note.kind for note in outcome.notes] == [Information.CERTIFICATE_NOT_TRUSTED]


def test_tls_begins_on_no_connection_that_is_not_there(serve):
    server = serve(agrees)
    entry, seen = speaking(StartTls())
    tuple(door_with(grant_for(server.origin())).run([visit_to(server.origin(), entry)]))
    assert (seen, server.connections) == ([Cause.NO_ANSWER], 0)
    entry, seen = speaking(StartTls(beside=True))
    tuple(door_with(grant_for(server.origin())).run([visit_to(server.origin(), entry)]))
    assert seen == [Cause.NO_ANSWER]


BESIDE = {
    "a listing within": (within_tls(greets(b"made up\n")), None),
    "plain text": (greets(b"-rw-r--r-- 1 ftp ftp 9 Mar 02 2015 a.pdf\r\n"), Cause.TLS_FAILED),
    "closed at once": (greets(b""), Cause.TLS_FAILED),
    "silence": (silent, Cause.TIMED_OUT),
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", BESIDE)
def test_a_handshake_beside_ends_with_a_cause_and_leaves_the_first_connection(serve, name):
    speak, cause = BESIDE[name]
    first, second = serve(agrees), serve(speak)
    begins = (line(b"tls?\n"), HEARD, StartTls())
    beside = (Dial(second.port, target="data"), StartTls(beside=True))
    hears = () if cause else (Receive(100, lambda _: False, beside=True),)
    entry, seen = speaking(*begins, *beside, *hears, line(b"x\n"), HEARD)
    tuple(door_with(grant_for(first.origin()), timeout=HANGING).run([visit_to(first.origin(), entry)]))
    assert seen == [None, None, None, None, cause, *(None for _ in hears), None, None]
    assert (first.connections, second.connections) == (1, 1)


def test_a_grant_that_ends_before_the_handshake_ends_there(serve):
    server, heard = serve(agrees), []
    grant = grant_for(server.origin())

    def probe(_):
        yield line(b"tls?\n")
        page = yield HEARD
        heard.append(page.failure)
        page = yield StartTls()
        heard.append(page.failure)
        return not_exposed(REDIS.spec, "heard")

    door = door_with(grant, now=lambda: grant.expires if heard else grant.valid_from)
    visit = visit_to(server.origin(), ProbeEntry(spec=REDIS.spec, probe=probe))
    (outcome,) = door.run([visit])
    assert (heard, outcome.requests) == ([None, Cause.NOT_GRANTED], 1)
