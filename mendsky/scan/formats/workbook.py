# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workbooks: .xlsx, .xlsm, .xlsb, .ods and .xls, each sheet as the table that it is."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats import zip as archive
from mendsky.scan.formats.format import Flaw, Format, Member, gathered, table_row
from mendsky.scan.limits import Limits, Meter

ZIPPED = (".xlsx", ".xlsm", ".xlsb", ".xltx", ".ods")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary Format: .xls, but also .doc, .ppt and .msg."""
PLAIN = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet")
AROUND = 1 << 12
"""Bytes of a zip in which the names of its first entries stand."""
EMBEDDED = ("media/", "embeddings/", "Pictures/", "Object ", "comments", "drawings/")
"""Entries beside the sheets that are worth a walk of their own."""


def _recognises(name: str, head: bytes) -> bool:
    if head.startswith(OLE):
        return True
    if not head.startswith(archive.LOCAL):
        return False
    return name.lower().endswith(ZIPPED) or any(mark in head[:AROUND] for mark in PLAIN)


def _members(content: Content) -> Iterator[Member | Flaw]:
    zipped = content.head.startswith(archive.LOCAL)
    again = content.again()
    try:
        with content.file() as file:
            if zipped:
                _check_size(file, content.limits)
            yield from _sheets(file)
    except UnreadError as failure:
        if failure.cause is not Cause.TOO_BIG and not zipped:
            raise
        yield Flaw(name="", cause=failure.cause)
        # What cannot be had as a table is read as the text of its entries.
        again = again or content.again() or content
        yield from archive.FORMAT.members(again) if zipped else _raw(again)
        return
    if zipped and (whole := content.again()) is not None:
        yield from _beside(whole)


def _raw(content: Content) -> Iterator[Member]:
    yield Member(name="bytes", chunks=content.chunks())


def _check_size(file: Any, limits: Limits) -> None:
    """Unpack everything once, keeping nothing: what a directory says of sizes may be a lie.

    Raises `UnreadError` where it is more than is read as a table.
    """
    size = 0
    packed = Content("", iter(lambda: file.read(1 << 20), b""), Meter(limits))
    for member in archive.FORMAT.members(packed):
        if isinstance(member, Flaw):
            raise UnreadError(member.cause)
        for chunk in member.chunks:
            size += len(chunk)
            if size > limits.table:
                raise UnreadError(Cause.TOO_BIG)
    file.seek(0)


def _sheets(file: Any) -> Iterator[Member | Flaw]:
    import python_calamine  # noqa: PLC0415 - loaded where there is a workbook

    try:
        book = _asked(lambda: python_calamine.load_workbook(file))
        names = list(book.sheet_names)
    except python_calamine.PasswordError:
        raise UnreadError(Cause.ENCRYPTED) from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise UnreadError(Cause.UNSUPPORTED if _is_other_ole(file) else Cause.CORRUPT) from None
    if not names:
        raise UnreadError(Cause.CORRUPT)
    for name in names:
        try:
            rows = _asked(partial(_rows, book, name))
        except (python_calamine.CalamineError, UnreadError, ValueError, OSError):
            yield Flaw(name=name, cause=Cause.CORRUPT)
            continue
        lines = (table_row([_written(cell) for cell in row]) for row in rows)
        yield Member(name=name, chunks=gathered(lines), text=True)


def _rows(book: Any, name: str) -> Any:
    return book.get_sheet_by_name(name).iter_rows()


def _asked(call: Callable[[], Any]) -> Any:
    """Ask the parser, which is written in Rust and panics on some damage; a panic is no Exception."""
    try:
        return call()
    except BaseException as failure:
        if type(failure).__name__ == "PanicException":
            raise UnreadError(Cause.CORRUPT) from None
        raise


def _is_other_ole(file: Any) -> bool:
    file.seek(0)
    start = file.read(1 << 25)
    return start.startswith(OLE) and "Workbook".encode("utf-16-le") not in start


def _beside(content: Content) -> Iterator[Member | Flaw]:
    for member in archive.FORMAT.members(content):
        if any(part in member.name for part in EMBEDDED):
            yield member


def _written(cell: object) -> str:
    """Write a cell as a person sees it: a whole number without a point, a date by ISO 8601."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell).upper()
    if isinstance(cell, dt.date | dt.datetime | dt.time):
        return cell.isoformat()
    return str(cell)


FORMAT = Format(
    name="xlsx, xlsm, xlsb, ods, xls",
    about="Every sheet as a table, hidden ones too, comments and what is embedded.",
    reads="file",
    recognises=_recognises,
    members=_members,
    names=True,
)
