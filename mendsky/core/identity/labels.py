# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that say what a number is: just before it, or at the head of its column."""

import re
from bisect import bisect
from collections.abc import Iterator
from functools import cache

from mendsky.core.identity.encoding import is_utf8, spellings

NEAR = 64
"""Bytes before a number within which a label counts as its own."""
DELIMITERS = (b"\t", b"|", b";", b",")
QUOTED = re.compile(rb'"[^"]*"')
CELL = re.compile(rb"<t[hd]\b[^>]*>", re.IGNORECASE)
TABLE = re.compile(rb"<table\b", re.IGNORECASE)
SILENT = re.compile(r"<(script|style)\b", re.IGNORECASE)
# Neither sign within: with "[^>]" a page of nothing but "<" would cost the square of its length.
TAG = re.compile(r"<[^<>]*>")
ROW = re.compile(rb"<tr\b", re.IGNORECASE)


class Surroundings:
    """What stands around the numbers of one content; looked up once, asked for each number."""

    __slots__ = ("_content", "_delimiter", "_head", "_judged", "_rows", "_tables", "_utf8")

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._utf8 = is_utf8(content)
        self._tables = [match.start() for match in TABLE.finditer(content)]
        self._rows = [match.start() for match in ROW.finditer(content)] if self._tables else []
        self._judged: dict[tuple[tuple[str, ...], bytes], bool] = {}
        self._head = content.partition(b"\n")[0]
        in_head = (delimiter for delimiter in DELIMITERS if delimiter in self._head)
        self._delimiter = b"" if self._tables else next(in_head, b"")

    def announce(self, start: int, labels: tuple[str, ...]) -> bool:
        """Say whether one of the labels stands shortly before the offset or at the head of its column."""
        label = _in_bytes(labels, utf8=self._utf8)
        head = self._column_head(start)
        if (labels, head) not in self._judged:
            self._judged[labels, head] = bool(label.search(head))
        if self._judged[labels, head]:
            return True
        # In a table of text the line above is another record, not a label.
        line_start = self._content.rfind(b"\n", 0, start) + 1 if self._delimiter else 0
        return bool(label.search(self._content, max(line_start, start - NEAR), start))

    def _column_head(self, start: int) -> bytes:
        table = bisect(self._tables, start) - 1
        return self._cell_head(self._tables[table], start) if table >= 0 else self._field_head(start)

    def _cell_head(self, table: int, start: int) -> bytes:
        first, here = bisect(self._rows, table), bisect(self._rows, start) - 1
        if here <= first:
            return b""
        column = len(CELL.findall(self._content, self._rows[here], start)) - 1
        end = self._rows[first + 1]
        heads = list(CELL.finditer(self._content, self._rows[first], end))
        if not 0 <= column < len(heads):
            return b""
        following = heads[column + 1].start() if column + 1 < len(heads) else end
        return self._content[heads[column].end() : following]

    def _field_head(self, start: int) -> bytes:
        if not self._delimiter or start <= len(self._head):
            return b""
        line_start = self._content.rfind(b"\n", 0, start) + 1
        before = QUOTED.sub(b"", self._content[line_start:start])
        heads, column = self._head.split(self._delimiter), before.count(self._delimiter)
        return heads[column] if column < len(heads) else b""


def named(text: str, labels: tuple[str, ...]) -> bool:
    """Say whether a text, without its markup, has one of the labels."""
    if any(label in text for label in labels if not label.isascii()):
        return True
    folded = text.casefold()
    # A pattern takes long to find that a word is nowhere, as most words are: so it is asked for the others.
    latin = (label for label in labels if label.isascii() and label.casefold() in folded)
    return any(_in_text(label).search(text) for label in latin)


def without_markup(text: str) -> str:
    """Leave out tags, scripts and styles: an attribute `name=` names nobody."""
    return TAG.sub(" ", "".join(_spoken(text)))


def _spoken(text: str) -> Iterator[str]:
    """Yield what stands outside scripts and styles; one never closed hides the rest, as in browsers."""
    lower, at = text.lower(), 0
    if len(lower) != len(text):
        lower = text
    for opening in SILENT.finditer(text):
        if opening.start() < at:
            continue
        yield text[at : opening.start()]
        closing = lower.find(f"</{opening.group(1).lower()}", opening.end())
        if closing < 0:
            return
        at = closing
    yield text[at:]


@cache
def _in_bytes(labels: tuple[str, ...], *, utf8: bool) -> re.Pattern[bytes]:
    words = []
    for label in labels:
        for form in spellings(label, utf8=utf8):
            word = re.escape(form)
            words.append(rb"(?<![A-Za-z])" + word + rb"(?![A-Za-z])" if label.isascii() else word)
    return re.compile(b"|".join(words), re.IGNORECASE)


@cache
def _in_text(label: str) -> re.Pattern[str]:
    # Labels in Latin letters match only whole words: "telling" has no "tel".
    return re.compile(rf"(?<![A-Za-z]){re.escape(label)}(?![A-Za-z])", re.IGNORECASE)
