# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look at one content word by word: all of a page, or of millions of bytes what arrays leave over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from mendsky.core.identity import contacts, writing
from mendsky.core.identity.encoding import is_utf8
from mendsky.core.identity.general import EMAIL, IBAN, PHONE
from mendsky.core.identity.identifiers import B, C
from mendsky.core.identity.judge import Verdict, led_verdicts, verdicts
from mendsky.core.identity.tables import ANCHOR, Tables

DIGIT, UPPER, LOWER, HIGH, PARTING, OTHER = b"1Aah-0"
CLASSES = bytes(
    DIGIT if chr(byte).isdigit() and byte < 0x80
    else UPPER if ord("A") <= byte <= ord("Z")
    else LOWER if ord("a") <= byte <= ord("z")
    else HIGH if byte >= 0x80
    else PARTING if byte in b" -"
    else OTHER
    for byte in range(256)
)  # fmt: skip
GLUED = bytes(ord("1") if byte in writing.GLUED else ord("0") for byte in range(256))
RUN = b"1" * ANCHOR
GROUPS = b"1111-1111"
LED = b"hA"
SEVERAL = 7
PLUS = ord("+")


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Candidate:
    """Where a word stands, and what it may be."""

    offset: int
    length: int
    verdicts: tuple[Verdict, ...]
    announced: bool = False
    """Its writing says what it is, as a plus sign does."""


