# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many TCP connections at once; each is asked about once more where its socket is opened.

No name is looked up here and nothing is kept: a connection goes to the one address that was pinned, and is
closed when its visit ends, when an answer fails, and when one is cut. Beside it there may be a second one,
to another port of that address, on which nothing is sent. On either TLS may begin, at once or later.
"""

import errno
import selectors
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Address
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.tls import certificate, wrapped

PIECE_BYTES = 65_536
MOST_PIECES = 1_000
"""Pieces in which an answer may come; more are a drip, though each came in time."""
OUR_OWN = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EADDRINUSE, errno.EADDRNOTAVAIL})
"""Failures of a socket that say nothing of the service."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """Step: say something on a connection, at the host's pace, or hear something; send back what came."""

    address: Address
    """The one address to connect to."""
    port: int
    allowed: Callable[[Address], bool]
    """Asked with the actual address where the socket is opened."""
    timeout: float
    """Seconds for everything."""
    rate: float
    """Most sendings a second to the host."""
    source: str = ""
    """Local address to connect from; the system's choice where empty."""
    content: bytes = field(default=b"", repr=False)
    """What to send; nothing is received where it is not empty."""
    anew: bool = False
    """Closes the connections that there are: what one probe said must not bear on the next."""
    beside: bool = False
    """On the second connection."""
    dials: bool = False
    """Opens a connection, and no more; nothing is sent by it."""
    within_tls: bool = False
    """A connection that it opens begins with TLS."""
    starts_tls: bool = False
    """Begins TLS on the connection that there is, and no more."""
    host: str = ""
    """Name for TLS."""
    alone: bool = False
    """Closes the second connection first."""
    most: int = 0
    """Bytes of an answer at which reading ends."""
    until: Callable[[bytes], object] = field(default=bool, repr=False)
    """Says of an answer whether it is whole."""

    @property
    def hears(self) -> bool:
        """Say whether it only hears, which costs the host nothing more."""
        return not (self.content or self.dials or self.starts_tls)


@dataclass(eq=False, kw_only=True, slots=True)
class Line:
    """One connection, and what is under way on it."""

    key: object
    opened: socket.socket
    number: int
    """Of the connection, which stays when TLS puts another object around it."""
    telling: Telling
    answered: Answered
    began: float
    unsent: memoryview = field(repr=False)
    pieces: int = 0
    under_way: bool = True
    shaking: bool = False
    """TLS is to begin before anything else."""

    @property
    def pending(self) -> bool:
        """Say whether something was deciphered that is still to be taken: the socket does not tell."""
        return isinstance(self.opened, ssl.SSLSocket) and self.opened.pending() > 0


