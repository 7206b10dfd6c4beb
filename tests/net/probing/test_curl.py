# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import gzip
import ssl
import threading
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import NamedTuple

import pycurl
import pytest
from cryptography import x509

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.information import Certificate, Information
from mendsky.net.probing import curl as curl_module
from mendsky.net.probing.curl import E_TOO_LARGE, Asking, Transfers, Way
from mendsky.net.probing.heads import MOST_BYTES


def asking(listener, target="/", **changes):
    way = {
        "scheme": "http",
        "host": "yb.lab.test",
        "port": listener.port,
        "address": ip_address(listener.address),
        "user_agent": "mendsky-test",
        "timeout": 3.0,
        "rate": 1.0,
    }
    way |= {name: changes.pop(name) for name in Way.__slots__ if name in changes}
    fields = {"target": target, "allowed": lambda _: True, "max_bytes": 65_536, "first_bytes": None}
    return Asking(way=Way(**way), **(fields | changes))


def ask(listener, target="/", **changes):
    transfers = Transfers()
    try:
        transfers.start("key", asking(listener, target, **changes))
        while True:
            for key, answered in transfers.wait(0.1):
                assert key == "key"
                return answered
    finally:
        transfers.close()


def test_an_answer_comes_back_with_head_and_body(listen, says, written):
    listener = listen(says(written("hello", "200 OK", "X-Made-Up: one", "X-Made-Up: two")))
    answered = ask(listener, "/a?x=%27")
    assert (answered.status, bytes(answered.body), answered.failure) == (200, b"hello", None)
    assert answered.headers["x-made-up"] == "one"
    assert answered.address == listener.address
    assert listener.lines == ["GET /a?x=%27 HTTP/1.1"]


def test_the_host_is_named_and_nothing_else_is_told(listen, says, written):
    listener = listen(says(written("x")))
    ask(listener)
    fields = listener.heard[0].decode().lower().split("\r\n")[1:-2]
    assert f"host: yb.lab.test:{listener.port}" in fields
    assert "user-agent: mendsky-test" in fields
    assert {line.partition(":")[0] for line in fields} == {"host", "user-agent", "accept", "accept-encoding"}


def test_neither_proxy_nor_netrc_of_the_machine_is_used(listen, says, written, monkeypatch, tmp_path):
    proxy = listen(says(written("proxy")), "127.61.2.2")
    (tmp_path / ".netrc").write_text("machine yb.lab.test login made-up password made-up\n")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy.origin)
    monkeypatch.setenv("HOME", str(tmp_path))
    listener = listen(says(written("x")))
    assert bytes(ask(listener).body) == b"x"
    assert b"authorization" not in listener.heard[0].lower()
    assert proxy.connections == 0


def test_no_cookie_is_carried_on(listen, says, written):
    listener = listen(says(written("x", "200 OK", "Set-Cookie: made=up; Path=/")))
    transfers = Transfers()
    for _ in range(2):
        transfers.start("key", asking(listener))
        while not transfers.wait(0.1):
            pass
    transfers.close()
    assert len(listener.heard) == 2
    assert not any(b"cookie" in request.lower() for request in listener.heard)


def test_of_questions_in_turn_each_is_asked_as_it_is_and_by_its_own_check(listen, says, written):
    listener, asked = listen(says(written("x"))), []

    def check(number):
        return lambda _: asked.append(number) or True

    turns = (
        {"target": "/a"},
        {"target": "/b"},
        {"target": "/login", "posted": "word=k7", "cookies": "sid=k7"},
        {"target": "/c"},
        {"target": "/d", "first_bytes": 10},
        {"target": "/e"},
        {"target": "/f", "max_bytes": 0},
        {"target": "/g", "origin": "https://a.test"},
        {"target": "/h", "signature": ("X-Made-Up: 1",), "origin": "https://a.test"},
        {"target": "/i", "signature": ("X-Made-Up: 1",)},
        {"target": "/j", "authorization": "Basic k7"},
        {"target": "/k"},
    )
    transfers, bodies = Transfers(), []
    for number, turn in enumerate(turns):
        transfers.start(number, asking(listener, **turn, allowed=check(number)))
        while not (done := transfers.wait(0.1)):
            pass
        ((key, answered),) = done
        bodies.append((key, bytes(answered.body), answered.cut))
    transfers.close()
    assert listener.lines == [
        "GET /a HTTP/1.1", "GET /b HTTP/1.1", "POST /login HTTP/1.1",
        "GET /c HTTP/1.1", "GET /d HTTP/1.1", "GET /e HTTP/1.1", "GET /f HTTP/1.1",
        "GET /g HTTP/1.1", "GET /h HTTP/1.1", "GET /i HTTP/1.1",
        "GET /j HTTP/1.1", "GET /k HTTP/1.1",
    ]  # fmt: skip
    assert [number for number, heard in enumerate(listener.heard) if b"k7" in heard] == [2, 10]
    assert [b"range:" in heard.lower() for heard in listener.heard] == [False] * 4 + [True] + [False] * 7
    told = [(b"Origin: https://a.test\r\n" in one, b"X-Made-Up: 1\r\n" in one) for one in listener.heard]
    assert told == [(False, False)] * 7 + [(True, False), (True, True), (False, True)] + [(False, False)] * 2
    assert bodies == [(number, b"x", False) for number in range(6)] + [(6, b"", True)] + [
        (number, b"x", False) for number in range(7, 12)
    ]
    assert asked == list(range(12))


