# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two looks at a page that tell an answer that differs from one that only changed in passing."""

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from urllib.parse import quote, quote_plus

from mendsky.core.probes.marks import content
from mendsky.core.terms.probing import Page

PASSING = ((b"<!--", b"-->"), (b"<script", b"</script>"), (b"<style", b"</style>"))
"""Parts of a page that carry nonces, clocks and counters more often than answers."""
HIDDEN_INPUT = re.compile(rb"<input\b[^<>]{0,400}\bhidden\b[^<>]{0,400}>|<meta\b[^<>]{0,400}>", re.IGNORECASE)
TOKEN = re.compile(rb"[A-Za-z0-9+/_=-]{16,}|\b[0-9A-Fa-f]{8,}\b")
DIGITS = re.compile(rb"[0-9]+")
DIGIT = re.compile(rb"[0-9]")
SPACE = re.compile(rb"\s+")
TYPED = re.compile(rb"<input\b[^<>]{0,400}?\bvalue\s*=\s*[\"']?([^\"'<>]{1,200})[^<>]{0,400}>", re.IGNORECASE)
MARKUP = re.compile(rb"<[^<>]{0,2000}>")
WORD = re.compile(rb"[^\s<>\"'&,;:=/(){}\[\]]{4,200}")
LEAST_DIGITS = 4
"""Of a word by which a page is known again: a date, an amount, a number, one with hidden digits too."""
MARGIN = 4096
"""Bytes left out at the end of a page that was cut: where it was cut depends on the echoed question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a page showed, twice: by the byte, and without what passes."""

    exact: bytes
    blurred: bytes


def look(page: Page, *, asked: str = "", plain: str = "", like: Look | None = None) -> Look:
    """Look at a page; where it echoes the asked value, the plain one is put in its place.

    `like` is a look that it may repeat to the byte: then that one is given.
    """
    shown = content(page)
    if page.cut:
        shown = shown[: max(0, len(shown) - MARGIN)]
    if asked != plain:
        for encode in (_raw, _escaped, _percent, _plus):
            if echoed := encode(asked):
                shown = shown.replace(echoed, encode(plain))
    counts = repr(
        (
            page.status,
            sorted(
                (seen.kind, seen.tier, seen.occurrences, seen.distinct) for seen in page.reading.identifiers
            ),
            page.reading.masked,
            page.reading.rows,
            page.reading.stated_records,
        )
    ).encode()
    exact = sha256(counts + shown).digest()
    if like is not None and like.exact == exact:
        return like
    return Look(exact=exact, blurred=sha256(counts + _blurred(shown)).digest())


def stable(first: Look, again: Look) -> bool:
    """Say whether a page asked for twice showed the same, by either look."""
    return first.exact == again.exact or first.blurred == again.blurred


def numbers_on(page: Page, *, besides: tuple[str, ...] = ()) -> frozenset[bytes]:
    """Give digests of the words with digits that a page shows, those left out that repeat the question."""
    shown = content(page)
    for start, end in PASSING:
        shown = _without(shown, start, end)
    shown = MARKUP.sub(b" ", TYPED.sub(rb" \1 ", HIDDEN_INPUT.sub(b" ", shown)))
    asked = [
        re.compile(rb"(?<![0-9A-Za-z])" + re.escape(_raw(value)) + rb"(?![0-9A-Za-z])") for value in besides
    ]
    return frozenset(
        sha256(word).digest()
        for word in WORD.findall(shown)
        if len(DIGIT.findall(word)) >= LEAST_DIGITS and not any(value.search(word) for value in asked)
    )


def _blurred(shown: bytes) -> bytes:
    for start, end in PASSING:
        shown = _without(shown, start, end)
    for pattern, instead in ((HIDDEN_INPUT, b""), (TOKEN, b"~"), (DIGITS, b"0"), (SPACE, b" ")):
        shown = pattern.sub(instead, shown)
    return shown


def _without(shown: bytes, start: bytes, end: bytes) -> bytes:
    # By find and not by a pattern: a hostile page of openings without an end would cost a square.
    kept, position, lower = bytearray(), 0, shown.lower()
    while (opened := lower.find(start, position)) >= 0:
        kept += shown[position:opened]
        closed = lower.find(end, opened)
        if closed < 0:
            return bytes(kept)
        position = closed + len(end)
    return bytes(kept + shown[position:])


def _raw(value: str) -> bytes:
    return value.encode(errors="surrogateescape")


def _escaped(value: str) -> bytes:
    return escape(value).encode(errors="surrogateescape")


def _percent(value: str) -> bytes:
    return quote(value, safe="", errors="surrogateescape").encode()


def _plus(value: str) -> bytes:
    return quote_plus(value, errors="surrogateescape").encode()
