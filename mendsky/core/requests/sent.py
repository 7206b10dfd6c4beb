# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The log of requests that were sent to an owner's systems, as a table in CSV (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from io import StringIO

from mendsky.core.terms.instants import instant_text, read_instant


class SentLogError(ValueError):
    """A file is no log of requests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentRequest:
    """One request of ours; the fields are the columns of the table."""

    at: datetime
    system: str
    """Origin that was asked."""
    method: str
    target: str
    """Values blanked."""
    status: int
    """0 where no answer came."""
    length: int
    """Bytes of body that were read."""
    probe: str
    """Kind of loophole that was looked for, `visit`, or `information`."""
    purpose: str
    grant: str
    address: str
    """Address that was connected to; empty where none was."""
    failure: str
    """Cause why the answer could not be used; empty where it could."""


COLUMNS = tuple(column.name for column in fields(SentRequest))


def sent_lines(requests: Iterable[SentRequest]) -> Iterator[str]:
    """Write the table line by line, its head first."""
    yield _line(COLUMNS)
    for sent in requests:
        yield _line((instant_text(sent.at), *(getattr(sent, name) for name in COLUMNS[1:])))


def read_sent(lines: Iterable[str]) -> list[SentRequest]:
    """Read the table; raises `SentLogError`, which names a line and repeats nothing of it."""
    rows = csv.reader(lines, strict=True)
    requests: list[SentRequest] = []
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise _unread(1)
        requests.extend(_request(row) for row in rows)
    except (csv.Error, ValueError) as error:
        raise _unread(max(1, rows.line_num)) from error
    return requests


def _request(row: list[str]) -> SentRequest:
    named = dict(zip(COLUMNS, row, strict=True))
    at, status, length = named.pop("at"), named.pop("status"), named.pop("length")
    return SentRequest(at=read_instant(at), status=int(status), length=int(length), **named)


def _line(cells: Iterable[object]) -> str:
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _unread(number: int) -> SentLogError:
    return SentLogError(f"line {number} is not of the log of requests: take the file from the owner's page")
