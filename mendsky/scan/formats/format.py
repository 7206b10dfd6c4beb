# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a format is: how it is recognised, and the members it yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mendsky.scan.causes import Cause
from mendsky.scan.content import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """Something that a container holds."""

    name: str
    """Its name in the container; may itself hold an identifier, so it is starred before it is shown."""
    chunks: Iterator[bytes] = field(repr=False)
    """Its bytes; to be taken before the next member is asked for."""
    text: bool = False
    """Whether it is text made by the format, in UTF-8, in which no container is looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """A member that cannot be read, or the container's own name for a part of it."""

    name: str
    """Its name in the container; empty for the container itself."""
    cause: Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One format; its module reads in the same order as its siblings."""

    name: str
    """As the documentation lists it."""
    about: str
    """What of it is read, in one sentence."""
    reads: str
    """`stream` where it is read forward at any size; `file` where it is read out of order."""
    recognises: Callable[[str, bytes], bool] = field(repr=False)
    """Says by name and first bytes whether a content has this format."""
    members: Callable[[Content], Iterator[Member | Flaw]] = field(repr=False)
    """Yields what is in it; raises `UnreadError` where it cannot go on."""
    names: bool = False
    """Whether it gives its members names of their own, in which identifiers are looked for too."""


def table_row(cells: list[str]) -> str:
    """Write one row of a table as a line of CSV (RFC 4180)."""
    return ",".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def gathered(lines: Iterator[str], size: int = 1 << 18) -> Iterator[bytes]:
    """Give lines as UTF-8 in chunks worth scanning."""
    parts: list[str] = []
    held = 0
    for line in lines:
        parts.append(line)
        held += len(line)
        if held >= size:
            yield "".join(parts).encode("utf-8", "surrogatepass")
            parts, held = [], 0
    if parts:
        yield "".join(parts).encode("utf-8", "surrogatepass")