def test_a_redirect_is_not_followed_here(listen, says, written):
    elsewhere = listen(says(written("x")), "127.61.2.2")
    listener = listen(says(written("", "302 Found", f"Location: {elsewhere.origin}/")))
    assert ask(listener).status == 302
    assert elsewhere.connections == 0


def test_where_the_check_refuses_no_connection_is_made(listen, says, written):
    listener, asked = listen(says(written("x"))), []

    def refuse(address):
        asked.append(address)
        return False

    answered = ask(listener, allowed=refuse)
    assert answered.failure is Cause.NOT_GRANTED
    assert asked == [ip_address(listener.address)]
    assert listener.connections == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_where_the_check_itself_fails_no_connection_is_made(listen, says, written, capfd):
    listener = listen(says(written("x")))
    answered = ask(listener, allowed=lambda _: 1 // 0)
    assert answered.failure is Cause.NOT_GRANTED
    assert listener.connections == 0


def test_a_range_is_asked_for_as_it_is(listen, says, written):
    listener = listen(says(written("0123456789")))
    answered = ask(listener, first_bytes=4, max_bytes=4)
    assert b"\r\nrange: bytes=0-3\r\n" in listener.heard[0].lower()
    assert b"accept-encoding" not in listener.heard[0].lower()
    assert (bytes(answered.body), answered.cut) == (b"0123", True)


def test_an_endless_body_is_cut(listen, drips):
    listener = listen(drips(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536, 0))
    answered = ask(listener, max_bytes=100_000)
    assert (len(answered.body), answered.cut, answered.failure) == (100_000, True, None)


def test_what_is_over_of_a_body_that_came_whole_costs_no_connection(listen):
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"

    def answer(connection, _):
        connection.sendall(reply)
        connection.recv(65_536)
        connection.sendall(reply)
        connection.recv(1)

    listener, transfers, seen = listen(answer), Transfers(), []
    for _ in range(2):
        transfers.start("key", asking(listener, max_bytes=4))
        while not (done := transfers.wait(0.1)):
            pass
        ((_, answered),) = done
        seen.append((bytes(answered.body), answered.cut, answered.failure))
    transfers.close()
    assert seen == [(b"0123", True, None)] * 2
    assert listener.connections == 1


def test_a_packed_body_is_unpacked(listen, says, written):
    listener = listen(says(written(gzip.compress(b"hello" * 10), "200 OK", "Content-Encoding: gzip")))
    assert bytes(ask(listener).body) == b"hello" * 10


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_not_unpacked(listen, says, written, layers):
    body = bytes(300_000_000) if layers == 1 else bytes(50_000_000)
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packing.compress(body) + packing.flush()
    if layers == 2:
        packed = gzip.compress(packed)
    field = "Content-Encoding: " + ", ".join(["gzip"] * layers)
    answered = ask(listen(says(written(packed, "200 OK", field))), max_bytes=1_000_000)
    assert answered.failure is Cause.TOO_LARGE
    assert len(answered.body) <= 1_000_000


def test_a_broken_packing_is_told(listen, says, written):
    listener = listen(says(written(b"no gzip at all", "200 OK", "Content-Encoding: gzip")))
    assert ask(listener).failure is Cause.TRUNCATED


@pytest.mark.parametrize(
    "head",
    [
        b"".join(b"X-%d: made up\r\n" % number for number in range(200)),
        b"X: " + b"y" * (MOST_BYTES + 1) + b"\r\n",
    ],
    ids=["many", "long"],
)
def test_a_flood_of_header_fields_is_refused(listen, says, head):
    listener = listen(says(b"HTTP/1.1 200 OK\r\n" + head + b"\r\nx"))
    assert ask(listener).failure is Cause.TOO_LARGE


def test_a_flood_of_informational_answers_is_refused(listen, drips):
    listener = listen(drips(b"", b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" * 50, 0))
    assert ask(listener).failure is Cause.TOO_LARGE


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 64),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X: y\r\n"),
    ],
    ids=["informational", "fields", "line", "trailers"],
)
def test_libcurl_itself_ends_a_head_that_never_ends(listen, drips, head, piece):
    listener, heads = listen(drips(head, piece * 50, 0)), bytearray()
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, listener.origin)
    curl.setopt(pycurl.TIMEOUT_MS, 60_000)
    curl.setopt(pycurl.WRITEFUNCTION, bytearray().extend)
    curl.setopt(pycurl.HEADERFUNCTION, heads.extend)
    with pytest.raises(pycurl.error) as ended:
        curl.perform()
    curl.close()
    assert ended.value.args[0] in {E_TOO_LARGE, pycurl.E_RECV_ERROR}
    assert len(heads) < 500_000


