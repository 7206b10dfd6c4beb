# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run the census over an owner's own file: what leaves is a sealed sketch and counts, nothing else."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from mendsky.core.census.count import Tally
from mendsky.core.census.sketch_file import SketchDocument
from mendsky.core.terms.counts import People
from mendsky.core.terms.nations import Nation
from mendsky.keys.ticket import TicketError, read, seal_for

__all__ = ["Answer", "SourceError", "TicketError", "run"]

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_ROW = 1 << 20
CHUNK = 1 << 20
"""Bytes that are read at once: what every call costs is spread over many rows, and memory stays small."""
LINE_END, QUOTE = 0x0A, 0x22


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
    source: Path | BinaryIO,
    ticket: Any,
    nation: Nation,
    now: datetime | None,
    trusted_key: str | None = None,
    *,
    compiling: Callable[[], object] = lambda: None,
) -> Answer:
    """Count a CSV file, or one that is being read, and seal the sketch.

    It is read as bytes, in UTF-8 (with or without its mark) or GB 18030: in both, digits, quotes and
    line ends mean themselves. A line break within quotes ends no row. Raises `TicketError`,
    `SourceError` or `OSError`.
    """
    held = read(ticket, now=now, trusted_key=trusted_key)
    tally = Tally(
        nation=nation,
        key=held.pseudonym_key,
        birth_years=held.birth_years,
        k=held.k,
        kinds=held.kinds,
        compiling=compiling,
    )
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as file:
        for block in blocks(file):
            if isinstance(block, bytes):
                tally.add_lines(block)
            else:
                tally.add_rows(block)
    counted = tally.result()
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


def blocks(file: BinaryIO) -> Iterator[bytes | list[bytes]]:
    """Yield a CSV file in blocks: whole lines that are a row each, or rows without their line ends.

    Raises `SourceError` naming the line.
    """
    chunk = file.read(CHUNK)
    if chunk.startswith(UTF16_MARKS) or b"\x00" in chunk.partition(b"\n")[0]:
        msg = "the file is not text in UTF-8 or GB 18030: export it again as CSV in one of these"
        raise SourceError(msg)
    chunk = chunk.removeprefix(UTF8_MARK)
    number, kept, rest = 0, b"", b""
    while chunk or rest:
        content = rest + chunk
        cut = content.rfind(b"\n") + 1 if chunk else len(content)
        lines, rest = content[:cut], content[cut:]
        if lines and not kept and _each_line_is_a_row(lines):
            yield lines
            number += lines.count(b"\n")
        elif lines:
            rows: list[bytes] = []
            for line in lines.split(b"\n")[: None if not chunk else -1]:
                number += 1
                kept += line
                if len(kept) > LONGEST_ROW:
                    raise SourceError(_too_long(number))
                if kept.count(b'"') % 2:
                    kept += b"\n"
                    continue
                rows.append(kept.rstrip(b"\r"))
                kept = b""
            yield rows
        if len(rest) > LONGEST_ROW:
            raise SourceError(_too_long(number + 1))
        chunk = file.read(CHUNK) if chunk else b""
    if kept:
        msg = "the file ends within quotation marks: the last rows are damaged"
        raise SourceError(msg)


def _each_line_is_a_row(lines: bytes) -> bool:
    """Say whether no line is too long and none ends within quotation marks."""
    start = 0
    while start + LONGEST_ROW < len(lines):
        start = lines.rfind(b"\n", start, start + LONGEST_ROW + 1) + 1
        if not start:
            return False
    if b'"' not in lines:
        return True
    characters = np.frombuffer(lines, dtype=np.uint8)
    quotes, ends = np.flatnonzero(characters == QUOTE), np.flatnonzero(characters == LINE_END)
    ends = np.append(ends, len(lines))
    return not bool((np.searchsorted(quotes, ends) & 1).any())


def _too_long(number: int) -> str:
    return f"line {number}: a row of more than {LONGEST_ROW} bytes; is a quotation mark left open?"
