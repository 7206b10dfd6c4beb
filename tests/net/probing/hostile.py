# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a hostile server may do to whoever asks it: a row a behaviour, with the cause that a visit must give.

A behaviour speaks raw bytes on one connection. What it sends is made piece by piece, so that the memory
measured is the asker's own.
"""

import gzip
import socket
import struct
import time
import zlib
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import NamedTuple

import brotli

from mendsky.core.terms.answers import Cause

OK = b"HTTP/1.1 200 OK\r\n"
PAUSE = 0.05
"""Seconds between the pieces of a drip."""
SPACES = b" " * 1_000_000
BOMB_SPACES = 20
"""Of a bomb: 20 MB."""
FLOOD = 100_000
"""Pieces of what has no end, far above every bound; a speaker ends sooner, when nobody listens."""
STRAY = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray"


class Hostile(NamedTuple):
    """One behaviour of a server."""

    name: str
    speak: Callable[[socket.socket, bytes], None]
    cause: Cause
    """Why a visit can determine nothing."""


def says(*pieces: bytes) -> Callable[[socket.socket, bytes], None]:
    """Say these pieces and close."""

    def speak(connection: socket.socket, _: bytes) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return speak


def floods(head: bytes, piece: bytes, pause: float = 0) -> Callable[[socket.socket, bytes], None]:
    """Say a head, and a piece over and over."""

    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        for _ in range(FLOOD):
            connection.sendall(piece)
            time.sleep(pause)

    return speak


def drips(head: bytes, piece: bytes = b"x") -> Callable[[socket.socket, bytes], None]:
    """Say a head at once and the rest in drops."""
    return floods(head, piece, PAUSE)


def holds(head: bytes) -> Callable[[socket.socket, bytes], None]:
    """Say a head and hold the line until the other side hangs up."""

    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        connection.settimeout(30)
        connection.recv(1)

    return speak


def resets(head: bytes) -> Callable[[socket.socket, bytes], None]:
    """Say a head and break the connection off with a reset."""

    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        time.sleep(PAUSE)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return speak


@cache
def gzip_bomb() -> bytes:
    return _packed(zlib.compressobj(6, zlib.DEFLATED, 31))


@cache
def deflate_bomb() -> bytes:
    return _packed(zlib.compressobj(6))


@cache
def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    return b"".join(packer.process(SPACES) for _ in range(BOMB_SPACES)) + packer.finish()


@cache
def nested_bomb() -> bytes:
    return gzip.compress(gzip_bomb())


def _packed(packer) -> bytes:
    return b"".join(packer.compress(SPACES) for _ in range(BOMB_SPACES)) + packer.flush()


def bursts(encoding: str, bomb: Callable[[], bytes]) -> Callable[[socket.socket, bytes], None]:
    """Send a body of nothing but spaces, packed."""

    def speak(connection: socket.socket, _: bytes) -> None:
        connection.sendall(body(bomb(), f"Content-Encoding: {encoding}".encode()))

    return speak


def leads(*targets: str) -> Callable[[socket.socket, bytes], None]:
    """Redirect every question to targets in turn; `{n}` is a number that never comes again."""
    numbers = count()

    def speak(connection: socket.socket, _: bytes) -> None:
        number = next(numbers)
        target = targets[number % len(targets)].format(n=number)
        connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())

    return speak


def body(content: bytes, *fields: bytes) -> bytes:
    """Write a whole answer."""
    return (
        OK
        + b"".join(field + b"\r\n" for field in (*fields, b"Content-Length: %d" % len(content)))
        + b"\r\n"
        + content
    )


def chunked(rest: bytes) -> bytes:
    """Write the head of an answer in chunks, and what follows."""
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + rest


BEHAVIOURS = (
    # Nothing, or nothing in time.
    Hostile("silence", holds(b""), Cause.TIMED_OUT),
    Hostile("closed at once", says(), Cause.NO_ANSWER),
    Hostile("reset at once", resets(b""), Cause.NO_ANSWER),
    Hostile("drops of a status line", drips(b"HTTP/1.1 200 O", b"K"), Cause.TIMED_OUT),
    Hostile("drops of one header line", drips(OK + b"X: "), Cause.TIMED_OUT),
    Hostile("drops of header lines", drips(OK, b"X: y\r\n"), Cause.TIMED_OUT),
    Hostile("drops of a body", drips(OK + b"\r\n"), Cause.TIMED_OUT),
    Hostile("drops of a chunk size", drips(chunked(b""), b"0"), Cause.TRUNCATED),
    Hostile(
        "drops of informational answers", drips(b"", b"HTTP/1.1 102 Processing\r\n\r\n"), Cause.TIMED_OUT
    ),
    Hostile("a head without an end", holds(OK + b"X: y\r\n"), Cause.TIMED_OUT),
    Hostile("a promised body that never comes", holds(OK + b"Content-Length: 5\r\n\r\n"), Cause.TIMED_OUT),
    # Closed at each stage.
    Hostile("closed in the status line", says(b"HTTP/1."), Cause.NO_ANSWER),
    Hostile("closed behind the status line", says(OK), Cause.TRUNCATED),
    Hostile("closed in a header line", says(OK + b"Content-Ty"), Cause.TRUNCATED),
    Hostile("closed before the body", says(OK + b"Content-Length: 5\r\n\r\n"), Cause.TRUNCATED),
    Hostile("closed in the body", says(OK + b"Content-Length: 5\r\n\r\nab"), Cause.TRUNCATED),
    Hostile("closed in a chunk", says(chunked(b"ff\r\nab")), Cause.TRUNCATED),
    Hostile("closed before the last chunk", says(chunked(b"2\r\nab\r\n")), Cause.TRUNCATED),
    Hostile("reset in the body", resets(OK + b"Content-Length: 5\r\n\r\nab"), Cause.TRUNCATED),
    # Too much.
    Hostile("an endless body", floods(OK + b"\r\n", b"x" * 65_536), Cause.TOO_LARGE),
    Hostile("an endless row of chunks", floods(chunked(b""), b"8\r\nxxxxxxxx\r\n" * 999), Cause.TOO_LARGE),
    Hostile("an endless chunk", floods(chunked(b"7fffffffffffffff\r\n"), b"x" * 65_536), Cause.TOO_LARGE),
    Hostile("a flood of header lines", floods(OK, b"X: y\r\n" * 99), Cause.TOO_LARGE),
    Hostile("an endless header line", floods(OK + b"X: ", b"y" * 9999), Cause.TOO_LARGE),
    Hostile("an endless status line", floods(b"HTTP/1.1 200 ", b"O" * 9999), Cause.TOO_LARGE),
    Hostile("a flood of cookies", floods(OK, b"Set-Cookie: a=b\r\n" * 99), Cause.TOO_LARGE),
    Hostile("a cookie beyond measure", says(body(b"x", b"Set-Cookie: a=" + b"b" * 60_000)), Cause.TOO_LARGE),
    Hostile(
        "a flood of informational answers", floods(b"", b"HTTP/1.1 103 Early\r\n\r\n" * 99), Cause.TOO_LARGE
    ),
    Hostile("a flood of trailers", floods(chunked(b"1\r\nx\r\n0\r\n"), b"X: y\r\n" * 99), Cause.TOO_LARGE),
    Hostile("an endless chunk extension", floods(chunked(b"1;"), b"x" * 9999), Cause.TIMED_OUT),
    Hostile("a bomb of gzip", bursts("gzip", gzip_bomb), Cause.TOO_LARGE),
    Hostile("a bomb of deflate", bursts("deflate", deflate_bomb), Cause.TOO_LARGE),
    Hostile("a bomb in a bomb", bursts("gzip, gzip", nested_bomb), Cause.TOO_LARGE),
    Hostile("a bomb of brotli that nobody asked for", bursts("br", brotli_bomb), Cause.TOO_LARGE),
    # Packed wrongly.
    Hostile("no gzip at all", says(body(b"plain", b"Content-Encoding: gzip")), Cause.TRUNCATED),
    # libcurl does not tell that a packed body ended early.
    Hostile(
        "half a gzip", says(body(gzip.compress(b"x" * 999)[:15], b"Content-Encoding: gzip")), Cause.CATCH_ALL
    ),
    Hostile("an encoding of its own", says(body(b"x", b"Content-Encoding: made-up")), Cause.TRUNCATED),
    Hostile(
        "a hundred encodings",
        says(body(b"x", b"Content-Encoding: " + b", ".join([b"gzip"] * 100))),
        Cause.TRUNCATED,
    ),
    # Lengths.
    Hostile("a length that is too long", says(OK + b"Content-Length: 99999\r\n\r\nab"), Cause.TRUNCATED),
    Hostile("a length that is too short", says(OK + b"Content-Length: 2\r\n\r\nabcdef"), Cause.CATCH_ALL),
    Hostile("a negative length", says(OK + b"Content-Length: -5\r\n\r\nab"), Cause.NO_ANSWER),
    Hostile("a length that is no number", says(OK + b"Content-Length: many\r\n\r\nab"), Cause.NO_ANSWER),
    Hostile(
        "a length beyond all numbers",
        says(OK + b"Content-Length: " + b"9" * 40 + b"\r\n\r\nab"),
        Cause.CATCH_ALL,
    ),
    Hostile(
        "two lengths", says(OK + b"Content-Length: 2\r\nContent-Length: 6\r\n\r\nabcdef"), Cause.NO_ANSWER
    ),
    Hostile(
        "a length beside chunks",
        says(OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        Cause.TRUNCATED,
    ),
    Hostile("a chunk size that is no number", says(chunked(b"zz\r\nab\r\n0\r\n\r\n")), Cause.TRUNCATED),
    Hostile("a chunk size beyond all numbers", says(chunked(b"f" * 40 + b"\r\nab")), Cause.TRUNCATED),
    Hostile("a chunk longer than its size", says(chunked(b"1\r\nabcdef\r\n0\r\n\r\n")), Cause.TRUNCATED),
    # What is no HTTP, or hardly.
    Hostile("HTTP/0.9", says(b"<h1>hello</h1>"), Cause.NO_ANSWER),
    Hostile("another protocol", says(b"SSH-2.0-OpenSSH_9.6\r\n"), Cause.NO_ANSWER),
    Hostile("bytes of nothing", says(bytes(4096)), Cause.NO_ANSWER),
    Hostile("a version of its own", says(b"HTTP/7.3 200 OK\r\n\r\nx"), Cause.NO_ANSWER),
    Hostile("a status of letters", says(b"HTTP/1.1 abc OK\r\n\r\nx"), Cause.NO_ANSWER),
    Hostile("a status of four digits", says(b"HTTP/1.1 2000 OK\r\n\r\nx"), Cause.CATCH_ALL),
    Hostile("a status of nought", says(b"HTTP/1.1 000 OK\r\n\r\nx"), Cause.NO_ANSWER),
    Hostile(
        "a status of 999", says(b"HTTP/1.1 999 Denied\r\nContent-Length: 1\r\n\r\nx"), Cause.SERVER_ERROR
    ),
    Hostile(
        "a switch of protocols", says(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nx"), Cause.SERVER_ERROR
    ),
    Hostile("null bytes in the head", says(OK + b"X: a\x00b\r\nContent-Length: 1\r\n\r\nx"), Cause.NO_ANSWER),
    Hostile("null bytes in the body", says(body(bytes(4096))), Cause.CATCH_ALL),
    Hostile(
        "a header line without a colon", says(OK + b"no field\r\nContent-Length: 1\r\n\r\nx"), Cause.NO_ANSWER
    ),
    Hostile(
        "bytes of no encoding",
        says(body(bytes(range(128, 256)) * 9, b"Content-Type: text/html; charset=\xff\xfe")),
        Cause.CATCH_ALL,
    ),
    Hostile(
        "a charset that is none",
        says(body("号码".encode(), b"Content-Type: text/html; charset=utf-7")),
        Cause.CATCH_ALL,
    ),
    Hostile(
        "204 with a body", says(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"), Cause.CATCH_ALL
    ),
    Hostile("304 that nobody asked for", says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), Cause.CATCH_ALL),
    Hostile(
        "206 that nobody asked for",
        says(b"HTTP/1.1 206 Part\r\nContent-Range: bytes 0-0/9\r\nContent-Length: 1\r\n\r\nx"),
        Cause.CATCH_ALL,
    ),
    Hostile("an answer more than was asked for", says(body(b"<p>hello</p>") + STRAY), Cause.CATCH_ALL),
    # Leading away.
    Hostile("a redirect to itself", leads("/"), Cause.REDIRECTED),
    Hostile("a redirect without an end", leads("/{n}"), Cause.REDIRECTED),
    Hostile("a redirect in a circle", leads("/a", "/b"), Cause.REDIRECTED),
    Hostile("a redirect to a host of its choice", leads("http://127.61.9.9:1/"), Cause.REDIRECTED),
    Hostile(
        "a redirect to this machine",
        leads("http://localhost/", "http://[::1]/", "http://0/"),
        Cause.REDIRECTED,
    ),
    Hostile(
        "a redirect to another scheme",
        leads("https://yb.lab.test/", "file:///etc/hostname", "gopher://x/"),
        Cause.REDIRECTED,
    ),
    Hostile("a redirect to nowhere", leads("http://[", "//", "\\\\x"), Cause.REDIRECTED),
    Hostile("a redirect that splits its line", leads("/%0d%0aX:%20y", "/\tx"), Cause.REDIRECTED),
    Hostile(
        "a redirect without a target",
        says(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
        Cause.REDIRECTED,
    ),
    Hostile("a redirect beyond measure", leads("/" + "x" * 60_000), Cause.TOO_LARGE),
    # Shedding load without an end.
    Hostile(
        "busy for ever",
        says(b"HTTP/1.1 503 Busy\r\nRetry-After: 99999999\r\nContent-Length: 0\r\n\r\n"),
        Cause.SERVER_ERROR,
    ),
    Hostile(
        "too many requests for ever",
        says(b"HTTP/1.1 429 No\r\nRetry-After: 99999999\r\nContent-Length: 0\r\n\r\n"),
        Cause.BLOCKED,
    ),
)