def test_the_body_behind_a_flood_is_not_read(listen, says):
    flood = b"".join(b"X-%d: made up\r\n" % number for number in range(200))
    answered = ask(listen(says(b"HTTP/1.1 200 OK\r\n" + flood + b"Content-Length: 5\r\n\r\nhello")))
    assert (answered.failure, bytes(answered.body)) == (Cause.TOO_LARGE, b"")


def test_an_old_libcurl_that_ends_no_head_is_not_used(monkeypatch):
    monkeypatch.setattr(curl_module, "ENDS_HEADS", 0xFFFFFF)
    with pytest.raises(RuntimeError, match="libcurl"):
        Transfers()


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (b"", Cause.NO_ANSWER),
        (b"\x00\x01 no HTTP at all\r\n\r\n", Cause.NO_ANSWER),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", Cause.TRUNCATED),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort", Cause.TRUNCATED),
    ],
    ids=["empty", "no HTTP", "shorter than promised", "broken chunk"],
)
def test_a_broken_answer_is_told_by_its_cause(listen, says, answer, cause):
    assert ask(listen(says(answer))).failure is cause


def test_a_head_that_breaks_off_is_no_answer_without_a_body(listen, says):
    assert ask(listen(says(b"HTTP/1.1 200 OK\r\nX: y\r\n"))).failure is Cause.TRUNCATED


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 103 Early\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx",
    ],
    ids=["trailers", "informational before", "bare line ends"],
)
def test_an_unusual_whole_answer_is_taken(listen, says, answer):
    answered = ask(listen(says(answer)))
    assert (answered.failure, bytes(answered.body)) == (None, b"x")


