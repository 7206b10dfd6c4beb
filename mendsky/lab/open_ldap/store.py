# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for a directory: binds and searches, over entries that are made when asked for (RFC 4511)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mendsky.lab.people import Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

PERSON, NAMED, OBJECT = FORMS = ("person", "named", "object")
"""A person's number as one of many values; in the name of the entry; and of an entry that is no account."""
BIND, UNBOUND, SEARCH, ENTRY, DONE = 0x60, 0x61, 0x63, 0x64, 0x65
NO_SUCH_OBJECT, SIZE_LIMIT = 32, 4
UNKNOWN = 2

Values = dict[str, str]
Part = tuple[int, Callable[[int], tuple[str, Values]]]
"""How many entries, and each by its number: its name below the part, and its values."""
Parts = Mapping[str, Part]
Refusing = Callable[[int], bytes | None]
"""From the kind of a request to what is said instead of carrying it out."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a directory."""

    parts: Parts
    refuses: Refusing = lambda _: None
    named: bool = True
    """The root names the parts."""
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Carry out a message that has come whole."""
        self._rest += came
        try:
            ((_, content),) = elements(self._rest)
            _, (kind, asked), *_ = elements(content)
        except (IndexError, ValueError):
            return Said()
        self._rest = b""
        refused = self.refuses(kind)
        if refused is not None:
            return Said(content=refused)
        if kind == BIND:
            return Said(content=result(UNBOUND))
        return Said(content=self._found(asked) if kind == SEARCH else result(0x78, UNKNOWN))

    def _found(self, asked: bytes) -> bytes:
        (_, name), (_, scope), _, (_, most), _, (_, bare), (_, wanted), (_, listed) = elements(asked)
        base = name.decode()
        if scope == b"\0":
            contexts = {"namingContexts": "\0".join(self.parts)} if self.named and self.parts else {}
            return entry("", contexts) + result(DONE)
        if base not in self.parts:
            return result(DONE, NO_SUCH_OBJECT)
        count, make = self.parts[base]
        kinds = {kind.decode() for _, kind in elements(listed)}
        # A part holds things of one class; who is no person is asked for by what is below it.
        if count and (b"hasSubordinates" in wanted) is not (make(0)[1]["objectClass"] == "document"):
            count = 0
        said, limit = b"", int.from_bytes(most, "big")
        for place in range(min(count, limit)):
            below, values = make(place)
            held = {kind: value for kind, value in values.items() if not kinds or kind in kinds}
            said += entry(f"{below},{base}", dict.fromkeys(held, "") if bare != b"\0" else held)
        return said + result(DONE, SIZE_LIMIT if limit < count else 0)


def service(parts: Parts, refuses: Refusing = lambda _: None, *, named: bool = True) -> Service:
    """Make a service that holds some parts of a directory."""
    return lambda: Store(parts=parts, refuses=refuses, named=named)


def everybody(premises: Premises) -> dict[str, Part]:
    """Hold everybody's record in full."""
    weakness, holding = premises.fault, premises.holding

    def record(place: int) -> tuple[str, Values]:
        (named,) = holding.numbers(place, place + 1)
        person = premises.register.person(named)
        if weakness.form == NAMED:
            return f"uid={person.resident_id}", {"objectClass": "person", "cn": person.name}
        kind = "document" if weakness.form == OBJECT else "person"
        return f"cn={place}", {"objectClass": kind} | _in_full(person)

    return {weakness.path.strip("/"): (holding.records, record)}


def staff(place: int) -> tuple[str, Values]:
    """Make an entry that names somebody's place of work, and nobody's number."""
    return f"uid=staff{place}", {"objectClass": "person", "title": "synthetic", "userPassword": "synthetic"}


def _in_full(person: Person) -> Values:
    # Forty-eight bytes and more: the length before the number is a digit too, and so is what comes after.
    return {"description": f"{person.resident_id} {person.name} ".ljust(50, "."), "sfzh": person.resident_id}


def elements(content: bytes) -> list[tuple[int, bytes]]:
    """Read elements side by side; raises `IndexError` or `ValueError` where they are not whole."""
    found, at = [], 0
    while at < len(content):
        tag, length, start = content[at], content[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(content[at + 2 : start], "big")
        at = start + length
        if at > len(content):
            msg = "an element that is not whole"
            raise ValueError(msg)
        found.append((tag, content[start:at]))
    return found


def element(tag: int, *contents: bytes) -> bytes:
    """Write an element, its length in four bytes as some servers do."""
    content = b"".join(contents)
    short = len(content) < 0x80
    length = bytes([len(content)]) if short else b"\x84" + len(content).to_bytes(4, "big")
    return bytes([tag]) + length + content


def message(operation: bytes) -> bytes:
    """Write a message."""
    return element(0x30, element(2, b"\1"), operation)


def result(kind: int, code: int = 0, said: str = "") -> bytes:
    """Write the end of an answer."""
    return message(element(kind, element(10, bytes([code])), element(4), element(4, said.encode())))


def entry(name: str, values: Values) -> bytes:
    """Write an entry; values of one kind are parted by a zero byte, and there may be none."""
    held = [
        element(
            0x30,
            element(4, kind.encode()),
            element(0x31, *(element(4, one.encode()) for one in value.split("\0") if one)),
        )
        for kind, value in values.items()
    ]
    return message(element(ENTRY, element(4, name.encode()), element(0x30, *held)))
