# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""In which encoding text is written, as far as it matters: where digits are ASCII it is read as it is.

UTF-8, GB18030, Big5, Shift JIS, EUC and the code pages keep digits as they are in ASCII; UTF-16, UTF-32 and
EBCDIC do not and are turned into UTF-8.
"""

import codecs
from collections.abc import Iterator

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before that of UTF-16, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
ASCII_LETTERS = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
EBCDIC_LETTERS = frozenset(
    [*range(0x81, 0x8A), *range(0x91, 0x9A), *range(0xA2, 0xAA), *range(0xC1, 0xCA), *range(0xF0, 0xFA)]
)
LOOKED_AT = 4096
"""Bytes at the beginning that decide."""
DIGITS = "0123456789"
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")
MOST_CONTROLS = 0.02
"""Share of control characters above which bytes are no text, and no encoding is guessed."""


def foreign(head: bytes) -> str | None:
    """Name the codec of text whose digits are not ASCII, or None where bytes are scanned as they stand."""
    for mark, codec in MARKS:
        if head.startswith(mark):
            return None if codec == "utf-8" else codec
    sample = head[: LOOKED_AT & ~3]
    if b"\0" in sample:
        return _wide(sample)
    if _decodes(sample, "utf-8") or _is_binary(sample):
        return None
    if _looks_like_ebcdic(sample):
        return "cp037"
    return None if _decodes(sample, "gb18030") else _guessed(sample)


def without_mark(head: bytes) -> int:
    """Give the number of bytes that a mark of the byte order takes at the beginning."""
    return next((len(mark) for mark, _ in MARKS if head.startswith(mark)), 0)


def without(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Leave out so many bytes at the beginning."""
    for chunk in chunks:
        if rest := chunk[size:]:
            yield rest
        size = max(size - len(chunk), 0)


def in_utf8(chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """Turn chunks into UTF-8; what breaks the codec's rules is replaced by U+FFFD."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for chunk in chunks:
        if text := decoder.decode(chunk):
            yield text.encode("utf-8", "surrogatepass")
    if text := decoder.decode(b"", final=True):
        yield text.encode("utf-8", "surrogatepass")


def _wide(sample: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 by where their zeros stand, without a mark."""
    quarters = [sample[place::4].count(0) / max(len(sample) // 4, 1) for place in range(4)]
    if min(quarters[1:]) > 0.9 and quarters[0] < 0.1:
        return "utf-32-le"
    if min(quarters[:3]) > 0.9 and quarters[3] < 0.1:
        return "utf-32-be"
    even, odd = (quarters[0] + quarters[2]) / 2, (quarters[1] + quarters[3]) / 2
    if max(even, odd) < 0.1 or min(even, odd) > 0.05:
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) & ~1].decode(codec, "replace")
    controls = sum(ord(one) < 32 and ord(one) not in {9, 10, 13} for one in text)
    return codec if controls <= MOST_CONTROLS * len(text) else None


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(sample: bytes) -> bool:
    # ISO 646 controls; EBCDIC keeps its letters above them and its line end among them.
    return sum(one in CONTROLS for one in sample) > MOST_CONTROLS * len(sample)


def _looks_like_ebcdic(sample: bytes) -> bool:
    """Say whether letters and digits stand where EBCDIC, in all its pages, has them, not where ASCII does."""
    ascii_ones = sum(one in ASCII_LETTERS for one in sample)
    theirs = sum(one in EBCDIC_LETTERS for one in sample)
    return ascii_ones < 0.1 * len(sample) and theirs > 0.5 * len(sample)


def _guessed(sample: bytes) -> str | None:
    import charset_normalizer  # noqa: PLC0415 - loaded where a guess is needed

    best = charset_normalizer.from_bytes(sample, steps=3, chunk_size=256).best()
    if best is None or DIGITS.encode(best.encoding, "replace") == DIGITS.encode():
        return None
    return best.encoding
