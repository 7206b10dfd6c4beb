# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where personal data could be at rest: columns of the database, files of the home folder, mail.

Everything is read in pieces of a few megabytes. What cannot be read is an error, never left out.
"""

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.db import connection

from mendsky.documents.letter import Letter

ROWS = 500
"""Rows fetched at once."""
PIECE = 4 * 1024 * 1024
"""Bytes searched at once."""
OVERLAP = 512
"""Bytes that two pieces of a file share, more than any identifier or address is long."""
GAP = b"\n" * 80
"""Stands before each row, wider than a label's reach, so that no row's word explains the next row."""
NEVER_PERSONAL = (
    "bool", "int2", "int4", "float4", "float8", "oid", "uuid",
    "date", "time", "timetz", "timestamp", "timestamptz", "interval",
)  # fmt: skip
"""Types too small or too strict to hold an identifier or an address; every other one is searched."""


class UnreadableError(RuntimeError):
    """A place cannot be searched; `place` may name a value and is not part of the text."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"a place cannot be read: {reason}")
        self.place, self.reason = place, reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Some bytes at rest, with the name of their place."""

    place: str
    """`database table.column`, `file logs/web.log`, `mail`"""
    register_key: str = ""
    """`table.column` for the register; empty for files and mail."""
    content: bytes = field(repr=False)
    size: int
    """How many of the bytes are at rest; the others tell the search where they stand."""


def in_database() -> Iterator[Content]:
    """Yield every column of every table that could hold a text, in pieces of many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname, t.typname from pg_attribute a"
            " join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace"
            " join pg_type t on t.oid = a.atttypid"
            " where n.nspname = current_schema() and c.relkind in ('r', 'm')"
            " and a.attnum > 0 and not a.attisdropped and t.typname <> all(%s) order by 1, 2",
            [list(NEVER_PERSONAL)],
        )
        columns = cursor.fetchall()
    for table, column, kind in columns:
        name = f"{table}.{column}"
        head = GAP + column.encode() + b": "
        rows: list[bytes] = []
        size = 0
        for row in _column(table, column, as_text=kind != "bytea"):
            rows += (head, row)
            size += len(row)
            if size >= PIECE:
                yield _of_column(name, rows, size)
                rows, size = [], 0
        if rows:
            yield _of_column(name, rows, size)


def _of_column(name: str, rows: list[bytes], size: int) -> Content:
    return Content(place=f"database {name}", register_key=name, content=b"".join(rows), size=size)


def _column(table: str, column: str, *, as_text: bool) -> Iterator[bytes]:
    quoted = connection.ops.quote_name(column)
    selected = f"{quoted}::text" if as_text else quoted
    # A cursor of the server: Django's usual one brings the whole table here at once.
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"select {selected} from {connection.ops.quote_name(table)} where {quoted} is not null"  # noqa: S608 - names from the catalogue
        )
        while rows := cursor.fetchmany(ROWS):
            for (value,) in rows:
                yield value.encode() if as_text else bytes(value)


def in_files(home: Path, *, without: Collection[str] = (), though: Collection[str] = ()) -> Iterator[Content]:
    """Yield the name and the pieces of every file below a folder.

    `without` names folders at its top that are left out, `though` files in these that are not.
    Raises `UnreadableError`.
    """
    for path in chain(_files(home, without), (home / name for name in though)):
        name = str(path.relative_to(home))
        encoded = os.fsencode(name)
        for number, piece in enumerate(_pieces(path, f"file {name}")):
            if number == 0:
                yield Content(place="names of files", content=encoded, size=len(encoded))
            yield piece


def _files(home: Path, without: Collection[str]) -> Iterator[Path]:
    def refuse(failure: OSError) -> None:
        if not isinstance(failure, FileNotFoundError):
            place = f"folder {Path(failure.filename).relative_to(home)}"
            raise UnreadableError(place, failure.strerror or "") from None

    for folder, inner, names in os.walk(home, onerror=refuse):
        here = Path(folder)
        if here == home:
            inner[:] = [name for name in inner if name not in without]
            names = [name for name in names if name not in without]  # noqa: PLW2901 - a link to a folder is a name
        inner.sort()
        for path in sorted(here / name for name in (*inner, *names)):
            if path.is_symlink():
                _refuse_way_out(path, home)
            elif path.name in names:
                yield path


def _refuse_way_out(link: Path, home: Path) -> None:
    """Raise `UnreadableError` for a link to something outside; what it finds inside is read there."""
    if link.exists() and not link.resolve().is_relative_to(home.resolve()):
        place = f"link {link.relative_to(home)}"
        raise UnreadableError(place, "it leads out of the home folder")


def _pieces(path: Path, place: str) -> Iterator[Content]:
    """Yield a file's bytes; nothing where it is gone by now, is empty, or is no file but a socket."""
    try:
        found = path.stat()
        # An empty file may be a lock, which its holder, maybe this process, loses when it is closed.
        if not stat.S_ISREG(found.st_mode) or found.st_size == 0:
            return
        with path.open("rb") as file:
            tail = b""
            while piece := file.read(PIECE):
                yield Content(place=place, content=tail + piece, size=len(piece))
                tail = (tail + piece)[-OVERLAP:]
    except FileNotFoundError:
        return
    except OSError as failure:
        raise UnreadableError(place, failure.strerror or "") from None


def in_mail(planted: Iterable[Letter] = (), *, place: str = "") -> Iterator[Content]:
    """Yield every letter as it was sent, rendered anew, for none is stored; then `planted` ones.

    `place` is the name under which a planted letter is found.
    """
    from mendsky.apps.cases import queries  # noqa: PLC0415 - needs Django's apps

    named = chain(
        (("mail", letter) for letter in queries.rendered_letters()), ((place, it) for it in planted)
    )
    for name, letter in named:
        content = f"{letter.subject}\n{letter.text}\n{letter.html}".encode()
        yield Content(place=name, content=content, size=len(content))
