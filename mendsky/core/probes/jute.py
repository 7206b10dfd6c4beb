# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages of ZooKeeper: questions to bytes, bytes to replies.

https://github.com/apache/zookeeper, `zookeeper-jute/src/main/resources/zookeeper.jute`. Several questions may
be sent at once; they are answered in their order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from struct import Struct

NUMBER = Struct(">i")
REPLY = Struct(">iiqi")
"""Length, number of the question, transaction, error."""
SESSION = Struct(">iiiq")
"""Length, version, milliseconds after which the session ends, its number."""
STAT = Struct(">qqqqiiiqiiq")
"""Times and versions; the last but two are the bytes that a node holds and its children."""
EXISTS, GET_DATA, GET_CHILDREN = 3, 4, 12
MILLISECONDS = 30_000
"""After which a session ends by itself; the server shortens it to what it allows."""
MOST_BYTES = 48_000_000
CONNECT = Struct(">iiqiqi16s?").pack(45, 0, 0, MILLISECONDS, 0, 16, bytes(16), True)  # noqa: FBT003
"""Begin a session, with a server that only reads too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer of a server."""

    error: int
    """0, or why it was not carried out (`KeeperException.Code`)."""
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """How much a node holds."""

    size: int
    """Bytes."""
    children: int


def questions(kind: int, paths: list[str]) -> bytes:
    """Ask one thing of some nodes; nothing is watched."""
    return b"".join(_question(turn, kind, path) for turn, path in enumerate(paths, start=1))


def _question(turn: int, kind: int, path: str) -> bytes:
    written = path.encode()
    content = NUMBER.pack(turn) + NUMBER.pack(kind) + NUMBER.pack(len(written)) + written + b"\0"
    return NUMBER.pack(len(content)) + content


def are_whole(count: int) -> Callable[[bytes], bool]:
    """Give what says whether so many messages are there, or what is there can never become them."""
    return partial(_are_whole, count)


def _are_whole(count: int, heard: bytes) -> bool:
    at = 0
    for _ in range(count):
        if len(heard) < at + NUMBER.size:
            return False
        length = _number(heard, at)
        if not 0 < length <= MOST_BYTES:
            return True
        at += NUMBER.size + length
    return len(heard) >= at


def is_session(heard: bytes) -> bool | None:
    """Say whether a server began a session; None where the bytes are no answer to that."""
    if len(heard) < SESSION.size or len(heard) != NUMBER.size + _number(heard, 0):
        return None
    _, version, milliseconds, number = SESSION.unpack_from(heard)
    return None if version else milliseconds > 0 and number != 0


def read(heard: bytes, count: int) -> list[Reply] | None:
    """Read so many replies; None where the bytes are not exactly those."""
    replies: list[Reply] = []
    at = 0
    while at < len(heard) and len(replies) < count:
        if len(heard) < at + REPLY.size:
            return None
        length, turn, _, error = REPLY.unpack_from(heard, at)
        end = at + NUMBER.size + length
        if length < REPLY.size - NUMBER.size or end > len(heard) or turn != len(replies) + 1:
            return None
        replies.append(Reply(error=error, content=heard[at + REPLY.size : end]))
        at = end
    return replies if at == len(heard) and len(replies) == count else None


def names(content: bytes) -> list[str] | None:
    """Read the names of children; None where there are none to be read."""
    if len(content) < NUMBER.size:
        return None
    found, at = [], NUMBER.size
    for _ in range(_number(content, 0)):
        if len(content) < at + NUMBER.size:
            return None
        end = at + NUMBER.size + max(0, _number(content, at))
        if end > len(content):
            return None
        found.append(content[at + NUMBER.size : end].decode("utf-8", "replace"))
        at = end
    return found


def node(content: bytes) -> Node | None:
    """Read how much a node holds."""
    if len(content) != STAT.size:
        return None
    *_, size, children, _ = STAT.unpack(content)
    return Node(size=size, children=children)


def listed(heard: bytes) -> bytes:
    """Give the names in one answer, one a line: beside the digits of a name stand bytes like digits."""
    return "\n".join(names(heard[REPLY.size :]) or ()).encode()


def held(heard: bytes) -> bytes:
    """Give what the nodes of an answer hold, of the last what came of it."""
    found, at = [], 0
    while len(heard) >= at + REPLY.size + NUMBER.size:
        length, start = _number(heard, at), at + REPLY.size + NUMBER.size
        if length < REPLY.size - NUMBER.size:
            break
        end = at + NUMBER.size + length
        # A reply that is an error holds nothing more.
        if start <= end:
            found.append(heard[start : min(end, start + max(0, _number(heard, at + REPLY.size)))])
        at = end
    return b"\n".join(found)


def _number(heard: bytes, at: int) -> int:
    return int(NUMBER.unpack_from(heard, at)[0])