class Page:
    """One content and what is asked of it more than once."""

    def __init__(self, content: bytes, tables: Tables, *, utf8: bool | None = None) -> None:
        self.content, self.tables, self._utf8 = content, tables, utf8

    @property
    def utf8(self) -> bool:
        """Whether it is UTF-8; else bytes of GB18030 characters may look like ASCII."""
        if self._utf8 is None:
            self._utf8 = is_utf8(self.content)
        return self._utf8

    @cached_property
    def _glued(self) -> bytes:
        return self.content.translate(GLUED)

    def classes(self) -> bytes:
        """Give the content with each byte as the class to which it belongs."""
        return self.content.translate(CLASSES)

    def candidates(self, classes: bytes) -> Iterator[Candidate]:
        """Yield all that the content may hold, in no order."""
        if RUN in classes:
            yield from self._words(classes)
        yield from self.other_candidates(classes)

    def other_candidates(self, classes: bytes) -> Iterator[Candidate]:
        """Yield what has no seven digits in a row."""
        yield from self.all_but_addresses(classes)
        if self.tables.general:
            yield from self._at_each(b"@", self.email)

    def all_but_addresses(self, classes: bytes) -> Iterator[Candidate]:
        """Yield what has no seven digits in a row and is no e-mail address."""
        if GROUPS in classes:
            yield from self._groups(classes)
        # One character is found several times as fast as two.
        if self.tables.led and LED[1:] in classes and LED in classes:
            yield from self._led(classes)
        if self._may_be_written_out():
            yield from self._written_out()
        if self.tables.general:
            yield from self._at_each(b"+", self.plus)

    def word(self, start: int, end: int) -> Candidate | None:
        """Judge a maximal run of letters and digits."""
        content, by_length = self.content, self.tables.by_length
        if content.startswith(b"@", end):
            return None  # part of an address
        before = content[start - 1] if start else 0
        if before == PLUS:
            return self._behind_plus(start, end)
        if before not in writing.SEEMING:
            found = self._judged(start, end) if end - start in by_length else ()
            found = found or self._other(start, end)
            return Candidate(offset=start, length=end - start, verdicts=found) if found else None
        best: Candidate | None = None
        utf8 = before < writing.HIGH or self.utf8
        for begin in writing.beginnings(content, start, end, utf8=utf8):
            found = self._judged(begin, end) if end - begin in by_length else ()
            found = found or self._other(begin, end)
            candidate = Candidate(offset=begin, length=end - begin, verdicts=found) if found else None
            if candidate is not None and min(verdict.tier for verdict in found) < C:
                return candidate
            best = best or candidate
        return best

    def _behind_plus(self, start: int, end: int) -> Candidate | None:
        """Judge a word behind a plus sign, which a country's code follows unless it is a space in a URL."""
        sure = tuple(verdict for verdict in self._judged(start, end) if verdict.tier < C)
        if sure:
            return Candidate(offset=start, length=end - start, verdicts=sure)
        dialled = self._dialled(start, end)
        return (
            Candidate(offset=start, length=end - start, verdicts=dialled, announced=True) if dialled else None
        )

    def phone_of(self, start: int, end: int) -> Candidate | None:
        """Judge a word as the part of a telephone number behind its area code."""
        if not self.tables.general or end - start not in contacts.SUBSCRIBER:
            return None
        found = contacts.with_area(self.content, start, end, self.tables.region)
        return None if found is None else self._phone(*found)

    def group(self, at: int) -> Candidate | None:
        """Judge the word parted by spaces or hyphens of which two parts of four digits meet at an offset."""
        for offset, length, plain, adjoins in writing.grouped(self.content, self.tables, at):
            found = tuple(verdict for verdict in self._all(plain) if verdict.tier < C or not adjoins)
            if found:
                return Candidate(offset=offset, length=length, verdicts=found)
        return None

    def written_out(self, at: int) -> tuple[int, Candidate | None]:
        """Judge the word of which each character is written as several bytes; give also where it ends."""
        word = writing.written_out(self.content, at)
        if word is None:
            return at, None
        length, plain = word
        found = self._all(plain) if plain else ()
        return at + length, Candidate(offset=at, length=length, verdicts=found) if found else None

    def led(self, at: int) -> Candidate | None:
        """Judge a word that begins with the capital letter at an offset behind the nation's script."""
        match = writing.LED_WORD.match(self.content, at)
        if match is None:
            return None
        for size in (size for size in self.tables.lead_sizes if size <= at):
            lead = self.content[at - size : at]
            if found := tuple(led_verdicts(lead, match[1] + match[2], self.tables)):
                return Candidate(offset=at - size, length=match.end() - at + size, verdicts=found)
        return None

    def email(self, sign: int) -> Candidate | None:
        """Judge the address around an `@`."""
        found = contacts.email(self.content, sign, utf8=True)
        if found is None:
            return None
        if found[0] and self.content[found[0] - 1] >= writing.HIGH and not self.utf8:
            found = contacts.email(self.content, sign, utf8=False)
        if found is None:
            return None
        value = self.content[found[0] : found[0] + found[1]].lower()
        return Candidate(offset=found[0], length=found[1], verdicts=(self._verdict(EMAIL, B, value),))

    def plus(self, sign: int) -> Candidate | None:
        """Judge the telephone number that a `+` begins."""
        found = contacts.international(self.content, sign, self.tables.region)
        return None if found is None else self._phone(*found)

    def _may_be_written_out(self) -> bool:
        content = self.content
        wide = writing.WIDE_UTF8 if self.utf8 else writing.WIDE_GB18030
        if wide.search(content) is not None:
            return True
        return sum(content.count(mark) for mark in writing.ESCAPED if mark[:1] in content) >= SEVERAL

    def _words(self, classes: bytes) -> Iterator[Candidate]:
        glued = self._glued
        at = classes.find(RUN)
        while at >= 0:
            start = glued.rfind(b"0", 0, at) + 1
            end = glued.find(b"0", at)
            end = len(glued) if end < 0 else end
            yield from filter(None, (self.word(start, end), self.phone_of(start, end)))
            at = classes.find(RUN, end)

    def _groups(self, classes: bytes) -> Iterator[Candidate]:
        at = classes.find(GROUPS)
        while at >= 0:
            candidate = self.group(at)
            if candidate is not None:
                yield candidate
            at = classes.find(GROUPS, at + 1 if candidate is None else candidate.offset + candidate.length)

    def _written_out(self) -> Iterator[Candidate]:
        match = writing.SEVEN.search(self.content)
        while match is not None:
            end, candidate = self.written_out(match.start())
            if candidate is not None:
                yield candidate
            match = writing.SEVEN.search(self.content, end)

    def _led(self, classes: bytes) -> Iterator[Candidate]:
        at = classes.find(LED)
        while at >= 0:
            if candidate := self.led(at + 1):
                yield candidate
            at = classes.find(LED, at + 1)

    def _at_each(self, sign: bytes, judged: Callable[[int], Candidate | None]) -> Iterator[Candidate]:
        at = self.content.find(sign)
        while at >= 0:
            if candidate := judged(at):
                yield candidate
            at = self.content.find(sign, at + 1)

    def _judged(self, start: int, end: int) -> tuple[Verdict, ...]:
        return tuple(verdicts(self.content[start:end].upper(), self.tables))

    def _other(self, start: int, end: int) -> tuple[Verdict, ...]:
        """Judge a word as a number behind a country's code, or as an IBAN."""
        length = end - start
        if dialled := self._dialled(start, end):
            return dialled
        if self.tables.general and 15 <= length <= 34 and contacts.is_iban(self.content[start:end]):
            return (self._verdict(IBAN, B, self.content[start:end]),)
        return ()

    def _dialled(self, start: int, end: int) -> tuple[Verdict, ...]:
        for digits, whole, kind in self.tables.dialled:
            if end - start == whole and self.content.startswith(digits, start):
                known = verdicts(self.content[start + len(digits) : end], self.tables)
                return tuple(verdict for verdict in known if verdict.kind == kind)
        return ()

    def _all(self, plain: bytes) -> tuple[Verdict, ...]:
        found = tuple(verdicts(plain.upper(), self.tables))
        if not found and self.tables.general and contacts.is_iban(plain):
            return (self._verdict(IBAN, B, plain),)
        return found

    def _phone(self, offset: int, length: int, number: bytes) -> Candidate:
        for digits, whole, kind in self.tables.dialled:
            if number.startswith(b"+" + digits) and len(number) == whole + 1:
                own = verdicts(number[1 + len(digits) :], self.tables)
                found = tuple(verdict for verdict in own if verdict.kind == kind)
                if found:
                    return Candidate(offset=offset, length=length, verdicts=found, announced=True)
        return Candidate(
            offset=offset, length=length, verdicts=(self._verdict(PHONE, C, number[1:], context=True),)
        )

    def _verdict(self, kind: str, tier: int, value: bytes, *, context: bool = False) -> Verdict:
        place = self.tables.kinds.index(kind)
        return Verdict(kind=place, tier=tier, canonical=value, numbered=False, context=context)
