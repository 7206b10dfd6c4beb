# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real connections: whatever a service does, its visit ends with a cause, bounded, and holds nobody up."""

import contextlib
import socket
import struct
from dataclasses import replace

import pytest

from mendsky.core.probes import by_kind
from mendsky.core.terms.answers import Answer, Cause
from tests.net.probing.raw import floods, greets, resets, says, silent
from tests.probing import door_with, grant_for, visit_to

HANGING = 1.0
PROBES = (by_kind("open-redis"), by_kind("open-memcached"))


# What it does, and the causes that a visit gives for Redis and for memcached.
BEHAVIOURS = {
    "silence": (silent, Cause.TIMED_OUT, Cause.TIMED_OUT),
    "closed at once": (greets(b""), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "reset": (resets, Cause.NO_ANSWER, Cause.NO_ANSWER),
    "closed in the middle": (says(b"$40"), Cause.TRUNCATED, Cause.TRUNCATED),
    "closed in a line": (says(b"VERSION 1"), Cause.NO_ANSWER, Cause.TRUNCATED),
    "a drip of one line": (floods(b"x", 0.02, b"+"), Cause.TIMED_OUT, Cause.TIMED_OUT),
    "a drip of a string": (floods(b"x", 0.02, b"$9999\r\n"), Cause.TIMED_OUT, Cause.TIMED_OUT),
    "an endless array": (floods(b"*1\r\n" * 999), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "an endless string": (floods(b"x" * 65_536, head=b"$2147483647\r\n"), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "an endless banner": (floods(b"welcome " * 999), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "HTTP": (
        says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        Cause.NO_ANSWER,
        Cause.NO_ANSWER,
    ),
    "TLS": (says(b"\x15\x03\x01\x00\x02\x02\x46"), Cause.NO_ANSWER, Cause.TRUNCATED),
    "bytes of nothing": (says(bytes(4096)), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "a number beyond all numbers": (says(b"$" + b"9" * 60 + b"\r\n"), Cause.NO_ANSWER, Cause.NO_ANSWER),
    "a negative length": (says(b"*-7\r\n"), Cause.NO_ANSWER, Cause.NO_ANSWER),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", BEHAVIOURS)
@pytest.mark.parametrize("entry", PROBES, ids=lambda entry: entry.spec.kind)
def test_a_hostile_service_is_undetermined_bounded_and_holds_nobody_up(serve, name, entry):
    speak, *causes = BEHAVIOURS[name]
    (scheme,) = entry.spec.schemes
    hostile, neighbour = serve(speak), serve(says(b"-NOAUTH x\r\n"), address="127.61.4.2")
    origins = hostile.origin(scheme), neighbour.origin()
    visits = [visit_to(origins[0], entry), replace(visit_to(origins[1], PROBES[0]), key="neighbour")]
    outcomes = {one.key: one for one in door_with(grant_for(*origins), timeout=HANGING).run(visits)}
    assert outcomes["neighbour"].observations[0].answer is Answer.NOT_EXPOSED
    outcome = outcomes["s-1"]
    assert outcome.observations[0].answer is Answer.UNDETERMINED
    assert outcome.control.cause is dict(zip(("redis", "memcached"), causes, strict=True))[scheme]
    assert outcome.requests <= 1
    assert outcome.bytes <= 65_536


def test_why_it_hung_up_is_heard_though_it_did_not_listen(serve):
    server = serve(greets(b"-DENIED Redis is running in protected mode\r\n"))
    (outcome,) = door_with(grant_for(server.origin())).run([visit_to(server.origin(), PROBES[0])])
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED


def test_where_nobody_listens_there_is_no_answer(serve):
    server = serve(silent)
    server.close()
    (outcome,) = door_with(grant_for(server.origin())).run([visit_to(server.origin(), PROBES[0])])
    assert outcome.control.cause is Cause.NO_ANSWER


def test_an_answer_in_pieces_is_put_together(serve):
    server = serve(says(b"-", b"NOAU", b"TH x\r", b"\n", pause=0.02))
    (outcome,) = door_with(grant_for(server.origin())).run([visit_to(server.origin(), PROBES[0])])
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    "changes",
    [{"networks": ()}, {"classes": frozenset({0, 2, 3})}, {"rate": 0.0}, {"excluded_paths": ("/",)}],
)
def test_without_a_grant_no_connection_is_made(serve, changes):
    server = serve(silent)
    (outcome,) = door_with(grant_for(server.origin(), **changes)).run([visit_to(server.origin(), *PROBES)])
    assert (server.connections, outcome.requests) == (0, 0)
    assert outcome.control.cause is Cause.NOT_GRANTED


def test_a_grant_that_ends_between_decision_and_socket_ends_there(serve):
    server, asked = serve(silent), []
    grant = grant_for(server.origin())

    def now():
        asked.append(1)
        # Grant, address, the record of the sending and its decision have asked.
        return grant.valid_from if len(asked) <= 4 else grant.expires

    (outcome,) = door_with(grant, now=now).run([visit_to(server.origin(), PROBES[0])])
    assert (server.connections, outcome.requests) == (0, 0)
    assert outcome.transcript[0].failure is Cause.NOT_GRANTED


@pytest.mark.timeout(30)
def test_a_stop_halts_a_service_that_is_waited_for(serve):
    server = serve(silent)
    door = door_with(grant_for(server.origin()), stopped=lambda: server.connections > 0, timeout=600.0)
    (outcome,) = door.run([visit_to(server.origin(), PROBES[0])])
    assert outcome.observations[0].cause is outcome.control.cause is Cause.STOPPED


def test_each_probe_has_a_connection_of_its_own(serve):
    server = serve(says(b"-NOAUTH x\r\n"))
    other = replace(PROBES[0], spec=replace(PROBES[0].spec, kind="another"))
    visit = visit_to(server.origin(), PROBES[0], other)
    (outcome,) = door_with(grant_for(server.origin())).run([visit])
    assert [seen.answer for seen in outcome.observations] == [Answer.NOT_EXPOSED] * 2
    assert server.connections == 2


def test_one_probe_keeps_to_one_connection(serve):
    heard = []

    def speak(connection, ending):
        while not ending.is_set() and (came := connection.recv(4096)):
            heard.append(came)
            connection.sendall(b"+PONG\r\n" if len(heard) == 1 else b"-NOPERM x\r\n" * came.count(b"*"))

    server = serve(speak)
    (outcome,) = door_with(grant_for(server.origin())).run([visit_to(server.origin(), PROBES[0])])
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED
    assert (server.connections, len(heard)) == (1, outcome.requests) == (1, 3)


SAID = {
    b"USER": b"331 x\r\n",
    b"PASS": b"230 x\r\n",
    b"TYPE": b"200 x\r\n",
    b"PWD": b'257 "/"\r\n',
    b"CWD": b"250 x\r\n",
    b"LIST": b"150 x\r\n",
}
LINE = b"-rw-r--r-- 1 ftp ftp 9 Mar 02 2015 %d.pdf\r\n"


def ftp(
    beside,
    *,
    passive=b"229 (|||%d|)\r\n",
    ended=b"226 x\r\n",
    greeting=b"220 x\r\n",
    hears=lambda _: None,
    **said,
):
    """An FTP server that hands the data connection, once it was asked for a listing, to a function."""
    said = SAID | {name.encode(): reply for name, reply in said.items()}

    def speak(connection, ending):
        connection.sendall(greeting)
        with socket.create_server((connection.getsockname()[0], 0)) as listening:
            listening.settimeout(2)
            while not ending.is_set() and (came := connection.recv(4096)):
                name = came[:4].strip()
                hears(name)
                port = listening.getsockname()[1]
                reply = passive % port if b"%d" in passive else passive
                connection.sendall(reply if name == b"EPSV" else said.get(name, b"502 x\r\n"))
                if name == b"LIST":
                    data, _ = listening.accept()
                    with data, contextlib.suppress(OSError):
                        data.settimeout(2)
                        beside(data, ending)
                    connection.sendall(ended)

    return speak


def resets_at_once(connection, _):
    connection.sendall(LINE % 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


# What the server does, and the cause that a visit gives; None where it is clean.
FTP_BEHAVIOURS = {
    "a listing": (ftp(lambda data, _: data.sendall(LINE % 1)), None),
    "a listing in pieces": (ftp(lambda data, _: [data.sendall(LINE % n) for n in (1, 2)]), None),
    "nothing at all": (ftp(lambda *_: None), None),
    "silence beside": (ftp(silent), Cause.TIMED_OUT),
    "a drip beside": (ftp(floods(b"x", 0.02)), Cause.TIMED_OUT),
    "an endless listing": (ftp(floods(LINE * 900 % tuple(range(900)))), Cause.TOO_LARGE),
    "a reset beside": (ftp(resets_at_once), Cause.TRUNCATED),
    "a listing of bytes": (ftp(lambda data, _: data.sendall(bytes(4096))), Cause.NO_ANSWER),
    "a page beside": (ftp(lambda data, _: data.sendall(b"<html>\r\n")), Cause.NO_ANSWER),
    "it says that it broke off": (ftp(lambda *_: None, ended=b"426 x\r\n"), Cause.TRUNCATED),
    "it does not say how it ended": (ftp(lambda *_: None, ended=b""), Cause.TIMED_OUT),
    "nobody listens beside": (ftp(silent, passive=b"229 (|||1025|)\r\n"), Cause.NO_ANSWER),
    "another service's port": (ftp(silent, passive=b"229 (|||22|)\r\n"), Cause.REDIRECTED),
    "a port beyond all ports": (ftp(silent, passive=b"229 (|||70000|)\r\n"), Cause.REDIRECTED),
    "another host": (ftp(silent, passive=b"500 x\r\n", PASV=b"227 192,0,2,1,4,1\r\n"), Cause.NO_ANSWER),
    "a greeting without end": (floods(b"220-x\r\n" * 99), Cause.TOO_LARGE),
    "a line without end": (floods(b"x" * 999, head=b"220 "), Cause.TOO_LARGE),
    "a drip of a greeting": (floods(b"x", 0.02, head=b"220 "), Cause.TIMED_OUT),
    "no greeting": (silent, Cause.TIMED_OUT),
    "another protocol": (greets(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "bytes of nothing": (greets(bytes(4096)), Cause.NO_ANSWER),
    "closed at once": (greets(b""), Cause.NO_ANSWER),
    "closed in the greeting": (greets(b"220-x"), Cause.TRUNCATED),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", FTP_BEHAVIOURS)
def test_whatever_comes_beside_ends_with_a_cause_and_from_the_pinned_address_alone(serve, name):
    speak, cause = FTP_BEHAVIOURS[name]
    server = serve(speak)
    visit = visit_to(server.origin("ftp"), by_kind("open-ftp"))
    (outcome,) = door_with(grant_for(visit.origin), timeout=HANGING).run([visit])
    assert outcome.observations[0].cause is outcome.control.cause is cause, outcome.observations
    assert outcome.bytes <= 300_000
    assert {line.address for line in outcome.transcript} == {server.address}
    assert outcome.requests == len(outcome.transcript)
    assert server.connections == 1


GREETED = b"@RSYNCD: 31.0\n"
MODULES = GREETED + b"out\tx\n@RSYNCD: EXIT\n"


def in_turn(*answers):
    """Give each connection the next answers, one for each thing that it says."""
    turns = iter(answers)

    def speak(connection, _):
        for answer in next(turns):
            connection.recv(4096)
            connection.sendall(answer)
        connection.recv(4096)

    return speak


def opened(*answers):
    """An rsync daemon that lists one module, which opens; made anew for each test."""
    return lambda: in_turn([MODULES], [GREETED + b"@RSYNCD: OK\n", *answers])


RSYNC_BEHAVIOURS = {
    "silence": (lambda: silent, Cause.TIMED_OUT),
    "closed at once": (lambda: greets(b""), Cause.NO_ANSWER),
    "closed in the greeting": (lambda: greets(b"@RSYN"), Cause.TRUNCATED),
    "another protocol": (lambda: greets(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "bytes of nothing": (lambda: greets(bytes(4096)), Cause.NO_ANSWER),
    "an endless welcome": (lambda: floods(b"welcome\n" * 99, head=GREETED), Cause.TOO_LARGE),
    "a drip of a welcome": (lambda: floods(b"x", 0.02, head=GREETED), Cause.TIMED_OUT),
    "silence for a list": (opened(b"\1\2\3"), Cause.TIMED_OUT),
    "a list of nothing": (opened(b"\1\2\3\4" + bytes(999)), Cause.NO_ANSWER),
    "a message beyond all": (opened(b"\1\2\3\4\xff\xff\xff\x07" + b"\x20\xff\1a" * 9), Cause.TIMED_OUT),
    "an endless list": (
        opened(b"\1\2\3\4" + b"\xff\xff\xff\x07" + b"\x82\1a\1\0\0\0" * 60_000),
        Cause.TOO_LARGE,
    ),
    "a name beyond all names": (opened(b"\1\2\3\4\x05\0\0\x07\x40\xff\xff\xff\x7f"), Cause.TIMED_OUT),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", RSYNC_BEHAVIOURS)
def test_a_hostile_daemon_of_files_ends_with_a_cause_and_bounded(serve, name):
    make, cause = RSYNC_BEHAVIOURS[name]
    server = serve(make())
    visit = visit_to(server.origin("rsync"), by_kind("open-rsync"))
    (outcome,) = door_with(grant_for(visit.origin), timeout=HANGING).run([visit])
    assert outcome.observations[0].cause is outcome.control.cause is cause, outcome.observations
    assert outcome.bytes <= 300_000
    assert outcome.requests == len(outcome.transcript)


MONGODB_BEHAVIOURS = {
    "silence": (silent, Cause.TIMED_OUT),
    "reset": (resets, Cause.NO_ANSWER),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "a length beyond all lengths": (floods(b"x" * 999, head=b"\xff\xff\xff\x7f"), Cause.NO_ANSWER),
    "a length below nought": (says(b"\xff\xff\xff\xff"), Cause.NO_ANSWER),
    "a long message that drips": (
        floods(b"x", 0.02, head=struct.pack("<iiiiI", 9999, 1, 1, 2013, 0)),
        Cause.TIMED_OUT,
    ),
    "a long message": (
        floods(b"x" * 65_536, head=struct.pack("<iiiiI", 40_000_000, 1, 1, 2013, 0)),
        Cause.TOO_LARGE,
    ),
    "a document of nothing": (
        says(struct.pack("<iiiiIB", 26, 1, 1, 2013, 0, 0) + b"\xff" * 5),
        Cause.NO_ANSWER,
    ),
}


LDAP_ENTRY = b"0\x0b\2\1\1d\x06\4\x02cn0\0"
LDAP_BEHAVIOURS = {
    "silence": (silent, Cause.TIMED_OUT),
    "reset": (resets, Cause.NO_ANSWER),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "a length beyond all lengths": (floods(b"x" * 999, head=b"0\x89"), Cause.NO_ANSWER),
    "a length without end": (floods(b"\2\1\1" * 999, head=b"0\x80"), Cause.NO_ANSWER),
    "a long message that drips": (floods(b"x", 0.02, head=b"0\x82\x7f\0"), Cause.TIMED_OUT),
    "a long message": (floods(b"x" * 65_536, head=b"0\x84\x7f\0\0\0"), Cause.TOO_LARGE),
    "entries without end": (floods(LDAP_ENTRY * 999), Cause.NO_ANSWER),
    "closed in the middle": (says(LDAP_ENTRY), Cause.TRUNCATED),
}


ZOOKEEPER_BEHAVIOURS = {
    "silence": (silent, Cause.TIMED_OUT),
    "reset": (resets, Cause.NO_ANSWER),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "a length below nought": (says(b"\xff\xff\xff\xff"), Cause.NO_ANSWER),
    "a length of nought": (floods(bytes(999)), Cause.NO_ANSWER),
    "a long message that drips": (floods(b"x", 0.02, head=b"\0\0\x7f\xff"), Cause.TIMED_OUT),
    "a long message": (floods(b"x" * 65_536, head=b"\1\0\0\0"), Cause.TOO_LARGE),
    "a session that has ended": (says(struct.pack(">iiiqi16s", 36, 0, 0, 0, 16, b"")), Cause.SERVER_ERROR),
    "a session of nothing": (says(struct.pack(">i", 3) + b"xyz"), Cause.NO_ANSWER),
}


OK_HEAD = b"HTTP/1.1 200 OK\r\n"
ETCD_BEHAVIOURS = {
    "silence": (silent, Cause.TIMED_OUT),
    "reset": (resets, Cause.NO_ANSWER),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "a website": (says(OK_HEAD + b"Content-Length: 5\r\n\r\n<html"), Cause.NO_ANSWER),
    "a head without end": (floods(b"X: y\r\n" * 999, head=OK_HEAD), Cause.NO_ANSWER),
    "a body that drips": (
        floods(b"x", 0.02, head=OK_HEAD + b"Content-Length: 99999\r\n\r\n"),
        Cause.TIMED_OUT,
    ),
    "a long body": (
        floods(b"x" * 65_536, head=OK_HEAD + b"Content-Length: 999999999\r\n\r\n"),
        Cause.TOO_LARGE,
    ),
    "pieces without end": (
        floods(b"1\r\nx\r\n" * 999, head=OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        Cause.NO_ANSWER,
    ),
    "closed in the middle": (says(OK_HEAD + b"Content-Length: 50\r\n\r\n{"), Cause.TRUNCATED),
}


NFS_BEHAVIOURS = {
    "silence": (silent, Cause.TIMED_OUT),
    "reset": (resets, Cause.NO_ANSWER),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    "a fragment of nothing": (floods(bytes(999)), Cause.NO_ANSWER),
    "a long fragment that drips": (floods(b"x", 0.02, head=b"\x80\0\x7f\xff"), Cause.TIMED_OUT),
    "a long fragment": (floods(b"x" * 65_536, head=b"\x80\x7f\0\0"), Cause.TOO_LARGE),
    "fragments without end": (floods(b"\0\0\0\4abcd" * 999), Cause.TOO_LARGE),
    "another call's answer": (says(struct.pack(">IIIIIII", 0x80000018, 8, 1, 0, 0, 0, 0)), Cause.NO_ANSWER),
    "an answer that ends early": (
        says(struct.pack(">IIIIIII", 0x80000018, 7, 1, 0, 0, 0, 0)),
        Cause.NO_ANSWER,
    ),
    "closed in the middle": (says(b"\x80\0\0\x20abc"), Cause.TRUNCATED),
}


HOSTILE = {
    "open-mongodb": MONGODB_BEHAVIOURS,
    "open-ldap": LDAP_BEHAVIOURS,
    "open-zookeeper": ZOOKEEPER_BEHAVIOURS,
    "open-etcd": ETCD_BEHAVIOURS,
    "open-nfs": NFS_BEHAVIOURS,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in HOSTILE for name in HOSTILE[kind]])
def test_a_hostile_store_ends_with_a_cause_and_bounded(serve, kind, name):
    speak, cause = HOSTILE[kind][name]
    entry = by_kind(kind)
    (scheme,) = entry.spec.schemes
    visit = visit_to(serve(speak).origin(scheme), entry)
    (outcome,) = door_with(grant_for(visit.origin), timeout=HANGING).run([visit])
    assert outcome.observations[0].cause is outcome.control.cause is cause, outcome.observations
    assert (outcome.requests, outcome.bytes <= 262_144) == (1, True)


def test_a_grant_that_ends_before_the_second_connection_ends_there(serve):
    heard = []
    server = serve(ftp(silent, hears=heard.append))
    grant = grant_for(server.origin("ftp"))
    door = door_with(
        grant, now=lambda: grant.expires if b"EPSV" in heard else grant.valid_from, timeout=HANGING
    )
    (outcome,) = door.run([visit_to(server.origin("ftp"), by_kind("open-ftp"))])
    assert outcome.observations[0].cause is Cause.NOT_GRANTED
    assert (heard[-1], outcome.transcript[-1].target) == (b"EPSV", "EPSV")


def test_services_and_websites_are_visited_at_once(serve):
    server = serve(says(b"-NOAUTH x\r\n"))

    def site(connection, _):
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx")

    web = serve(site, address="127.61.4.3")
    origins = server.origin(), web.origin("http")
    visits = [visit_to(origins[0], *PROBES), replace(visit_to(origins[1], *PROBES), key="web")]
    outcomes = {one.key: one for one in door_with(grant_for(*origins)).run(visits)}
    assert [seen.probe for seen in outcomes["s-1"].observations] == ["open-redis"]
    assert (outcomes["web"].observations, outcomes["web"].control.front_status) == ((), 404)
