# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for ZooKeeper: what only reads, over nodes that are made when asked for.

https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from struct import pack, unpack_from

from mendsky.lab.people import Person
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

EACH, LISTED, NAMED = FORMS = ("each", "listed", "named")
"""A node for each person; one node for all; and nodes that are called by the persons' numbers."""
EXISTS, GET_DATA, GET_CHILDREN = 3, 4, 12
NO_NODE, NO_RIGHT = -101, -102
SHOWN = 400
"""People in the store: a tree holds what a program settles with, not a register of all."""
SESSION = pack(">iiiqi16s?", 37, 0, 30_000, 7, 16, bytes(16), 0)

Tree = Mapping[str, bytes]
"""What each node holds, by its path."""
Refusing = Callable[[int, str], int]
"""From the kind of a question and a path to the error with which it is answered, 0 for none."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a store."""

    tree: Tree
    refuses: Refusing = lambda *_: 0
    closed: bool = False
    """It hangs up after a refusal."""
    anything: bytes = b""
    """What a node holds that does not exist."""
    _rest: bytes = field(default=b"")
    _begun: bool = False

    def __call__(self, came: bytes) -> Said:
        """Carry out every message that has come whole."""
        self._rest += came
        said, refused = b"", False
        while len(self._rest) >= 4 and len(self._rest) >= 4 + unpack_from(">i", self._rest)[0]:
            end = 4 + unpack_from(">i", self._rest)[0]
            if end < 4:
                return Said(content=said, closed=True)
            asked, self._rest = self._rest[4:end], self._rest[end:]
            if not self._begun:
                self._begun = True
                said += SESSION
                continue
            turn, kind, length = unpack_from(">iii", asked)
            error, content = self._answer(kind, asked[12 : 12 + length].decode())
            said += pack(">iiqi", 16 + len(content), turn, 9, error) + content
            refused = refused or bool(error)
        return Said(content=said, closed=self.closed and refused)

    def _answer(self, kind: int, path: str) -> tuple[int, bytes]:
        error = self.refuses(kind, path)
        content = self.tree.get(path, self.anything)
        children = _children(self.tree, path)
        if error or (path != "/" and path not in self.tree and not self.anything):
            return error or NO_NODE, b""
        stat = pack(">qqqqiiiqiiq", 3, 3, 0, 0, 0, 0, 0, 0, len(content), len(children), 3)
        if kind == GET_DATA:
            return 0, pack(">i", len(content)) + content + stat
        if kind == GET_CHILDREN:
            return 0, pack(">i", len(children)) + b"".join(map(_text, children)) + stat
        return 0, stat


def service(
    tree: Tree, refuses: Refusing = lambda *_: 0, *, closed: bool = False, anything: bytes = b""
) -> Service:
    """Make a service that holds a tree, beside what the product keeps for itself."""
    whole = {"/zookeeper": b"", "/zookeeper/quota": b""} | dict(tree)
    return lambda: Store(tree=whole, refuses=refuses, closed=closed, anything=anything)


def everybody(premises: Premises) -> dict[str, bytes]:
    """Hold everybody's record in full, beside settings of nobody."""
    weakness, holding = premises.fault, premises.holding
    parents = weakness.path.strip("/").split("/")
    tree = nobody() | {"/" + "/".join(parents[: depth + 1]): b"" for depth in range(len(parents))}
    people = [premises.register.person(number) for number in holding.numbers(0, SHOWN)]
    if weakness.form == LISTED:
        return tree | {f"{weakness.path}/all": b"\n".join(map(_in_full, people))}
    if weakness.form == NAMED:
        return tree | {f"{weakness.path}/{person.resident_id}": b"synthetic" for person in people}
    return tree | {f"{weakness.path}/{place}": _in_full(person) for place, person in enumerate(people)}


def nobody() -> dict[str, bytes]:
    """Hold what is about nobody."""
    return {"/site": b"", "/site/settings": b"synthetic=1"} | {
        f"/site/worker{place}": b"synthetic" for place in range(3)
    }


def _in_full(person: Person) -> bytes:
    # Fifty bytes and more: the length before the number is a digit too.
    return f"{person.resident_id} {person.mobile} {person.name} synthetic".encode().ljust(56)


def _children(tree: Tree, path: str) -> list[str]:
    return list(_families(tuple(tree)).get(path, ()))


@lru_cache(maxsize=8)
def _families(paths: tuple[str, ...]) -> dict[str, list[str]]:
    families: dict[str, list[str]] = {}
    for path in paths:
        parent, _, name = path.rpartition("/")
        families.setdefault(parent or "/", []).append(name)
    return families


def _text(text: str) -> bytes:
    written = text.encode()
    return pack(">i", len(written)) + written
