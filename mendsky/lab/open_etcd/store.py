# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for etcd: its gateway for JSON, as far as it reads, over keys that are made when asked for.

https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/
"""

import json
import re
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import overload

from mendsky.lab.people import Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

EACH, LISTED, NAMED = FORMS = ("each", "listed", "named")
"""A key for each person; one key for all; and keys that are called by the persons' numbers."""
IN_ONE = 400
"""People under the one key for all."""
LENGTH = re.compile(rb"Content-Length: ([0-9]{1,6})\r\n")
LAST = b"\0"
Record = tuple[bytes, bytes]
"""Key and value."""
Answer = tuple[int, object]
"""Status, and what is written as JSON; as it is where it is text."""
REFUSED: Answer = (400, {"error": "etcdserver: user name is empty", "code": 3, "label": "synthetic"})
MISSING: Answer = (404, "404 page not found")
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    503: "Service Unavailable",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys(Sequence[bytes]):
    """Keys in their order: some before a family of many, the family, and some after it."""

    before: Sequence[Record] = ()
    family: int = 0
    made: Callable[[int], Record] = lambda _: (b"", b"")
    """Gives one of the family, in the order of their keys."""
    after: Sequence[Record] = ()

    def __len__(self) -> int:
        """Count them."""
        return len(self.before) + self.family + len(self.after)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        """Give a key by its place."""
        if isinstance(place, slice):
            return [self.record(one)[0] for one in range(*place.indices(len(self)))]
        return self.record(place)[0]

    def record(self, place: int) -> Record:
        """Give a key and its value by its place."""
        in_family = place - len(self.before)
        if in_family < 0:
            return self.before[place]
        return self.made(in_family) if in_family < self.family else self.after[in_family - self.family]


Refusing = Callable[[str, dict[str, object]], Answer | None]
"""From a path and what is asked there to what is answered instead."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a store."""

    keys: Keys
    refuses: Refusing = lambda *_: None
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Answer every request that has come whole."""
        self._rest += came
        said = b""
        while b"\r\n\r\n" in self._rest:
            head, _, rest = self._rest.partition(b"\r\n\r\n")
            found = LENGTH.search(head + b"\r\n")
            length = int(found[1]) if found else 0
            if len(rest) < length:
                break
            body, self._rest = rest[:length], rest[length:]
            said += framed(*self._answer(head.split(b" ")[1].decode(), json.loads(body or b"{}")))
        return Said(content=said)

    def _answer(self, path: str, asked: dict[str, object]) -> Answer:
        refused = self.refuses(path, asked)
        if refused is not None:
            return refused
        if path == "/version":
            return 200, {"etcdserver": "3.5.9", "etcdcluster": "3.5.0"}
        return (200, self._range(asked)) if path == "/v3/kv/range" else MISSING

    def _range(self, asked: dict[str, object]) -> object:
        first, end = (b64decode(str(asked[name])) for name in ("key", "range_end"))
        start = bisect_left(self.keys, first)
        stop = len(self.keys) if end == LAST else bisect_left(self.keys, end)
        most = asked.get("limit")
        shown = range(start, stop)[: most if isinstance(most, int) else None]
        rows = [] if asked.get("count_only") else [self.keys.record(place) for place in shown]
        found: dict[str, object] = {"header": {"revision": "7"}}
        if rows:
            found["kvs"] = [row(key, b"" if asked.get("keys_only") else value) for key, value in rows]
        if rows and len(rows) < stop - start:
            found["more"] = True
        # Nought is left out, as the product does.
        return found | ({"count": str(stop - start)} if stop > start else {})


def service(keys: Keys, refuses: Refusing = lambda *_: None) -> Service:
    """Make a service that holds keys."""
    return lambda: Store(keys=keys, refuses=refuses)


def framed(status: int, content: object) -> bytes:
    """Write an answer; a longer one in pieces, as the product does."""
    body = (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)).encode()
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: application/json\r\n"
    if len(body) < 2048:
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    pieces = (body[start : start + 2048] for start in range(0, len(body), 2048))
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunks + b"0\r\n\r\n"


def everybody(premises: Premises) -> Keys:
    """Hold everybody's record in full, beside settings of nobody."""
    weakness, holding = premises.fault, premises.holding
    folder = (weakness.path if weakness.path.endswith("/") else weakness.path[1:]).encode()

    def person(record: int) -> Person:
        (named,) = holding.numbers(record, record + 1)
        return premises.register.person(named)

    def made(record: int) -> Record:
        if weakness.form == LISTED:
            people = map(person, range(min(IN_ONE, holding.records)))
            return folder + b"all", b"\n".join(map(in_full, people))
        if weakness.form == NAMED:
            return folder + b"%08d-%b" % (record, person(record).resident_id.encode()), b"synthetic"
        return folder + b"%08d" % record, in_full(person(record))

    family = 1 if weakness.form == LISTED else holding.records
    return Keys(family=family, made=made, after=NOBODY)


def in_full(person: Person) -> bytes:
    """Write somebody's record."""
    return f"{person.name} {person.resident_id} {person.mobile} synthetic".encode()


NOBODY = tuple((b"zone/worker%d" % place, b"synthetic") for place in range(3))
"""What is about nobody."""


def row(key: bytes, value: bytes) -> dict[str, str]:
    """Write a key with what it holds."""
    written = {"key": b64encode(key).decode(), "create_revision": "3", "version": "1"}
    return written | ({"value": b64encode(value).decode()} if value else {})
