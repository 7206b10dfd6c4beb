# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for Redis: the few commands that only read, over keys that are made when asked for.

https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mendsky.lab.people import Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

STRING, HASH, NAMED = FORMS = ("string", "hash", "named")
"""A record as text; as fields; and as text under a key that holds the person's number."""
COMMAND = re.compile(rb"\*([1-9][0-9]?)\r\n")
WORD = re.compile(rb"\$([0-9]{1,4})\r\n")
KEY = re.compile(r"[a-z_0-9]+:(?:[a-z]+:)?([0-9]{1,9})(?::[0-9X]+)?")
NIL, WRONG_TYPE = b"$-1\r\n", b"-WRONGTYPE Operation against a key holding the wrong kind of value\r\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """One numbered database."""

    keys: int
    name: Callable[[int], str]
    """Key by its number, from nought."""
    fields: Callable[[int], Mapping[str, str]]
    """What the key of a number holds."""
    hashed: bool = False
    """Held as fields, else as text."""


Refusing = Callable[[str], bytes | None]
"""From the name of a command to what is said instead of carrying it out."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a store."""

    databases: Mapping[int, Database]
    refuses: Refusing = lambda _: None
    selected: int = 0
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Carry out every command that has come whole."""
        self._rest += came
        said = b""
        while (found := command(self._rest)) is not None:
            words, end = found
            self._rest = self._rest[end:]
            said += self._answer(words)
        return Said(content=said)

    def _answer(self, words: list[bytes]) -> bytes:
        name, *given = (word.decode("latin-1") for word in words)
        name = name.upper()
        refused = self.refuses(name)
        if refused is not None:
            return refused
        if name == "PING":
            return b"+PONG\r\n"
        if name == "INFO":
            lines = [f"db{number}:keys={one.keys},expires=0" for number, one in self.databases.items()]
            return bulk("# Keyspace (synthetic)\r\n" + "".join(f"{line}\r\n" for line in lines))
        if name == "SELECT":
            self.selected = int(given[0])
            return b"+OK\r\n" if self.selected < 16 else b"-ERR DB index is out of range\r\n"
        if name == "SCAN":
            return self._scan(int(given[0]), int(given[2]))
        return self._read(name, given)

    def _scan(self, start: int, count: int) -> bytes:
        held = self.databases.get(self.selected)
        end = 0 if held is None else min(held.keys, start + count)
        names = [] if held is None else [held.name(number) for number in range(start, end)]
        following = 0 if held is None or end == held.keys else end
        return b"*2\r\n" + bulk(str(following)) + array(names)

    def _read(self, name: str, given: list[str]) -> bytes:
        held = self.databases.get(self.selected)
        found = KEY.fullmatch(given[0]) if given else None
        number = None if held is None or found is None else int(found[1])
        if held is None or number is None or number >= held.keys or held.name(number) != given[0]:
            return b"+none\r\n" if name == "TYPE" else NIL
        fields = held.fields(number)
        if name == "TYPE":
            return b"+hash\r\n" if held.hashed else b"+string\r\n"
        if name in {"GET", "GETRANGE"}:
            return WRONG_TYPE if held.hashed else bulk(json.dumps(fields, ensure_ascii=False))
        if name == "HRANDFIELD":
            told = [text for pair in fields.items() for text in pair][: 2 * int(given[1])]
            return array(told) if held.hashed else WRONG_TYPE
        return b"-ERR unknown command '%b'\r\n" % name.encode()


def service(databases: Mapping[int, Database], refuses: Refusing = lambda _: None) -> Service:
    """Make a service that holds some databases."""
    return lambda: Store(databases=databases, refuses=refuses)


def everybody(premises: Premises) -> dict[int, Database]:
    """Hold everybody's record in full, beside a small cache of nobody."""
    weakness, holding = premises.fault, premises.holding
    number = int(weakness.path.removeprefix("/"))

    def person(record: int) -> Person:
        (named,) = holding.numbers(record, record + 1)
        return premises.register.person(named)

    def name(record: int) -> str:
        suffix = f":{person(record).resident_id}" if weakness.form == NAMED else ""
        return f"{weakness.table}:{record}{suffix}"

    held = Database(
        keys=holding.records,
        name=name,
        fields=lambda record: _in_full(person(record)),
        hashed=weakness.form == HASH,
    )
    return {number: held} if number == 0 else {0: sessions(40), number: held}


def sessions(keys: int) -> Database:
    """Hold what is about nobody."""
    return Database(
        keys=keys,
        name=lambda number: f"session:{number}",
        fields=lambda number: {"label": "synthetic", "hits": str(number)},
    )


def _in_full(person: Person) -> dict[str, str]:
    return {"xm": person.name, "sfzh": person.resident_id, "sjh": person.mobile, "label": "synthetic"}


def bulk(text: str) -> bytes:
    """Write a string."""
    written = text.encode()
    return b"$%d\r\n%b\r\n" % (len(written), written)


def array(texts: list[str]) -> bytes:
    """Write an array of strings."""
    return b"*%d\r\n" % len(texts) + b"".join(map(bulk, texts))


def command(content: bytes) -> tuple[list[bytes], int] | None:
    """Read the first whole command and where it ends; None where there is none."""
    head = COMMAND.match(content)
    if head is None:
        return None
    at, words = head.end(), []
    for _ in range(int(head[1])):
        length = WORD.match(content, at)
        if length is None or len(content) < length.end() + int(length[1]) + 2:
            return None
        words.append(content[length.end() : length.end() + int(length[1])])
        at = length.end() + int(length[1]) + 2
    return words, at
