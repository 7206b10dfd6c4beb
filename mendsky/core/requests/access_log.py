# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a web server's access log, in the common or the combined format (Apache httpd, nginx)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

QUOTED = r'"((?:[^"\\]|\\.)*)"'
"""Both servers escape a quotation mark within, by a backslash or as \\x22."""
LINE = re.compile(
    r"(\S+) \S+ .*?\[(\d{2})/([A-Z][a-z]{2})/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})\] "
    rf"{QUOTED} (\d{{3}}|-) (?:\d+|-)(?: {QUOTED} {QUOTED})?.*",
    re.ASCII,
)
"""A combined log may go on with fields of the owner's own."""
REQUEST = re.compile(r"([A-Z]{3,10}) (\S+)(?: HTTP/[0-9.]+)?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_LINE = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """One request that a server logged."""

    at: datetime
    address: str
    method: str
    """Empty where the request line could not be understood, as for the target."""
    target: str
    status: int
    agent: str | None
    """The User-Agent; None in the common format, which has none."""


def read_access(line: str) -> Access | None:
    """Read a line of a log; None where it is of neither format."""
    found = LINE.fullmatch(line.rstrip("\r\n")) if len(line) <= LONGEST_LINE else None
    if found is None:
        return None
    address, day, month, year, hour, minute, second, sign, hours, minutes, request, status, _, agent = (
        found.groups()
    )
    try:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-offset if sign == "-" else offset)
        number = MONTHS.index(month) + 1
        at = datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=zone)
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        # A day that no calendar has.
        return None
    asked = REQUEST.fullmatch(request)
    return Access(
        at=at,
        address=address,
        method=asked[1] if asked else "",
        target=asked[2] if asked else "",
        status=0 if status == "-" else int(status),
        agent=agent,
    )
