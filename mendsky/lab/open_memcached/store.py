# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for memcached: the few commands that only read, over items that are made when asked for.

https://github.com/memcached/memcached/blob/master/doc/protocol.txt
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mendsky.lab.people import Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

OLDER, NEWER, NAMED = FORMS = ("older", "newer", "named")
"""Listed by the older command; by the newer one alone; and under keys that hold the person's number."""
LISTED = 3_000
"""Items that the newer command names here, so that it has an end."""
KEY = re.compile(r"[a-z_0-9]+:([0-9]{1,9})(?::[0-9X]+)?")
END = b"END\r\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slab:
    """Items of one class of sizes."""

    items: int
    name: Callable[[int], str]
    """Key by its number, from nought."""
    content: Callable[[int], str]
    dumped: bool = True
    """The older command names them."""


Refusing = Callable[[str], bytes | None]
"""From the name of a command to what is said instead of carrying it out."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a store."""

    slabs: Mapping[int, Slab]
    refuses: Refusing = lambda _: None
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Carry out every line that has come whole."""
        *lines, self._rest = (self._rest + came).split(b"\r\n")
        return Said(content=b"".join(self._answer(line.decode("latin-1")) for line in lines))

    def _answer(self, line: str) -> bytes:
        name, *given = line.split(" ")
        refused = self.refuses(line)
        if refused is not None:
            return refused
        match name, *given:
            case ("version",):
                return b"VERSION 1.6.18 synthetic\r\n"
            case ("stats", "items"):
                return self._counted()
            case ("stats", "cachedump", number, count):
                return self._dumped(int(number), int(count))
            case ("lru_crawler", "metadump", which):
                return self._named(which)
        return b"".join(map(self._value, given)) + END if name == "get" else b"ERROR\r\n"

    def _counted(self) -> bytes:
        lines = (f"STAT items:{number}:number {one.items}\r\n" for number, one in self.slabs.items())
        return "".join(lines).encode() + END

    def _dumped(self, number: int, count: int) -> bytes:
        slab = self.slabs.get(number)
        shown = range(min(count, slab.items)) if slab is not None and slab.dumped else ()
        lines = (f"ITEM {slab.name(item)} [60 b; 0 s]\r\n" for item in shown if slab is not None)
        return "".join(lines).encode() + END

    def _named(self, which: str) -> bytes:
        lines = (
            f"key={slab.name(item).replace(':', '%3A')} exp=-1 la=1 cas=1 fetch=no cls={number} size=60\r\n"
            for number, slab in self.slabs.items()
            if which == "all" or str(number) in which.split(",")
            for item in range(min(slab.items, LISTED))
        )
        return "".join(lines).encode() + END

    def _value(self, key: str) -> bytes:
        found = KEY.fullmatch(key)
        for slab in self.slabs.values():
            if found is not None and int(found[1]) < slab.items and slab.name(int(found[1])) == key:
                content = slab.content(int(found[1])).encode()
                return f"VALUE {key} 0 {len(content)}\r\n".encode() + content + b"\r\n"
        return b""


def service(slabs: Mapping[int, Slab], refuses: Refusing = lambda _: None) -> Service:
    """Make a service that holds some items."""
    return lambda: Store(slabs=slabs, refuses=refuses)


def everybody(premises: Premises) -> dict[int, Slab]:
    """Hold everybody's record in full."""
    weakness, holding = premises.fault, premises.holding

    def person(record: int) -> Person:
        (named,) = holding.numbers(record, record + 1)
        return premises.register.person(named)

    def name(record: int) -> str:
        suffix = f":{person(record).resident_id}" if weakness.form == NAMED else ""
        return f"{weakness.table}:{record}{suffix}"

    return {
        5: Slab(
            items=holding.records,
            name=name,
            content=lambda record: _in_full(person(record)),
            dumped=weakness.form != NEWER,
        )
    }


def sessions(items: int) -> Slab:
    """Hold what is about nobody."""
    return Slab(
        items=items,
        name=lambda number: f"session:{number}",
        content=lambda number: f"hits={number} synthetic",
    )


def _in_full(person: Person) -> str:
    fields = {"xm": person.name, "sfzh": person.resident_id, "sjh": person.mobile, "label": "synthetic"}
    return json.dumps(fields, ensure_ascii=False)
