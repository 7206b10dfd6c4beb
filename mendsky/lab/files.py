# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are written while they are read, so that an export of millions needs no store."""

from collections.abc import Callable, Iterable

from mendsky.lab.exchange import LongFile
from mendsky.lab.people import Person
from mendsky.lab.website import Premises

Line = Callable[[int, Person], str]
"""Writes the line of a record, its number counted from 1; all lines are equally long in UTF-8."""


def long_file(premises: Premises, header: str, line: Line) -> LongFile:
    """Give a file of a header and one line for each record of a system."""
    head = header.encode()
    records = premises.holding.records
    width = len("".join(lines(premises, line, 0, 1)).encode())
    size = len(head) + records * width

    def read(start: int, end: int) -> bytes:
        first = max(0, start - len(head)) // width
        last = min(records, -(-max(0, end - len(head)) // width))
        rows = "".join(lines(premises, line, first, last)).encode()
        if start < len(head):
            return (head + rows)[start:end]
        skip = start - len(head) - first * width
        return rows[skip : skip + end - start]

    return LongFile(size=size, read=read)


def kept_file(content: bytes) -> LongFile:
    """Give a file of bytes that are kept."""
    return LongFile(size=len(content), read=lambda start, end: content[start:end])


def lines(premises: Premises, line: Line, start: int, stop: int) -> Iterable[str]:
    """Yield the lines of the records from `start` up to, not including, `stop`."""
    numbers = premises.holding.numbers(start, stop)
    return (
        line(record, premises.register.person(number)) for record, number in enumerate(numbers, start + 1)
    )


def masked(number: str) -> str:
    """Hide the birth date and order of an identity number, as an office does that means well."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
