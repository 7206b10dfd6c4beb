# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The serialisation protocol of Redis, version 2: commands to bytes, bytes to replies.

https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from mendsky.core.terms.streams import Receive, Send

END = b"\r\n"
LINE_BYTES = 512
"""Longest line of a length, a number, a status or an error."""
MOST_ELEMENTS = 1_000
"""Elements of an answer, those of its arrays included; more are no answer to anything that is asked here."""
MOST_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Refused:
    """An error that the service answers."""

    word: str
    """The first word, in capitals by custom: `NOAUTH`, `ERR`."""
    text: str


Reply = bytes | int | Refused | None | tuple["Reply", ...]
"""Status or string, number, error, nothing, array."""


class NotRespError(ValueError):
    """Bytes are no answer in this protocol."""


class _ShortError(Exception):
    """Bytes are the beginning of an answer."""


def command(*words: bytes) -> bytes:
    """Write one command."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)


def asking(target: str, commands: Sequence[bytes], most: int) -> tuple[Send, Receive]:
    """Ask some commands at once, named as the log is to name them, and hear as many replies."""
    return Send(b"".join(commands), target=target), Receive(most, partial(is_whole, count=len(commands)))


def is_whole(content: bytes, *, count: int) -> bool:
    """Say whether so many replies are there, or what is there can never become them."""
    try:
        replies(content, count)
    except _ShortError:
        return False
    except NotRespError:
        return True
    return True


def read(content: bytes, count: int) -> tuple[Reply, ...] | None:
    """Read so many replies; None where the bytes are not exactly that."""
    try:
        found, end = replies(content, count)
    except (_ShortError, NotRespError):
        return None
    return found if end == len(content) else None


def replies(content: bytes, count: int) -> tuple[tuple[Reply, ...], int]:
    """Read so many replies from the start, and give where they end.

    Raises `NotRespError` where they cannot be read.
    """
    return _Reader(content).several(count, 0, 0)


class _Reader:
    """One look at some bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._elements = 0

    def several(self, count: int, at: int, depth: int) -> tuple[tuple[Reply, ...], int]:
        found: list[Reply] = []
        for _ in range(count):
            reply, at = self._one(at, depth)
            found.append(reply)
        return tuple(found), at

    def _one(self, at: int, depth: int) -> tuple[Reply, int]:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or depth > MOST_DEPTH:
            msg = "more than any answer holds"
            raise NotRespError(msg)
        kind = self._content[at : at + 1]
        if kind and kind not in b"+-:$*":
            msg = "not the mark of a reply"
            raise NotRespError(msg)
        line, at = self._line(at + 1)
        if kind == b"+":
            return line, at
        if kind == b"-":
            text = line.decode("ascii", "replace")
            return Refused(text.partition(" ")[0], text), at
        number = _number(line)
        if kind == b":":
            return number, at
        if number < 0:
            return None, at
        return self._string(number, at) if kind == b"$" else self.several(number, at, depth + 1)

    def _line(self, at: int) -> tuple[bytes, int]:
        end = self._content.find(END, at, at + LINE_BYTES)
        if end >= 0:
            return self._content[at:end], end + len(END)
        if len(self._content) - at >= LINE_BYTES:
            msg = "a line without an end"
            raise NotRespError(msg)
        raise _ShortError

    def _string(self, length: int, at: int) -> tuple[bytes, int]:
        end = at + length
        if len(self._content) < end + len(END):
            raise _ShortError
        if self._content[end : end + len(END)] != END:
            msg = "a string that does not end where it says"
            raise NotRespError(msg)
        return self._content[at:end], end + len(END)


def _number(line: bytes) -> int:
    if len(line) > 20 or not line.removeprefix(b"-").isdigit():
        msg = "no number where one belongs"
        raise NotRespError(msg)
    return int(line)
