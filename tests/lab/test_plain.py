# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is answered at once, and what is left to the whole parser."""

import http.client
import socket

import pytest

from mendsky.lab import plain
from mendsky.lab.exchange import Reply

HOST = b"\r\nHost: x.lab.test\r\n\r\n"


@pytest.mark.parametrize(
    ("line", "path", "query"),
    [
        (b"GET / HTTP/1.1", "/", {}),
        (b"GET /a%20b/%E6%9F%A5?q=%27+x&q=2&e= HTTP/1.1", "/a b/查", {"q": "' x", "e": ""}),
        (b"GET /backup/? HTTP/1.1", "/backup/", {}),
    ],
)
def test_a_plain_request_is_read(line, path, query):
    assert plain.target(line + HOST) == (path, query)


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1" + HOST,
        b"GET / HTTP/1.0" + HOST,
        b"GET / HTTP/1.1\r\nHost: x",
        b"GET / HTTP/1.1" + HOST + b"GET / HTTP/1.1" + HOST,
        b"GET / HTTP/1.1\r\nrange: bytes=0-1" + HOST,
        b"GET / HTTP/1.1\r\nCookie: a=b" + HOST,
        b"GET / HTTP/1.1\r\nOrigin: https://a.test" + HOST,
        b"GET / HTTP/1.1\r\nContent-Length: 3" + HOST,
        b"GET / HTTP/1.1\r\nConnection: close" + HOST,
        b"GET http://elsewhere/ HTTP/1.1" + HOST,
        b"GET /" + b"x" * 9000 + b" HTTP/1.1" + HOST,
        b"GET /a b HTTP/1.1" + HOST,
        b"\r\n\r\n",
    ],
)
def test_everything_else_is_left_to_the_whole_parser(data):
    assert plain.target(data) is None


def test_an_answer_says_how_long_it_is():
    written = plain.written(Reply(status=302, body=b"abc", headers={"Location": "/x"}), {"Server": "s"})
    assert written == (
        b"HTTP/1.1 302 Found\r\nServer: s\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Location: /x\r\nContent-Length: 3\r\n\r\nabc"
    )


def test_both_ways_of_answering_give_the_same(lab):
    """A cookie sends a request the long way."""
    address = lab.ready["network"].replace("0.0/16", "1.20")
    connection = http.client.HTTPConnection(address, lab.ready["port"], timeout=10)

    def ask(target, **headers):
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        kept = {name: value for name, value in answer.getheaders() if name != "Date"}
        return answer.status, kept, answer.read()

    targets = (
        "/notice/1",
        "/q8w7e6",
        "/service/query?sfzh=%27",
        "/service/query?sfzh=a+b&sfzh=2",
        "/%E6%9F%A5",
    )
    quick = [ask(target) for target in targets]
    assert quick == [ask(target, Cookie="a=b") for target in targets]
    assert [status for status, _, _ in quick] == [200, 404, 200, 200, 404]
    connection.close()


def test_a_request_in_two_pieces_is_answered_too(lab):
    address = lab.ready["network"].replace("0.0/16", "1.20")
    with socket.create_connection((address, lab.ready["port"]), timeout=10) as connection:
        for piece in (b"GET /notice/1 HT", b"TP/1.1\r\nHost: x\r\n\r\n"):
            connection.sendall(piece)
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
