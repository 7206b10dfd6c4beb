# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parquet: row group by row group, each a table (https://parquet.apache.org/docs/file-format/)."""

import json
from collections.abc import Iterator
from typing import Any

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member, gathered, table_row

MAGIC = b"PAR1"
ENCRYPTED = b"PARE"
ROWS = 4096
"""Rows held at once."""


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith((MAGIC, ENCRYPTED))


def _members(content: Content) -> Iterator[Member | Flaw]:
    if content.head.startswith(ENCRYPTED):
        raise UnreadError(Cause.ENCRYPTED)
    import pyarrow as pa  # noqa: PLC0415 - 0.3 s
    from pyarrow import parquet  # noqa: PLC0415 - as above

    known = (pa.ArrowException, OSError, ValueError)
    with content.file() as file:
        source: Any = str(content.path) if content.path is not None else file
        try:
            table = parquet.ParquetFile(source, buffer_size=1 << 20, pre_buffer=False)
            size = sum(table.metadata.row_group(n).total_byte_size for n in range(table.num_row_groups))
            content.meter.check(content.meter.read, size)
        except known:
            raise UnreadError(Cause.CORRUPT) from None
        with table:
            for number in range(table.num_row_groups):
                name = f"row group {number + 1}"
                yield Member(name=name, chunks=_rows(table, number, known), text=True)


def _rows(table: Any, number: int, known: tuple[type[Exception], ...]) -> Iterator[bytes]:
    try:
        yield table_row(list(table.schema_arrow.names)).encode("utf-8", "surrogatepass")
        for batch in table.iter_batches(batch_size=ROWS, row_groups=[number], use_threads=False):
            columns = [column.to_pylist() for column in batch.columns]
            yield from gathered(
                table_row([_written(cell) for cell in row]) for row in zip(*columns, strict=True)
            )
    except known:
        raise UnreadError(Cause.CORRUPT) from None


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False, default=str)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


FORMAT = Format(
    name="parquet",
    about="Every row group as a table; nested values as JSON.",
    reads="file",
    recognises=_recognises,
    members=_members,
)
