# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where personal data could be at rest: columns of the database, files of the home folder, mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

BATCH = 1000
FILE_CHUNK = 4 * 1024 * 1024
OVERLAP = 64
"""Bytes that two chunks of a file share, more than any identifier is long."""
TEXTUAL = ("text", "character varying", "json", "jsonb", "character", "citext", "ARRAY", "tsvector", "hstore")


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Some bytes at rest, with the name of their place."""

    place: str
    """`database table.column`, `file logs/web.log`, `mail`"""
    register_key: str
    """`table.column` for the register; empty for files and mail."""
    content: bytes


def in_database() -> Iterator[Content]:
    """Yield every textual or binary column of every table, in batches of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.table_name, c.column_name, c.data_type from information_schema.columns c"
            " join information_schema.tables t using (table_schema, table_name)"
            " where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'"
            " and (c.data_type = any(%s) or c.data_type = 'bytea') order by 1, 2",
            [list(TEXTUAL)],
        )
        columns = cursor.fetchall()
    for table, column, kind in columns:
        name = f"{table}.{column}"
        quoted = connection.ops.quote_name(column)
        selected = quoted if kind == "bytea" else f"{quoted}::text"
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {selected} from {connection.ops.quote_name(table)} where {quoted} is not null"  # noqa: S608 - names from the catalogue
            )
            while rows := cursor.fetchmany(BATCH):
                content = b"\n".join(bytes(row[0]) if kind == "bytea" else row[0].encode() for row in rows)
                yield Content(place=f"database {name}", register_key=name, content=content)


def in_files(home: Path, *, without: tuple[str, ...]) -> Iterator[Content]:
    """Yield every file below a folder in chunks that overlap; `without` names folders left out."""
    for path in sorted(home.rglob("*")):
        relative = path.relative_to(home)
        if not path.is_file() or path.is_symlink() or relative.parts[0] in without:
            continue
        with path.open("rb") as file:
            tail = b""
            while chunk := file.read(FILE_CHUNK):
                yield Content(place=f"file {relative}", register_key="", content=tail + chunk)
                tail = chunk[-OVERLAP:]


def in_mail() -> Iterator[Content]:
    """Yield every letter as it was sent, rendered anew, for no letter is stored."""
    from mendsky.apps.cases import queries  # noqa: PLC0415 - the only place that needs it

    for letter in queries.rendered_letters():
        yield Content(
            place="mail", register_key="", content=f"{letter.subject}\n{letter.text}\n{letter.html}".encode()
        )
