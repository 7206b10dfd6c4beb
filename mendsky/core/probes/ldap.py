# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages of LDAP: requests to bytes, bytes to entries (RFC 4511).

Lengths are always definite (section 5.1), so that a reader is a few lines, and one without recursion cannot
be sent too deep. Requests follow one another, so that one message number does for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

SEQUENCE, INTEGER, OCTETS, ENUMERATED, BOOLEAN = 0x30, 0x02, 0x04, 0x0A, 0x01
BIND_REQUEST, BIND_RESPONSE = 0x60, 0x61
SEARCH_REQUEST, ENTRY, DONE, REFERENCE = 0x63, 0x64, 0x65, 0x73
EXTENDED_REQUEST, NOTICE = 0x77, 0x78
"""An extended response is also that the server will hang up, unasked, and why (section 4.4.1)."""
LAST = frozenset({BIND_RESPONSE, DONE, NOTICE})
BASE, SUBTREE = 0, 2
OR, AND, NOT, EQUAL, PRESENT, SIMPLE = 0xA1, 0xA0, 0xA2, 0xA3, 0x87, 0x80
SECONDS = 10
"""For which a server may search."""
MOST_LENGTH_BYTES = 4
MOST_MESSAGES = 200
"""Of one answer; entries that nobody asked for are not waited for."""


class NotLdapError(ValueError):
    """Bytes are no message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a directory says of one thing."""

    name: str = field(repr=False)
    """Its distinguished name."""
    values: dict[str, tuple[bytes, ...]] = field(repr=False)
    """By kind; without values where only kinds were asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An answer that came to its end."""

    code: int
    """Result code (RFC 4511 appendix A)."""
    said: str = field(repr=False)
    """Why, in the server's words."""
    entries: tuple[Entry, ...]


def element(tag: int, *contents: bytes) -> bytes:
    """Write one element with its length."""
    content = b"".join(contents)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    written = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(written)]) + written + content


