# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The head of a file, no longer than the records that a grant lets a sample read, and what it tells."""

import math
import re
from collections.abc import Generator

from mendsky.core.probes.marks import LOGIN, content, shows
from mendsky.core.probes.surface import Surface, unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Estimate, Get, Page, Target

BYTES_PER_RECORD = 19
"""The shortest row with an identifier that matters: eighteen characters and a line end."""
SHORTEST_HEAD = 150
"""A line of column heads and a row or two: a grant for fewer than 8 records is a grant for none."""
LONGEST_HEAD = 65_536
MANY = 20
"""Rows of names from which on a list is about people at large, not about a counter's staff."""
NAME = "name"
"""Data class by which every nation's pack calls people's names."""
TOTAL = re.compile(r"bytes \d+-\d+/(\d{1,18})")
"""Content-Range, RFC 9110 section 14.4."""
DELIMITERS = (b"\t", b"|", b";", b",")


def longest_head(target: Target) -> int:
    """Give the most bytes of a file that may be read."""
    return min(LONGEST_HEAD, BYTES_PER_RECORD * target.sample_records)


def size_of(page: Page) -> int | None:
    """Give the size of the file of which a page is the head, in bytes; None where the server does not say.

    Of a document it is the size of its text.
    """
    if page.whole is not None:
        return page.whole
    total = TOTAL.fullmatch(page.headers.get("content-range", ""))
    length = page.headers.get("content-length", "")
    size = int(total.group(1)) if total else int(length) if re.fullmatch(r"\d{1,18}", length) else None
    return None if size is not None and size <= len(page.body) and page.cut else size


def estimate(page: Page, rows: int) -> Estimate:
    """Take the rows of the head for the whole file (G2), give or take two standard deviations of a count."""
    size, head = size_of(page), len(page.body)
    if size is None or head == 0:
        return Estimate(low=rows, point=None, high=None, sampled=True)
    if size <= head:
        return Estimate(low=rows, point=rows, high=rows, sampled=True)
    first_line = content(page).find(b"\n") + 1
    spread = 2 * math.sqrt(rows)
    return Estimate(
        low=max(rows, math.floor(size / head * (rows - spread))),
        point=round(size / head * rows),
        high=math.ceil(size / max(head - first_line, head // 2, 1) * (rows + spread + 1)),
        sampled=True,
    )


def named_rows(page: Page) -> int:
    """Count the whole rows of a table of text whose column heads say names; 0 where it is no such table."""
    lines = content(page).split(b"\n")[:-1]
    if NAME not in page.reading.classes or not lines:
        return 0
    delimiter = next((sign for sign in DELIMITERS if sign in lines[0]), b"")
    if not delimiter:
        return 0
    return sum(line.count(delimiter) == lines[0].count(delimiter) for line in lines[1:])


def about_many(page: Page, rows: int, *, many: int = MANY) -> bool:
    """Say whether so many rows in the head of a file stand for many in all of it."""
    whole = estimate(page, rows)
    return rows > 1 and max(rows, whole.point or 0) >= many


def instead(page: Page, surface: Surface) -> Generator[Get, Page, Cause | None]:
    """Say why a page of markup stands where a file should, or None where it is just another page.

    A head is too short for the captcha or the login form that tells, so that the page is asked for whole.
    """
    if page.status not in {200, 206} or not content(page).lstrip().startswith(b"<"):
        return None
    asked = page.target
    # What came in a document's place is whole already.
    whole = page if page.whole is not None else (yield Get(asked))
    cause = unseen(whole)
    if cause is None and whole.target == asked and shows(whole, LOGIN) and not surface.login_box:
        # Sent on to a login page the file is closed; a login page in its place may hide anything.
        return Cause.LOGIN_PAGE
    return cause
