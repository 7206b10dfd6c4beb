# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for an rsync daemon: version 29 of its protocol, as far as a list and whole files go.

https://github.com/RsyncProject/rsync
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from struct import pack

from mendsky.lab.directory_listing.vulnerable import export
from mendsky.lab.exchange import LongFile
from mendsky.lab.exposed_backup.dump import backup
from mendsky.lab.files import kept_file
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

CSV, DEEP, SQL = FORMS = ("csv", "deep", "sql")
"""An export; an export below other folders; and a dump."""
GREETING = b"@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n"
OK, EXIT = b"@RSYNCD: OK\n", b"@RSYNCD: EXIT\n"
HOUSE = "synthetic 合成演示数据\n".encode()
SEED = b"\x01\x02\x03\x04"
PLAIN_FILE, LONG_NAME = 0o100644, 0x40
REQUEST_BYTES = 22
PIECE, MOST_SENT = 4_000, 200_000

Modules = Mapping[str, Mapping[str, LongFile]]
"""Module to path to content."""
Refusing = Callable[[str], bytes | None]
"""From what is asked for, a module or `#list`, to what is said instead."""


@dataclass(kw_only=True, slots=True)
class Daemon:
    """One connection to a daemon."""

    modules: Modules
    unlisted: bool = False
    refuses: Refusing = lambda _: None
    named: list[str] = field(default_factory=list)
    """Paths of the list that was asked for; the module first, while there is none."""
    module: str = ""
    listing: bool = False
    greeted: bool = False
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Greet, let in, list and send, each when it is asked for."""
        greeting = b"" if self.greeted else GREETING + HOUSE
        self.greeted = True
        self._rest += came
        if not self.module:
            said = self._enter()
        elif not self.named:
            said = self._list()
        else:
            said = self._send()
        return Said(content=greeting + said.content, closed=said.closed)

    def _enter(self) -> Said:
        version, _, rest = self._rest.partition(b"\n")
        asked, end, self._rest = rest.partition(b"\n") if end_of(version) else (b"", b"", self._rest)
        if not end:
            return Said()
        name = asked.decode(errors="surrogateescape")
        refused = self.refuses(name)
        if refused is not None:
            return Said(content=refused, closed=True)
        if name == "#list":
            listed = "" if self.unlisted else "".join(f"{one:<15}\tsynthetic\n" for one in self.modules)
            return Said(content=listed.encode() + EXIT, closed=True)
        if name not in self.modules:
            return Said(content=b"@ERROR: Unknown module '%b'\n" % asked, closed=True)
        self.module = name
        return Said(content=OK)

    def _list(self) -> Said:
        arguments, end, _ = self._rest.partition(b"\n\n\0\0\0\0")
        if not end:
            return Said()
        self._rest = b""
        path = arguments.rpartition(b"\n")[2].decode(errors="surrogateescape").partition("/")[2]
        files = self.modules[self.module]
        self.named = [one for one in files if one == path or not path] or [""]
        entries = b"".join(_entry(one, files[one].size) for one in self.named if one)
        return Said(content=SEED + _message(entries + b"\0" + bytes(4)))

    def _send(self) -> Said:
        if len(self._rest) < REQUEST_BYTES:
            return Said()
        request, self._rest = self._rest[:REQUEST_BYTES], b""
        file = self.modules[self.module][self.named[0]]
        content = file.read(0, min(file.size, MOST_SENT))
        pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
        told = b"".join(_message(pack("<i", len(piece)) + piece) for piece in pieces)
        return Said(content=_message(request) + told + _message(bytes(4 + 16)))


def end_of(version: bytes) -> bool:
    """Say whether somebody has named the version that is spoken here."""
    return version == b"@RSYNCD: 29.0"


def service(modules: Modules, refuses: Refusing = lambda _: None, *, unlisted: bool = False) -> Service:
    """Make a service that holds some modules."""
    return lambda: Daemon(modules=modules, refuses=refuses, unlisted=unlisted)


def everybody(premises: Premises) -> dict[str, dict[str, LongFile]]:
    """Hold everybody's record in a file of a module, beside one of nobody."""
    weakness = premises.fault
    file = backup(premises) if weakness.form == SQL else export(premises)
    suffix = SQL if weakness.form == SQL else CSV
    below = "2015/out/" if weakness.form == DEEP else ""
    return nobody() | {weakness.path.strip("/"): {f"{below}{weakness.table}.{suffix}": file}}


def nobody() -> dict[str, dict[str, LongFile]]:
    """Hold what is about nobody."""
    return {"pub": {"form.txt": kept_file(HOUSE), "notice.pdf": kept_file(b"%PDF-1.4 synthetic\n")}}


def _entry(path: str, size: int) -> bytes:
    name = path.encode(errors="surrogateescape")
    return bytes([LONG_NAME]) + pack("<i", len(name)) + name + pack("<iii", size, 1_425_254_400, PLAIN_FILE)


def _message(content: bytes) -> bytes:
    return len(content).to_bytes(3, "little") + b"\x07" + content
