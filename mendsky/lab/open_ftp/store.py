# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for an FTP server: the few commands that only read, over files that are written while read.

RFC 959, RFC 2428.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mendsky.lab.directory_listing.vulnerable import README, export
from mendsky.lab.exchange import LongFile
from mendsky.lab.exposed_backup.dump import backup
from mendsky.lab.files import kept_file
from mendsky.lab.talks import Said, Service
from mendsky.lab.website import Premises

CSV, SQL, ZIP, WINDOWS = FORMS = ("csv", "sql", "zip", "windows")
"""An export; a dump; a packed dump; and an export on a server that lists as Windows does."""
MOST_SENT = 300_000
"""Bytes of a file that are made; nobody here reads as many."""

SAID = {
    "USER": b"331 Please specify the password.\r\n",
    "PASS": b"230 Login successful.\r\n",
    "TYPE": b"200 Switching to Binary mode.\r\n",
    "PWD": b'257 "/" is the current directory\r\n',
}
UNKNOWN = Said(content=b"502 Command not implemented.\r\n")
MISSING = Said(content=b"550 Failed to open file.\r\n")

Files = Mapping[str, LongFile]
"""Path to content."""
Refusing = Callable[[str], bytes | None]
"""From a line to what is said instead of carrying it out."""


@dataclass(kw_only=True, slots=True)
class Store:
    """One connection to a server."""

    files: Files
    windows: bool = False
    extended: bool = True
    """It knows `EPSV`."""
    unlisted: str = ""
    """A directory that no listing names."""
    refuses: Refusing = lambda _: None
    at: str = "/"
    greeted: bool = False
    _rest: bytes = field(default=b"")

    def __call__(self, came: bytes) -> Said:
        """Greet, then carry out one line."""
        if not self.greeted:
            self.greeted = True
            return Said(content=b"220-synthetic\r\n220 ready\r\n")
        *lines, self._rest = (self._rest + came).split(b"\r\n")
        return self._answer(lines[0].decode(errors="surrogateescape")) if lines else Said()

    def _answer(self, line: str) -> Said:
        refused = self.refuses(line)
        if refused is not None:
            return Said(content=refused)
        name, _, given = line.partition(" ")
        if name in SAID:
            return Said(content=SAID[name])
        if name == "CWD":
            return self._enter(given)
        if name == "RETR":
            file = self.files.get(self.at + given)
            return MISSING if file is None else _sent(file.read(0, min(file.size, MOST_SENT)))
        if name == "EPSV" and not self.extended:
            return UNKNOWN
        asked = {"EPSV": lambda: EXTENDED, "PASV": lambda: PASSIVE, "LIST": lambda: _sent(self._listing())}
        return asked.get(name, lambda: UNKNOWN)()

    def _enter(self, given: str) -> Said:
        path = given if given.endswith("/") else f"{given}/"
        if path != "/" and not any(known.startswith(path) for known in self.files):
            return MISSING
        self.at = path
        return Said(content=b"250 Directory successfully changed.\r\n")

    def _listing(self) -> bytes:
        shown = [path for path in self.files if self._is_listed(path)]
        inside = [path.removeprefix(self.at) for path in shown if path.startswith(self.at)]
        directories = dict.fromkeys(path.partition("/")[0] for path in inside if "/" in path)
        files = {path: self.files[self.at + path].size for path in inside if "/" not in path}
        lines = [*(self._line(name, None) for name in directories), *map(self._line, files, files.values())]
        return "".join(f"{line}\r\n" for line in lines).encode(errors="surrogateescape")

    def _is_listed(self, path: str) -> bool:
        return not self.unlisted or self.at == self.unlisted or not path.startswith(self.unlisted)

    def _line(self, name: str, size: int | None) -> str:
        if self.windows:
            return f"03-02-15  08:11AM {'<DIR>' if size is None else size:>20} {name}"
        mode = "drwxr-xr-x" if size is None else "-rw-r--r--"
        return f"{mode}    2 ftp      ftp      {size or 4096:>10} Mar 02  2015 {name}"


def service(
    files: Files,
    refuses: Refusing = lambda _: None,
    *,
    windows: bool = False,
    extended: bool = True,
    unlisted: str = "",
) -> Service:
    """Make a service that holds some files."""
    return lambda: Store(files=files, refuses=refuses, windows=windows, extended=extended, unlisted=unlisted)


def everybody(premises: Premises) -> dict[str, LongFile]:
    """Hold everybody's record in a file of the directory, beside a few files of nobody."""
    weakness = premises.fault
    packed = weakness.form in {SQL, ZIP}
    suffix = weakness.form if packed else CSV
    file = backup(premises) if packed else export(premises)
    return nobody() | {f"{weakness.path}{weakness.table}.{suffix}": file}


def nobody() -> dict[str, LongFile]:
    """Hold what is about nobody."""
    return {
        "/readme.txt": kept_file(README),
        "/pub/form.txt": kept_file("申请表 synthetic\n".encode() * 9),
        "/pub/budget.csv": kept_file(b"year,budget\n2014,17\n2015,18\n"),
        "/pub/notice.pdf": kept_file(b"%PDF-1.4 synthetic\n"),
    }


def _sent(content: bytes) -> Said:
    return Said(content=b"150 Here it comes.\r\n226 Transfer complete.\r\n", beside=content)


def _passive(port: int) -> bytes:
    # Another host's address, as of a server behind a gateway: nobody is to go there.
    return b"227 Entering Passive Mode (192,0,2,1,%d,%d).\r\n" % divmod(port, 256)


EXTENDED = Said(opening=lambda port: b"229 Entering Extended Passive Mode (|||%d|)\r\n" % port)
PASSIVE = Said(opening=_passive)
