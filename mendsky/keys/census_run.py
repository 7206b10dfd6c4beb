# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run the census over an owner's own file: what leaves is a sealed sketch and counts, nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from mendsky.core.census.count import count_table
from mendsky.core.census.sketch_file import SketchDocument
from mendsky.core.terms.counts import People
from mendsky.core.terms.nations import Nation
from mendsky.keys.ticket import TicketError, read, seal_for

__all__ = ["Answer", "SourceError", "TicketError", "run"]

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_ROW = 1 << 20


class SourceError(ValueError):
    """A file cannot be counted as a table."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the owner sends, and what it holds in plain numbers."""

    sealed: bytes = field(repr=False)
    """The file to send: only the key service can open it."""
    records: int
    rows_without_identifier: int
    people: People


def run(
    source: Path, ticket: Any, nation: Nation, now: datetime | None, trusted_key: str | None = None
) -> Answer:
    """Count a CSV file and seal the sketch; raises `TicketError`, `SourceError` or `OSError`.

    The file is read as bytes, line by line, in UTF-8 (with or without its mark) or GB 18030: in
    both, digits, quotes and line ends mean themselves. A line break within quotes ends no row.
    """
    held = read(ticket, now=now, trusted_key=trusted_key)
    with source.open("rb") as file:
        counted = count_table(
            rows(file),
            nation=nation,
            key=held.pseudonym_key,
            birth_years=held.birth_years,
            k=held.k,
            kinds=held.kinds,
        )
    people = counted.people
    document = SketchDocument(
        ticket=held.ticket,
        subject=held.subject,
        series=held.series,
        records=counted.records,
        rows_without_identifier=counted.rows_without_identifier,
        low=people.low,
        point=people.low if people.point is None else people.point,
        high=people.low if people.high is None else people.high,
        sketch=counted.sketch,
    )
    return Answer(
        sealed=seal_for(held, document),
        records=counted.records,
        rows_without_identifier=counted.rows_without_identifier,
        people=people,
    )


def rows(file: BinaryIO) -> Iterator[bytes]:
    """Yield a CSV file's rows without their line ends; raises `SourceError` naming the line."""
    kept = b""
    for number, line in enumerate(file, start=1):
        row = kept + (line.removeprefix(UTF8_MARK) if number == 1 else line)
        if number == 1 and (row.startswith(UTF16_MARKS) or b"\x00" in row):
            msg = "the file is not text in UTF-8 or GB 18030: export it again as CSV in one of these"
            raise SourceError(msg)
        if len(row) > LONGEST_ROW:
            msg = f"line {number}: a row of more than {LONGEST_ROW} bytes; is a quotation mark left open?"
            raise SourceError(msg)
        if row.count(b'"') % 2:
            kept = row
            continue
        kept = b""
        yield row.rstrip(b"\r\n")
    if kept:
        msg = "the file ends within quotation marks: the last rows are damaged"
        raise SourceError(msg)
