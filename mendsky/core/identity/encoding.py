# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
r"""Bytes whose writing is not declared: UTF-8, GB18030, and escapes of scripts inside them.

Identifiers are ASCII in both, so bytes are scanned as they stand. What must not be mistaken for a
neighbouring letter or digit is the second half of a GB18030 character (29 % of those beyond GB 2312
end in an ASCII letter, digit or underscore) and the end of an escape such as `\n` or `\u4e2d`.
"""

import codecs
import re

NOUGHT = b"\x00"
FILLER = b"\x80"
"""Stands for a byte that is neither a letter nor a digit."""
GB18030_CHARACTER = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\x7e\x80-\xfe])")
ESCAPE = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|[nrt])")


def is_utf8(content: bytes) -> bool:
    """Say whether the bytes are UTF-8, even where the last character was cut."""
    if content.isascii():
        return True
    try:
        codecs.utf_8_decode(content, "strict", False)  # noqa: FBT003 - not final: the rest may have been cut off
    except UnicodeDecodeError:
        return False
    return True


def decoded(content: bytes) -> str:
    """Give the bytes as text, undecodable ones replaced."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("utf-8" if is_utf8(content) else "gb18030", errors="replace")


def spelled_out(content: bytes) -> tuple[str, bytes]:
    """Give the bytes as text, escapes of JavaScript resolved, and that text in UTF-8."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = decoded(content)
    else:
        if b"\\" not in content:
            return text, content
    text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return text, text.encode("utf-8", "surrogatepass")


def flat(content: bytes) -> bytes:
    """Give bytes of the same length in which no piece of a character or escape passes for a digit."""
    if b"\\" in content:
        content = ESCAPE.sub(_fill, content)
    return content if is_utf8(content) else GB18030_CHARACTER.sub(_fill, content)


def spellings(word: str) -> tuple[bytes, ...]:
    """Write a word as a page may: in UTF-8, in GB18030, and escaped for JavaScript."""
    written = (word.encode(), word.encode("gb18030"), word.encode("ascii", errors="backslashreplace"))
    return tuple(dict.fromkeys(written))


def _fill(match: re.Match[bytes]) -> bytes:
    return FILLER * len(match[0])


def sixteen(content: bytes) -> str | None:
    """Name the encoding where bytes are UTF-16: every digit has a byte of nought on the same side."""
    if NOUGHT not in content:
        return None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    even, odd = content[0::2].count(NOUGHT), content[1::2].count(NOUGHT)
    if max(even, odd) * 100 < len(content) or min(even, odd) * 16 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
