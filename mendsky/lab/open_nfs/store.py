# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for an NFS 4.0 server: what only reads, over files that are written when they are read.

https://www.rfc-editor.org/rfc/rfc7530
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from struct import pack, unpack_from

from mendsky.lab.exchange import LongFile
from mendsky.lab.files import kept_file, long_file
from mendsky.lab.people import HEADER, Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

CSV, SQL, NAMED = FORMS = ("csv", "sql", "named")
"""Everybody in a table; in a dump; and files that are called by the persons' numbers."""
PUT_ROOT, LOOKUP, READ, READDIR = 24, 15, 25, 26
OK, PERM, NO_ENTRY, CLOSED = 0, 1, 2, 13
NAMED_FILES = 60
README = b"synthetic\n"
CALL_HEAD = 28
"""Bytes of a call before the account: number, kind, versions, program, procedure and its flavour."""

CALL = pack(">IIIII", 0, 2, 100_003, 4, 1)
"""What every call to it says after its number: it hangs up on others."""

Tree = Mapping[str, LongFile]
"""Files by their path."""
Refusing = Callable[[int, str], int]
"""From the kind of a question and a path to the error with which it is answered, 0 for none."""


@dataclass(kw_only=True, slots=True)
class Server:
    """One connection to a server."""

    tree: Tree
    refuses: Refusing = lambda *_: 0
    anything: bool = False
    """Every name that is asked for exists."""
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Carry out every call that has come whole."""
        self._rest += came
        said = b""
        while len(self._rest) >= 4:
            end = 4 + (unpack_from(">I", self._rest)[0] & 0x7FFF_FFFF)
            if len(self._rest) < end:
                break
            asked, self._rest = self._rest[4:end], self._rest[end:]
            if asked[4:24] != CALL:
                return Said(content=said, closed=True)
            said += fragment(asked[:4] + pack(">IIIII", 1, 0, 0, 0, 0) + self._answer(asked))
        return Said(content=said)

    def _answer(self, asked: bytes) -> bytes:
        at = CALL_HEAD + 4 + unpack_from(">I", asked, CALL_HEAD)[0] + 8 + 4 + 4
        steps, at = unpack_from(">I", asked, at)[0], at + 4
        path, done = "", b""
        for count in range(1, steps + 1):
            kind = unpack_from(">I", asked, at)[0]
            at += 4
            if kind == LOOKUP:
                length = unpack_from(">I", asked, at)[0]
                path += "/" + asked[at + 4 : at + 4 + length].decode()
                at += 4 + length + -length % 4
            error, content = self._step(kind, path, asked[at:])
            done += pack(">II", kind, error) + content
            if error:
                return pack(">III", error, 0, count) + done
        return pack(">III", OK, 0, steps) + done

    def _step(self, kind: int, path: str, rest: bytes) -> tuple[int, bytes]:
        refused = self.refuses(kind, path)
        inside = [name for name in self.tree if name.startswith(f"{path}/")]
        if refused or not (not path or inside or path in self.tree or self.anything):
            return refused or NO_ENTRY, b""
        if kind == READDIR:
            return OK, bytes(8) + b"".join(map(self._entry, *self._names(path, inside))) + pack(">II", 0, 1)
        if kind == READ:
            file = self.tree[path]
            head = file.read(0, min(unpack_from(">I", rest, 24)[0], file.size))
            return OK, pack(">I", len(head) == file.size) + text(head)
        return OK, b""

    def _names(self, path: str, inside: list[str]) -> tuple[list[str], list[str]]:
        names = list(dict.fromkeys(one.removeprefix(f"{path}/").split("/")[0] for one in inside))
        return names, [f"{path}/{name}" for name in names]

    def _entry(self, name: str, path: str) -> bytes:
        file = self.tree.get(path)
        kind, size = (2, 4096) if file is None else (1, file.size)
        attributes = pack(">II", 1, 0x12) + text(pack(">IQ", kind, size))
        return pack(">IQ", 1, 7) + text(name.encode()) + attributes


def service(tree: Tree, refuses: Refusing = lambda *_: 0, *, anything: bool = False) -> Service:
    """Make a service that exports files."""
    return lambda: Server(tree=tree, refuses=refuses, anything=anything)


def everybody(premises: Premises) -> dict[str, LongFile]:
    """Hold everybody's record in full, beside a file of nobody."""
    weakness = premises.fault
    if weakness.form == NAMED:
        people = map(premises.register.person, premises.holding.numbers(0, NAMED_FILES))
        return nobody() | {f"{weakness.path}{person.resident_id}.jpg": kept_file(README) for person in people}
    header = HEADER if weakness.form == CSV else "-- synthetic\n"
    line = _row if weakness.form == CSV else _statement
    return nobody() | {f"{weakness.path}{weakness.table}.{weakness.form}": long_file(premises, header, line)}


def nobody() -> dict[str, LongFile]:
    """Hold what is about nobody."""
    return {
        "/pub/readme.txt": kept_file(README),
        "/pub/2014/budget.csv": kept_file(b"year,budget\n2014,17\n"),
    }


def fragment(message: bytes) -> bytes:
    """Write a message in one fragment."""
    return pack(">I", 0x8000_0000 | len(message)) + message


def text(written: bytes) -> bytes:
    """Write bytes with their length."""
    return pack(">I", len(written)) + written + bytes(-len(written) % 4)


def _row(record: int, person: Person) -> str:
    return f"{record:08d},{person.name},{person.resident_id},{person.mobile},synthetic\n"


def _statement(record: int, person: Person) -> str:
    return f"INSERT INTO ry VALUES ({record:08d},'{person.name}','{person.resident_id}');\n"
