# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages of etcd's gateway for JSON: questions to bytes, bytes to answers.

https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/; keys and values are written in Base64 (RFC 4648), so
that nobody's number is seen in them before they are decoded. Answers are framed as RFC 9112 section 6 has it.
"""

import binascii
import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

HEAD = b"HTTP/1."
HEAD_END = b"\r\n\r\n"
HEAD_BYTES = 16_384
STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})\b")
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*(?:\r\n|$)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?:\r\n|$)", re.IGNORECASE)
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,7})[ \t]*\r\n")
MOST_CHUNKS = 2_000
HELD = re.compile(rb"\"(?:key|value)\"\s*:\s*\"((?:[A-Za-z0-9+/=]{4})*)")
"""As much of what is held as can be decoded, where the answer was cut in the middle of it too."""
ALL = b"\0"
"""As a key the first that there can be; as the end of a range, that it has none (`RangeRequest`)."""
CLOSED_STATUS = frozenset({401, 403})
NO_NAME = "user name is empty"
"""How etcd refuses whoever does not say who it is, with a status of 400 (`ErrUserEmpty`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One answer of a server."""

    status: int
    fields: dict[str, object] = field(default_factory=dict, repr=False)
    """What its JSON holds; empty where it is none."""
    keys: list[bytes] = field(default_factory=list, repr=False)
    """The keys that it names."""

    @property
    def closed(self) -> bool:
        """Say whether it refuses whoever does not log in."""
        said = f"{self.fields.get('error')} {self.fields.get('message')}"
        return self.status in CLOSED_STATUS or NO_NAME in said

    @property
    def of_range(self) -> bool:
        """Say whether it tells of a range of keys, be it an empty one."""
        return self.status == 200 and "header" in self.fields

    @property
    def count(self) -> int:
        """Give how many keys there are in the range that was asked for."""
        written = str(self.fields.get("count", "0"))
        return int(written) if re.fullmatch(r"[0-9]{1,18}", written) else 0

    @property
    def more(self) -> bool:
        """Say whether it names only the first of them."""
        return self.fields.get("more") is True


def get(host: str, path: str) -> bytes:
    """Ask for one path."""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


def keys_in(host: str, version: str, first: bytes, end: bytes, **how: int | bool) -> bytes:
    """Ask for the keys from the first to the end, which is left out, in an interface's version."""
    written = {"key": b64encode(first).decode(), "range_end": b64encode(end).decode(), **how}
    body = json.dumps(written).encode()
    head = (
        f"POST /{version}/kv/range HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def after(folder: bytes) -> bytes:
    """Give the first key that no longer begins with a folder's name."""
    named = folder.rstrip(b"\xff")
    return named[:-1] + bytes([named[-1] + 1]) if named else ALL


def is_whole(heard: bytes) -> bool:
    """Say whether an answer is all there, or can never become one."""
    if not heard.startswith(HEAD[: len(heard)]):
        return True
    if HEAD_END not in heard:
        return len(heard) > HEAD_BYTES
    return _framed(heard)[1]


def read(heard: bytes) -> Answered | None:
    """Read a whole answer; None where the bytes are none, or name keys that cannot be read."""
    status, (body, whole) = STATUS.match(heard), _framed(heard)
    if status is None or not whole:
        return None
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        return Answered(status=int(status[1]))
    rows = fields.get("kvs", [])
    keys = [_key(row) for row in rows] if isinstance(rows, list) else [None]
    named = [key for key in keys if key is not None]
    return Answered(status=int(status[1]), fields=fields, keys=named) if len(named) == len(keys) else None


def values(heard: bytes) -> bytes:
    """Give the keys and values in an answer, one a line, of one that was cut those that came."""
    found = (_decoded(written.decode()) for written in HELD.findall(_framed(heard)[0]))
    return b"\n".join(one for one in found if one)


def _framed(heard: bytes) -> tuple[bytes, bool]:
    """Give what came of an answer's content, and whether it is all or more can never be read."""
    head, found, rest = heard.partition(HEAD_END)
    if not found:
        return b"", False
    if CHUNKED.search(head):
        return _joined(rest)
    length = LENGTH.search(head)
    # Without a length it lasts until the server hangs up; etcd refuses so what it cannot read.
    return (rest, True) if length is None else (rest[: int(length[1])], len(rest) >= int(length[1]))


def _joined(rest: bytes) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    at = 0
    for _ in range(MOST_CHUNKS):
        size = CHUNK.match(rest, at)
        if size is None:
            break
        length, start = int(size[1], 16), size.end()
        if length == 0:
            return b"".join(pieces), rest.endswith(HEAD_END)
        pieces.append(rest[start : start + length])
        at = start + length + 2
    return b"".join(pieces), len(pieces) == MOST_CHUNKS


def _key(row: object) -> bytes | None:
    # The empty key is left out, as everything is that is empty.
    return _decoded(row.get("key", "")) if isinstance(row, dict) else None


def _decoded(written: object) -> bytes | None:
    try:
        return b64decode(str(written), validate=True)
    except binascii.Error:
        return None