def number(value: int, tag: int = INTEGER) -> bytes:
    """Write a number that is not below nought."""
    return element(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def message(operation: bytes) -> bytes:
    """Write a message of one operation."""
    return element(SEQUENCE, number(1), operation)


def equal(kind: str, value: str) -> bytes:
    """Write the filter of entries with one value."""
    return element(EQUAL, element(OCTETS, kind.encode()), element(OCTETS, value.encode()))


def present(kind: str) -> bytes:
    """Write the filter of entries with any value of a kind."""
    return element(PRESENT, kind.encode())


BIND = message(element(BIND_REQUEST, number(3), element(OCTETS), element(SIMPLE)))
"""Be nobody (RFC 4513 section 5.1.1)."""
START_TLS = message(element(EXTENDED_REQUEST, element(0x80, b"1.3.6.1.4.1.1466.20037")))
"""RFC 4511 section 4.14.1."""
ANYTHING = present("objectClass")
PEOPLE = element(OR, equal("objectClass", "person"), equal("objectClass", "posixAccount"), present("uid"))
OTHERS = element(AND, equal("hasSubordinates", "FALSE"), element(NOT, equal("objectClass", "person")))
"""What is called no person and has nothing below it; of a class that a server does not know, not even the
contrary would be true (RFC 4511 section 4.5.1.7)."""


def search(
    base: str,
    *,
    scope: int,
    wanted: bytes,
    most: int,
    kinds: tuple[str, ...] = (),
    only_kinds: bool = False,
) -> bytes:
    """Write a search for a few entries and some kinds of their values, all kinds where none is named."""
    return message(
        element(
            SEARCH_REQUEST,
            element(OCTETS, base.encode()),
            number(scope, ENUMERATED),
            number(0, ENUMERATED),
            number(most),
            number(SECONDS),
            element(BOOLEAN, b"\xff" if only_kinds else b"\0"),
            wanted,
            element(SEQUENCE, *(element(OCTETS, kind.encode()) for kind in kinds)),
        )
    )


def is_whole(heard: bytes) -> bool:
    """Say whether an answer came to its end, or what is there can never become one."""
    at = 0
    try:
        for _ in range(MOST_MESSAGES):
            end = _end(heard, at, SEQUENCE)
            if end is None or end > len(heard):
                return False
            if _operation(heard, at)[0] in LAST:
                return True
            at = end
    except NotLdapError:
        pass
    return True


def read(heard: bytes) -> Answered | None:
    """Read an answer; None where the bytes are not exactly that."""
    entries: list[Entry] = []
    try:
        for tag, content in _operations(heard):
            if tag == ENTRY:
                entries.append(_entry(content))
            elif tag in LAST:
                (code, number), _, (_, said), *_ = _elements(content)
                if code == ENUMERATED:
                    text = said.decode("utf-8", "replace")
                    return Answered(code=int.from_bytes(number, "big"), said=text, entries=tuple(entries))
            elif tag != REFERENCE:
                return None
    except ValueError:
        pass
    return None


def values(heard: bytes) -> bytes:
    """Give what an answer shows, a value a line: beside the digits of a value stand bytes like digits."""
    lines: list[bytes] = []
    try:
        for tag, content in _operations(heard):
            if tag == ENTRY:
                entry = _entry(content)
                lines.append(b"\ndn: " + entry.name.encode())
                lines += [
                    kind.encode() + b": " + value for kind, held in entry.values.items() for value in held
                ]
    except ValueError:
        # Of an answer that was cut, what came whole is looked at.
        pass
    return b"\n".join(lines)


def _operations(heard: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the operations of an answer; raises `ValueError` where it is none, or goes on after its end."""
    at = 0
    for _ in range(MOST_MESSAGES):
        tag, content = _operation(heard, at)
        end = _end(heard, at, SEQUENCE)
        if end is None or (tag in LAST and end != len(heard)):
            break
        yield tag, content
        at = end
    msg = "no end where one belongs"
    raise NotLdapError(msg)


def _operation(heard: bytes, at: int) -> tuple[int, bytes]:
    """Give the operation of the message that begins here."""
    content, _ = _element(heard, at)
    numbered, operation, *_ = *_elements(content), (0, b""), (0, b"")
    if numbered[0] != INTEGER:
        msg = "a message without a number"
        raise NotLdapError(msg)
    return operation


def _entry(content: bytes) -> Entry:
    (_, name), (_, listed) = _elements(content)
    held: dict[str, tuple[bytes, ...]] = {}
    for _, attribute in _elements(listed):
        (_, kind), (_, contents) = _elements(attribute)
        held[kind.decode()] = tuple(value for _, value in _elements(contents))
    return Entry(name=name.decode(), values=held)


def _elements(content: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(content):
        held, end = _element(content, at)
        found.append((content[at], held))
        at = end
    return found


def _element(heard: bytes, at: int) -> tuple[bytes, int]:
    end = _end(heard, at)
    if end is None or end > len(heard):
        msg = "an element that is not there"
        raise NotLdapError(msg)
    first = heard[at + 1]
    return heard[at + 2 + (first & 0x7F if first & 0x80 else 0) : end], end


def _end(heard: bytes, at: int, tag: int | None = None) -> int | None:
    """Say where an element ends; None where its head is not yet there."""
    head = heard[at : at + 2 + MOST_LENGTH_BYTES]
    if head and tag is not None and head[0] != tag:
        msg = "another element than belongs here"
        raise NotLdapError(msg)
    if len(head) < 2:
        return None
    more = head[1] & 0x7F if head[1] & 0x80 else 0
    if head[1] == 0x80 or more > MOST_LENGTH_BYTES:
        msg = "a length that no message has"
        raise NotLdapError(msg)
    if len(head) < 2 + more:
        return None
    return at + 2 + more + (int.from_bytes(head[2 : 2 + more], "big") if more else head[1])
