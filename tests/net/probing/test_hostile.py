# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever a server does, its visit ends undetermined with the cause, bounded, and holds nobody up."""

import contextlib
import datetime as dt
import socket
import ssl
import threading
from dataclasses import replace
from ipaddress import ip_address, ip_network
from itertools import chain, repeat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mendsky.core import identity
from mendsky.core.probes import REGISTER
from mendsky.core.probes.visit import FRONT_BYTES
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.information import Information
from mendsky.nations.load import load
from tests.net.probing.hostile import BEHAVIOURS, brotli_bomb, deflate_bomb, gzip_bomb, nested_bomb
from tests.probing import door_with, grant_for, visit_to

MOST_MEMORY = 16 * 1024
"""Kilobytes that both visits may add at their peak, less than a bomb unpacked; the servers stand here too."""
REQUESTS = 8
"""Most requests of a visit that determines nothing."""
HANGING = 0.5
"""Seconds after which somebody who hangs is given up."""
NAME = "yb.lab.test"


def memory(field):
    """Give a size of this process in kilobytes: VmRSS as it is, VmHWM at its peak."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields[field].split()[0])


@pytest.fixture(scope="module", autouse=True)
def warm():
    """Load what every visit needs, and pack the bombs, so that no row pays for it."""
    for bomb in (gzip_bomb, deflate_bomb, brotli_bomb, nested_bomb):
        assert len(bomb()) < 200_000
    identity.read(b" " * FRONT_BYTES, load("cn"), (1800, 1899))


@pytest.fixture
def neighbour(listen, says, written):
    """Start an ordinary server that is visited at the same time."""
    return listen(says({"/": written("<p>hello</p>")}), "127.61.2.2")


@pytest.fixture
def look(neighbour):
    """Give the function that visits a hostile origin and the neighbour at once: the hostile one's outcome."""

    def visit_both(origin, cause, **how):
        grant = grant_for(origin, neighbour.origin, classes=frozenset({0, 1, 2, 3}))
        grant = replace(grant, networks=(ip_network("127.61.2.0/24"),))
        visits = [
            visit_to(origin, *REGISTER),
            replace(visit_to(neighbour.origin, REGISTER[0]), key="neighbour"),
        ]
        timeout = HANGING if cause is Cause.TIMED_OUT else 20.0
        outcomes = {one.key: one for one in door_with(grant, timeout=timeout, **how).run(visits)}
        assert outcomes["neighbour"].control.cause is None
        return outcomes["s-1"]

    return visit_both


def undetermined(outcome, cause):
    """Hold that a visit determined nothing, for this cause and cheaply."""
    assert outcome.control.cause is cause
    assert {(seen.answer, seen.cause) for seen in outcome.observations} == {(Answer.UNDETERMINED, cause)}
    assert outcome.requests <= REQUESTS
    assert outcome.bytes <= 2 * FRONT_BYTES
    return True


@pytest.mark.timeout(60)
@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda one: one.name)
def test_a_hostile_server_is_undetermined_bounded_and_holds_nobody_up(behaviour, listen, look):
    listener = listen(behaviour.speak)
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    outcome = look(listener.origin, behaviour.cause)
    assert memory("VmHWM") - before < MOST_MEMORY
    assert undetermined(outcome, behaviour.cause)


def test_there_are_behaviours_enough_and_none_twice():
    assert len({one.name for one in BEHAVIOURS}) == len(BEHAVIOURS) >= 30


# Over TLS: what is said before any request.


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Make certificates that sign themselves: a good one, one for another name, one that is over."""
    folder, now = tmp_path_factory.mktemp("tls"), dt.datetime.now(dt.UTC)
    for kind, name, days in (
        ("good", NAME, (-1, 1)),
        ("foreign", "other.test", (-1, 1)),
        ("over", NAME, (-3, -1)),
    ):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        start, end = (now + dt.timedelta(days=day) for day in days)
        made = (
            x509.CertificateBuilder(
                subject, subject, key.public_key(), x509.random_serial_number(), start, end
            )
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{kind}.pem").write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return folder


@contextlib.contextmanager
def shaking(answer):
    """Serve connections by a function that is handed each; gives the port."""
    with socket.create_server(("127.61.2.1", 0)) as server:
        threads = []

        def serve():
            for _ in repeat(None):
                with contextlib.suppress(OSError):
                    connection, _ = server.accept()
                    if server.fileno() < 0 or ending.is_set():
                        connection.close()
                        return
                    threads.append(threading.Thread(target=speak, args=(connection,)))
                    threads[-1].start()

        def speak(connection):
            with connection, contextlib.suppress(OSError):
                connection.settimeout(5)
                answer(connection)

        ending, serving = threading.Event(), threading.Thread(target=serve)
        serving.start()
        try:
            yield server.getsockname()[1]
        finally:
            ending.set()
            socket.create_connection(server.getsockname()).close()
            for thread in (serving, *threads):
                thread.join()


class Names:
    """A resolver that gives the next addresses of a list each time it is asked."""

    def __init__(self, *turns):
        self.turns = chain(turns, repeat(turns[-1]))

    def resolve(self, host):
        if host != NAME:
            return (ip_address(host),)
        return tuple(ip_address(address) for address in next(self.turns))


def certified(folder, kind):
    """Shake hands with a certificate, and answer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{kind}.pem")

    def answer(connection):
        with context.wrap_socket(connection, server_side=True) as shaken:
            shaken.recv(65_536)
            shaken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

    return answer


