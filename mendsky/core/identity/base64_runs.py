# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs of base64 inside text (RFC 4648), found fast and unpacked.

Few texts have any, so finding that there are none must cost next to nothing.
"""

import binascii
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.compiled import kernels

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
LEAST = 24
"""Characters of the shortest run looked into: they hold one identity number."""
MOST = 32 << 20
"""Characters of a run that is held together; what is longer is unpacked in parts."""
LARGE = 1 << 20
"""Bytes of text from which on the compiled kernel pays for being loaded."""
URL_SAFE = bytes.maketrans(b"-_", b"+/")
KNOWN = np.zeros(256, dtype=bool)
KNOWN[list(ALPHABET)] = True
LOWER, UPPER = 1, 2
TELLING = KNOWN * np.uint8(LOWER | UPPER)
TELLING[list(b"0123456789+/-_")] = 0
TELLING[list(b"abcdef")] = LOWER
TELLING[list(b"ABCDEF")] = UPPER
"""Two bits, both of which a run must have: of hexadecimal digits in one case, and the four signs, the first
of four characters stands for no digit, and all of them for no address. Logs are full of such runs."""
LINES = rb"(?:(?:\\r)?(?:\\n)|\r?\n)"
RUN = re.compile(rb"(?:[A-Za-z0-9+/_-]|\\/){%d,}(?:%s(?:[A-Za-z0-9+/_-]|\\/){16,})*" % (LEAST, LINES))
GOES_ON = re.compile(rb"%s?[A-Za-z0-9+/_-]{0,15}|\\r?|\r" % LINES)
"""What may stand between a run and the end of a chunk while the run goes on in the next."""
WITHIN = re.compile(rb"[A-Za-z0-9+/_\\-]{,%d}" % LEAST)
"""What a run has before its first line ends."""
WRAPPING = re.compile(rb"\\[rn]|[\r\n\\]")
SLASH, BACKSLASH = ord("/"), ord("\\")


class Runs:
    """Finds runs in chunks that follow one another; one across a border is found once."""

    def __init__(self) -> None:
        self._open = b""
        """The end of the text so far, as far as a run may go on after it."""
        self._large = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give what is packed in the runs that end in this chunk."""
        self._large |= len(chunk) >= LARGE
        text, self._open = self._open + chunk if self._may_go_on(chunk) else chunk, b""
        for match in found(text, large=self._large):
            if len(match[0]) < MOST and GOES_ON.fullmatch(text, match.end()) is not None:
                self._open = text[match.start() :]
            else:
                yield from decoded(match[0])
        if not self._open:
            self._open = _tail(text)

    def _may_go_on(self, chunk: bytes) -> bool:
        """Say whether what is open may be part of a run with this chunk: to join them copies it."""
        if len(self._open) >= LEAST or len(chunk) < LEAST:
            return True
        behind = WITHIN.match(chunk)
        return behind is not None and len(self._open) + behind.end() >= LEAST

    def end(self) -> Iterator[bytes]:
        """Give what is packed in the run that the text ended with."""
        text, self._open = self._open, b""
        for match in found(text):
            yield from decoded(match[0])


def found(text: bytes, *, large: bool = False) -> Iterator[re.Match[bytes]]:
    """Give the runs in a text, by the compiled kernel where the text is `large`."""
    done = 0
    for start in (_starts_compiled(text) if large and kernels() else _starts(text)).tolist():
        if start < done:
            continue
        if (match := RUN.match(text, _begin(text, start, done))) is not None:
            done = match.end()
            yield match


def decoded(run: bytes) -> Iterator[bytes]:
    """Give what a run holds, if it is base64 after all; what is left over at its end is passed by."""
    plain = WRAPPING.sub(b"", run).translate(URL_SAFE)
    whole = plain[: len(plain) // 4 * 4]
    rest = plain[len(whole) :]
    if len(rest) > 1:
        whole += rest + b"=" * (4 - len(rest))
    try:
        yield binascii.a2b_base64(whole)
    except binascii.Error:
        return


def _starts(text: bytes) -> NDArray[np.int64]:
    """Give where runs of at least `LEAST` characters begin."""
    others = np.flatnonzero(~KNOWN[np.frombuffer(text, dtype=np.uint8)])
    borders = np.concatenate([[-1], others, [len(text)]])
    long = np.flatnonzero(np.diff(borders) > LEAST)
    starts, ends = borders[long] + 1, borders[long + 1]
    telling = TELLING[np.frombuffer(text, dtype=np.uint8)]
    tells = ends == len(text)
    lower, upper = (np.flatnonzero(telling & bit) for bit in (LOWER, UPPER))
    tells |= _any_within(lower, starts, ends) & _any_within(upper, starts, ends)
    kept: NDArray[np.int64] = starts[tells]
    return kept


def _any_within(
    places: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    within: NDArray[np.bool_] = np.searchsorted(places, starts) < np.searchsorted(places, ends)
    return within


def _starts_compiled(text: bytes) -> NDArray[np.int64]:
    from mendsky.core.identity import base64_kernel  # noqa: PLC0415 - numba is slow to import

    starts = np.empty(len(text) // LEAST + 1, dtype=np.int64)
    count = base64_kernel.runs(
        np.frombuffer(text, dtype=np.uint8), KNOWN.view(np.uint8), TELLING, LEAST, starts
    )
    return starts[:count]


def _begin(text: bytes, start: int, least: int) -> int:
    """Go back to where a run begins of which escaped slashes, as JSON may have them, hide the beginning."""
    while start > least and (
        text[start - 1] in ALPHABET or (text[start - 1] == BACKSLASH and text[start] == SLASH)
    ):
        start -= 1
    return start


def _tail(text: bytes) -> bytes:
    """Give the characters at the end that may be the beginning of a run."""
    at = len(text)
    while at > max(len(text) - 2 * LEAST, 0) and (text[at - 1] in ALPHABET or text[at - 1] == BACKSLASH):
        at -= 1
    return text[at:]
