# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQLite: every table, row by row, opened so that nothing is written and no code of the file runs."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member, gathered, table_row
from mendsky.scan.limits import MB

if TYPE_CHECKING:
    import sqlite3

MAGIC = b"SQLite format 3\0"
LONGEST_CELL = 32 * MB
CAREFUL = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "query_only=ON",
    "temp_store=MEMORY",
    "cache_size=-4096",
)
"""https://www.sqlite.org/security.html#untrusted_sqlite_database_files"""


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGIC)


def _members(content: Content) -> Iterator[Member | Flaw]:
    import sqlite3  # noqa: PLC0415 - loaded where there is a database

    try:
        with closing(_opened(content)) as database:
            for pragma in CAREFUL:
                database.execute(f"PRAGMA {pragma}")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
            database.text_factory = bytes
            for name in _tables(database):
                yield Member(name=name, chunks=_rows(database, name), text=True)
                yield from _blobs(database, name)
    except sqlite3.Error:
        raise UnreadError(Cause.CORRUPT) from None


def _opened(content: Content) -> "sqlite3.Connection":
    import sqlite3  # noqa: PLC0415 - loaded where there is a database

    if content.path is not None:
        content.file().close()
        where = f"file:{quote(str(content.path.resolve()))}?mode=ro&immutable=1"
        return sqlite3.connect(where, uri=True, check_same_thread=False)
    with content.file() as file:
        held = bytearray(file.read())
    # A database with a log beside it says so here; in memory there is none (fileformat2 1.3.3).
    held[18:20] = b"\1\1"
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.deserialize(bytes(held))
    return database


def _tables(database: "sqlite3.Connection") -> list[str]:
    """Name the tables that hold rows themselves; a virtual one keeps them in others."""
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return [
        name.decode("utf-8", "replace")
        for name, sql in rows
        if not (sql or b"").lstrip().upper().startswith(b"CREATE VIRTUAL")
    ]


def _rows(database: "sqlite3.Connection", table: str) -> Iterator[bytes]:
    import sqlite3  # noqa: PLC0415 - loaded where there is a database

    try:
        cursor = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - quoted
        heads = [column[0] for column in cursor.description]
        yield table_row(heads).encode("utf-8", "surrogatepass")
        yield from gathered(table_row([_written(cell) for cell in row]) for row in cursor)
    except sqlite3.Error:
        raise UnreadError(Cause.CORRUPT) from None


def _blobs(database: "sqlite3.Connection", table: str) -> Iterator[Member | Flaw]:
    """Give cells of bytes as members: they may hold files."""
    cursor = database.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")  # noqa: S608 - quoted
    for head in [column[0] for column in cursor.description]:
        column = _quoted(head)
        cells = database.execute(
            f"SELECT {column} FROM {_quoted(table)} WHERE typeof({column}) = 'blob'"  # noqa: S608 - quoted
        )
        for number, (cell,) in enumerate(cells, 1):
            if cell:
                yield Member(name=f"{table}.{head} {number}", chunks=iter((cell,)))


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bytes):
        # Text is given as bytes too; a file in a cell is walked by itself.
        try:
            return cell.decode()
        except UnicodeDecodeError:
            return ""
    return str(cell)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


FORMAT = Format(
    name="sqlite",
    about="Every table, and files in its cells; opened read-only and immutable, without the log beside it.",
    reads="file",
    recognises=_recognises,
    members=_members,
)