def after_hello(content):
    """Hear the first words of a client and say something that is no TLS, or nothing; then close."""

    def answer(connection):
        connection.recv(65_536)
        connection.sendall(content)

    return answer


def never(connection):
    connection.recv(65_536)
    connection.recv(1)


HANDSHAKES = {
    "a certificate that is over": ("over", Cause.TLS_FAILED),
    "a certificate for another name": ("foreign", Cause.TLS_FAILED),
    "closed in the handshake": (after_hello(b""), Cause.TLS_FAILED),
    "an alert instead of a handshake": (after_hello(b"\x15\x03\x01\x00\x02\x02\x28"), Cause.TLS_FAILED),
    "plain HTTP where TLS was asked for": (after_hello(b"HTTP/1.1 200 OK\r\n\r\nhi"), Cause.TLS_FAILED),
    "half a record of TLS": (after_hello(b"\x16\x03\x03\xff\xffhalf"), Cause.TLS_FAILED),
    "silence in the handshake": (never, Cause.TIMED_OUT),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HANDSHAKES)
def test_a_hostile_handshake_is_undetermined_by_its_cause(name, certificates, look):
    kind, cause = HANDSHAKES[name]
    answer = certified(certificates, kind) if isinstance(kind, str) else kind
    trusted = str(certificates / f"{kind if isinstance(kind, str) else 'good'}.pem")
    with shaking(answer) as port:
        outcome = look(f"https://{NAME}:{port}", cause, ca_file=trusted, resolver=Names(["127.61.2.1"]))
    assert undetermined(outcome, cause)


def test_a_certificate_that_nobody_vouches_for_is_undetermined(certificates, look):
    with shaking(certified(certificates, "good")) as port:
        outcome = look(f"https://{NAME}:{port}", None, resolver=Names(["127.61.2.1"]))
    assert undetermined(outcome, Cause.TLS_FAILED)
    assert standing(outcome) == {Information.CERTIFICATE_NOT_TRUSTED}


FAULTS = {"over": Information.CERTIFICATE_EXPIRED, "foreign": Information.CERTIFICATE_NOT_TRUSTED}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_is_wrong_with_a_certificate_is_noted(kind, certificates, look):
    trusted = str(certificates / f"{kind}.pem")
    with shaking(certified(certificates, kind)) as port:
        outcome = look(f"https://{NAME}:{port}", None, ca_file=trusted, resolver=Names(["127.61.2.1"]))
    assert standing(outcome) == {FAULTS[kind]}


def standing(outcome):
    return {note.kind for note in outcome.notes if note.stands}


def test_a_good_handshake_arrives(certificates, look):
    """So that the rows above fail for their own reason."""
    trusted = str(certificates / "good.pem")
    with shaking(certified(certificates, "good")) as port:
        outcome = look(f"https://{NAME}:{port}", None, ca_file=trusted, resolver=Names(["127.61.2.1"]))
    assert outcome.control.front_status == 200


# By name: where a name leads.


def test_a_name_that_leads_inside_is_not_granted(listen, look):
    inside = listen(address="127.99.1.1")
    outcome = look(f"http://{NAME}:{inside.port}", None, resolver=Names(["127.99.1.1"]))
    assert undetermined(outcome, Cause.NOT_GRANTED)
    assert inside.connections == 0


def test_a_name_that_is_bound_anew_leads_nowhere_else(listen, says, written, look):
    outside = listen(says(written("hello")))
    inside = listen(address="127.99.1.1", port=outside.port)
    names = Names([outside.address], [inside.address])
    assert undetermined(look(f"http://{NAME}:{outside.port}", None, resolver=names), Cause.CATCH_ALL)
    assert (inside.connections, outside.connections > 0) == (0, True)


def test_a_name_with_an_address_inside_beside_one_outside_leads_outside_only(listen, says, written, look):
    outside = listen(says(written("hello")))
    inside = listen(address="127.99.1.1", port=outside.port)
    names = Names([inside.address, outside.address])
    assert undetermined(look(f"http://{NAME}:{outside.port}", None, resolver=names), Cause.CATCH_ALL)
    assert inside.connections == 0