class Streams:
    """All connections to TCP services; for each key one, and perhaps a second beside it."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lines: dict[tuple[object, bool], Line] = {}
        self._done: list[tuple[object, Answered]] = []

    def __len__(self) -> int:
        return len(self._done) + sum(line.under_way for line in self._lines.values())

    def start(self, key: object, telling: Telling) -> None:
        """Say or hear something, on the key's connection or a new one; what came of it has the same key."""
        if telling.anew:
            self.abort(key)
        if telling.alone or (telling.dials and telling.beside):
            self._hang_up((key, True))
        line = self._lines.get((key, telling.beside))
        answered = Answered(address=str(telling.address))
        if line is None:
            # Nobody may be listened to but by a connection that was asked for.
            absent = telling.starts_tls or (telling.beside and not telling.dials)
            opened = Cause.NO_ANSWER if absent else _connect(telling)
            if isinstance(opened, Cause):
                self._done.append((key, Answered(failure=opened)))
                return
            line = Line(
                key=key,
                opened=opened,
                number=opened.fileno(),
                telling=telling,
                answered=answered,
                began=0,
                unsent=memoryview(b""),
                shaking=telling.within_tls,
            )
            self._lines[key, telling.beside] = line
        line.telling, line.answered, line.began = telling, answered, time.monotonic()
        line.unsent, line.pieces, line.under_way = memoryview(telling.content), 0, True
        line.shaking = line.shaking or telling.starts_tls
        hears = telling.hears and not line.shaking
        self._selector.register(line.number, selectors.EVENT_READ if hears else selectors.EVENT_WRITE, line)

    def wait(self, seconds: float) -> list[tuple[object, Answered]]:
        """Move on for at most so many seconds and give what has come to its end."""
        for line in list(self._lines.values()):
            if line.under_way and line.telling.hears and line.pending:
                self._move(line)
        if not self._done:
            for found, _ in self._selector.select(seconds):
                self._move(found.data)
        now = time.monotonic()
        for line in list(self._lines.values()):
            if line.under_way and now - line.began >= line.telling.timeout:
                self._end(line, Cause.TIMED_OUT)
        done, self._done = self._done, []
        return done

    def abort(self, key: object) -> None:
        """Break off a key's connections at once; nothing will come back."""
        for beside in (False, True):
            self._hang_up((key, beside))

    def _hang_up(self, which: tuple[object, bool]) -> None:
        line = self._lines.pop(which, None)
        if line is not None:
            if line.under_way:
                self._selector.unregister(line.number)
            line.opened.close()

    def close(self) -> None:
        """Break off everything."""
        for which in list(self._lines):
            self._hang_up(which)
        self._selector.close()

    def _move(self, line: Line) -> None:
        try:
            self._step(line)
            while line.under_way and line.telling.hears and line.pending:
                self._step(line)
        except ssl.SSLWantReadError:
            self._watch(line, selectors.EVENT_READ)
        except ssl.SSLWantWriteError:
            self._watch(line, selectors.EVENT_WRITE)
        except BlockingIOError:
            # Ready a moment ago and not now: the selector tells again.
            return
        except OSError as failure:
            self._end(line, _cause(failure, line))

    def _step(self, line: Line) -> None:
        if line.shaking:
            self._shake_hands(line)
        elif line.telling.dials:
            _reach(line.opened)
            self._end(line, None)
        elif line.unsent:
            self._send(line)
        else:
            self._receive(line)

    def _watch(self, line: Line, event: int) -> None:
        self._selector.modify(line.number, event, line)

    def _shake_hands(self, line: Line) -> None:
        telling = line.telling
        if not isinstance(line.opened, ssl.SSLSocket):
            _reach(line.opened)
            first = self._lines.get((line.key, False)) if telling.beside else None
            line.opened = wrapped(line.opened, telling.host, first.opened if first else None)
        line.pieces += 1
        if line.pieces > MOST_PIECES:
            self._end(line, Cause.TIMED_OUT)
            return
        line.opened.do_handshake()
        line.shaking, line.pieces = False, 0
        line.answered.certificate = certificate(line.opened, telling.host)
        if telling.dials or telling.starts_tls:
            self._end(line, None)
        else:
            self._watch(line, selectors.EVENT_WRITE if line.unsent else selectors.EVENT_READ)

    def _send(self, line: Line) -> None:
        try:
            line.unsent = line.unsent[line.opened.send(line.unsent) :]
        except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
            # It hung up; what it said before, such as why, is still to be heard.
            line.unsent = memoryview(b"")
        if not line.unsent:
            self._end(line, None)

    def _receive(self, line: Line) -> None:
        answered, telling = line.answered, line.telling
        room = telling.most - len(answered.body)
        # Of what goes on later, nothing is taken that the next question is to bring.
        piece = line.opened.recv(min(PIECE_BYTES, room) if telling.beside else PIECE_BYTES)
        if not piece:
            hung_up = Cause.TRUNCATED if answered.body else Cause.NO_ANSWER
            self._end(line, None if telling.beside else hung_up)
            return
        line.pieces += 1
        answered.body += piece[:room]
        answered.cut = len(piece) > room or (telling.beside and len(piece) == room)
        if answered.cut or telling.until(bytes(answered.body)):
            self._end(line, None)
        elif line.pieces >= MOST_PIECES:
            self._end(line, Cause.TIMED_OUT)

    def _end(self, line: Line, failure: Cause | None) -> None:
        # Idle it is not looked at: what it says unasked, or that it hung up, waits.
        self._selector.unregister(line.number)
        line.under_way = False
        answered = line.answered
        answered.failure, answered.seconds = failure, time.monotonic() - line.began
        self._done.append((line.key, answered))
        beside = line.telling.beside
        if failure is not None or (answered.cut and not beside):
            self._hang_up((line.key, beside))


def _reach(opened: socket.socket) -> None:
    """Raise `OSError` where a connection did not come about."""
    failure = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if failure:
        raise OSError(failure, "")


def _connect(telling: Telling) -> socket.socket | Cause:
    """Open a socket on its way to the pinned address; or say why there is none."""
    if not telling.allowed(telling.address):
        return Cause.NOT_GRANTED
    family = socket.AF_INET6 if telling.address.version == 6 else socket.AF_INET
    try:
        opened = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return Cause.OUR_FAILURE
    try:
        opened.settimeout(0)
        if telling.source:
            opened.bind((telling.source, 0))
        opened.connect((str(telling.address), telling.port))
    except BlockingIOError:
        # On its way; the selector tells when it is there.
        return opened
    except OSError as failure:
        opened.close()
        return Cause.OUR_FAILURE if failure.errno in OUR_OWN else Cause.NO_ANSWER
    return opened


def _cause(failure: OSError, line: Line) -> Cause:
    if isinstance(failure, ssl.SSLError):
        return Cause.TLS_FAILED
    if failure.errno in OUR_OWN:
        return Cause.OUR_FAILURE
    if failure.errno == errno.ETIMEDOUT:
        return Cause.TIMED_OUT
    if line.shaking and isinstance(line.opened, ssl.SSLSocket):
        return Cause.TLS_FAILED
    return Cause.TRUNCATED if line.answered.body else Cause.NO_ANSWER
