# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for MongoDB: the few commands that only read, over documents that are made when asked for.

https://bsonspec.org/spec.html; never compared with the product.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from struct import pack, unpack_from

from mendsky.lab.people import Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

PLAIN, NESTED = FORMS = ("plain", "nested")
"""Fields side by side; and below another field."""
NAME = re.compile(rb"\x02([a-zA-Z$]{1,20})\0....([^\0]{0,120})\0", re.DOTALL)
LIMIT = re.compile(rb"\x10limit\0(....)", re.DOTALL)
COMMAND = re.compile(rb"[\x02\x10]([a-zA-Z]{2,30})\0")
HEAD_BYTES = 26
"""Of a message, before the name of its command."""

Collection = tuple[int, Callable[[int], bytes]]
"""How many documents, and each by its number."""
Collections = Mapping[tuple[str, str], Collection]
Refusing = Callable[[str], bytes | None]
"""From the name of a command to the document that is answered instead."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a store."""

    collections: Collections
    refuses: Refusing = lambda _: None
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Carry out a message that has come whole."""
        self._rest += came
        if len(self._rest) < HEAD_BYTES or len(self._rest) < unpack_from("<i", self._rest)[0]:
            return Said()
        asked, self._rest = self._rest[HEAD_BYTES - 1 :], b""
        return Said(content=message(self._answer(asked)))

    def _answer(self, asked: bytes) -> bytes:
        found = COMMAND.match(asked)
        command = found[1].decode() if found else ""
        refused = self.refuses(command)
        if refused is not None:
            return refused
        texts = {name.decode(): text.decode() for name, text in NAME.findall(asked)}
        database = texts.get("$db", "")
        if command == "hello":
            return ok()
        if command == "listDatabases":
            named = dict.fromkeys(("admin", "config", "local", *(one for one, _ in self.collections)))
            return ok(array("databases", [document(text("name", name)) for name in named]))
        if command == "listCollections":
            names = [name for one, name in self.collections if one == database]
            return ok(batch([document(text("name", name)) for name in names]))
        count, make = self.collections.get((database, texts.get(command, "")), (0, _nothing))
        if command == "find":
            limit = LIMIT.search(asked)
            most = unpack_from("<i", limit[1])[0] if limit else 101
            return ok(batch([make(number) for number in range(min(most, count))]))
        return ok(number("n", count)) if command == "count" else failed(59)


def service(collections: Collections, refuses: Refusing = lambda _: None) -> Service:
    """Make a service that holds some collections."""
    return lambda: Store(collections=collections, refuses=refuses)


def everybody(premises: Premises) -> dict[tuple[str, str], Collection]:
    """Hold everybody's record in full, beside a collection of nobody."""
    weakness, holding = premises.fault, premises.holding
    database, collection = weakness.path.strip("/").split("/")

    def record(place: int) -> bytes:
        (named,) = holding.numbers(place, place + 1)
        fields = _in_full(premises.register.person(named))
        return document(_element(3, "grxx", document(fields)) if weakness.form == NESTED else fields)

    return nobody() | {(database, collection): (holding.records, record)}


def nobody() -> dict[tuple[str, str], Collection]:
    """Hold what is about nobody."""
    return {
        ("site", "visits"): (40, lambda place: document(text("label", "synthetic"), number("hits", place)))
    }


def _in_full(person: Person) -> bytes:
    fields = {"xm": person.name, "sfzh": person.resident_id, "sjh": person.mobile, "label": "synthetic"}
    return b"".join(text(name, value) for name, value in fields.items())


def _nothing(_: int) -> bytes:
    return document()


def message(answer: bytes) -> bytes:
    """Write a message with one document."""
    return pack("<iiiiIB", 21 + len(answer), 7, 1, 2013, 0, 0) + answer


def ok(*elements: bytes) -> bytes:
    """Write the answer to a command that was carried out."""
    return document(*elements, b"\x01ok\0" + pack("<d", 1.0))


def failed(code: int) -> bytes:
    """Write the answer to a command that was not."""
    return document(b"\x01ok\0" + pack("<d", 0.0), text("errmsg", "synthetic"), number("code", code))


def document(*elements: bytes) -> bytes:
    """Write a document of elements."""
    plain = b"".join(elements)
    return pack("<i", len(plain) + 5) + plain + b"\0"


def batch(documents: list[bytes]) -> bytes:
    """Write a cursor that is at its end."""
    cursor = document(array("firstBatch", documents), b"\x12id\0" + bytes(8), text("ns", "synthetic"))
    return _element(3, "cursor", cursor)


def array(name: str, documents: list[bytes]) -> bytes:
    """Write an array of documents."""
    rows = (_element(3, str(place), one) for place, one in enumerate(documents))
    return _element(4, name, document(*rows))


def text(name: str, value: str) -> bytes:
    """Write a string."""
    written = value.encode() + b"\0"
    return _element(2, name, pack("<i", len(written)) + written)


def number(name: str, value: int) -> bytes:
    """Write a number."""
    return _element(16, name, pack("<i", value))


def _element(kind: int, name: str, written: bytes) -> bytes:
    return bytes([kind]) + name.encode() + b"\0" + written