def test_more_than_promised_is_not_read(listen, says):
    listener = listen(says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nabcdef"))
    assert bytes(ask(listener).body) == b"ab"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"])
def test_a_slow_drip_ends_with_the_time(listen, drips, head):
    piece = b"x" if head else b"H"
    answered = ask(listen(drips(head, piece, 0.05)), timeout=0.6)
    assert answered.failure in {Cause.TIMED_OUT, Cause.NO_ANSWER}


def test_nobody_there_is_no_answer(listen):
    listener = listen()
    listener.port = 1
    assert ask(listener).failure is Cause.NO_ANSWER


def test_what_is_broken_off_never_comes_back(listen):
    listener, transfers = listen(), Transfers()
    transfers.start("key", asking(listener))
    transfers.wait(0.05)
    transfers.abort("key")
    assert len(transfers) == 0
    assert transfers.wait(0.01) == []
    transfers.close()


def test_connections_to_another_address_are_never_reused(listen):
    """A name that points elsewhere now must be connected to anew."""
    keep = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"

    def answer(letter):
        def speak(connection, _):
            connection.sendall(keep + letter)
            connection.recv(1)

        return speak

    first = listen(answer(b"1"), "127.61.2.1")
    second = listen(answer(b"2"), "127.61.2.2", first.port)
    transfers, bodies = Transfers(), []
    for listener in (first, second):
        transfers.start("key", asking(listener))
        while not (came := transfers.wait(0.1)):
            pass
        bodies.append(bytes(came[0][1].body))
    transfers.close()
    assert bodies == [b"1", b"2"]


@pytest.fixture
def over_tls(certificate):
    """A server that speaks TLS with that certificate."""
    with serving(certificate, Hello) as listener:
        yield listener


@contextmanager
def serving(certificate, handler):
    """Answer by a handler over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server = ThreadingHTTPServer(("127.61.2.1", 0), handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield Listening(address="127.61.2.1", port=server.server_port)
    server.shutdown()
    thread.join()
    server.server_close()


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        """Say nothing."""


class Listening(NamedTuple):
    address: str
    port: int


def test_a_certificate_that_is_trusted_opens_the_connection(over_tls, certificate):
    trusted = str(certificate / "cert.pem")
    answered = ask(over_tls, scheme="https", ca_file=trusted)
    assert bytes(answered.body) == b"hello"
    assert answered.certificate.fault is None
    written = x509.load_pem_x509_certificate((certificate / "cert.pem").read_bytes())
    assert answered.certificate.expires == written.not_valid_after_utc


def test_a_connection_that_is_used_again_says_nothing_of_its_certificate(certificate):
    class Kept(Hello):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(certificate, Kept) as listener:
        transfers, told = Transfers(), []
        for target in ("/1", "/2"):
            transfers.start(
                "key", asking(listener, target, scheme="https", ca_file=str(certificate / "cert.pem"))
            )
            while not (came := transfers.wait(0.1)):
                pass
            told.append(came[0][1].certificate)
        transfers.close()
    assert told[0].expires is not None
    assert told[1] is None


def test_without_tls_there_is_no_certificate(listen, says, written):
    assert ask(listen(says(written("x")))).certificate is None


def test_a_certificate_that_nobody_vouches_for_is_refused(over_tls):
    answered = ask(over_tls, scheme="https")
    assert answered.failure is Cause.TLS_FAILED
    assert answered.certificate == Certificate(fault=Information.CERTIFICATE_NOT_TRUSTED)


def test_a_certificate_for_another_name_is_refused(over_tls, certificate):
    trusted = str(certificate / "cert.pem")
    answered = ask(over_tls, scheme="https", ca_file=trusted, host="other.lab.test")
    assert answered.failure is Cause.TLS_FAILED
    assert answered.certificate == Certificate(fault=Information.CERTIFICATE_NOT_TRUSTED)


def test_a_server_without_tls_is_told(listen, says, written):
    answered = ask(listen(says(written("x"))), scheme="https", timeout=1.0)
    assert (answered.failure is not None, answered.certificate) == (True, None)


def test_a_form_is_posted_and_a_session_carried(listen, written):
    posted = []

    def answer(connection, request):
        head, _, body = request.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(1000)
        posted.append(body)
        connection.sendall(written("in", "200 OK", "Set-Cookie: a=1; Path=/", "set-cookie: b=2"))

    listener = listen(answer)
    answered = ask(listener, "/login", posted="user=a%26b&word=c", cookies="sid=k7")
    head = listener.heard[0].decode().lower()
    assert listener.lines == ["POST /login HTTP/1.1"]
    assert "content-type: application/x-www-form-urlencoded" in head
    assert "cookie: sid=k7" in head
    assert posted == [b"user=a%26b&word=c"]
    assert answered.cookies == ["a=1; Path=/", "b=2"]
    assert "set-cookie" not in answered.headers
    assert "k7" not in repr(asking(listener, cookies="sid=k7", posted="word=k7"))
    assert "b=2" not in repr(answered)


def test_json_is_posted_as_such(listen, written):
    listener = listen(lambda connection, _: connection.sendall(written("in", "200 OK")))
    ask(listener, "/login", posted='{"user": "a"}', json=True)
    head = listener.heard[0].decode().lower()
    assert "content-type: application/json\r\n" in head
    assert "urlencoded" not in head


def test_it_connects_from_the_address_that_is_asked_for(listen, written):
    peers = []

    def answer(connection, _):
        peers.append(connection.getpeername()[0])
        connection.sendall(written("x"))

    listener = listen(answer)
    for source in ("127.61.9.1", "127.61.9.2"):
        assert ask(listener, source=source).failure is None
    assert peers == ["127.61.9.1", "127.61.9.2"]


def test_an_address_that_is_not_ours_is_our_failure(listen, says, written):
    listener = listen(says(written("x")))
    assert ask(listener, source="192.0.2.1").failure is Cause.OUR_FAILURE
    assert listener.connections == 0
