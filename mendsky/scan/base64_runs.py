# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs of base64 inside text (RFC 4648), found fast and unpacked.

Most text has none, so a look at every sixteenth byte must leave little to be looked at closely.
"""

import binascii
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
SHORT, LONG = 24, 128
"""Characters of the shortest run looked into: 24 hold one identity number. The short ones are looked for in
the first `CLOSELY` bytes only."""
CLOSELY = 1 << 20
STRIDE = 16
SAMPLES = LONG // STRIDE - 1
"""Looks that fall into a run of `LONG`, wherever it begins."""
BETWEEN = (8, 4, 12, 2, 6, 10, 14)
"""Where to look next between two samples that passed: prose is out after a few."""
MOST = 32 << 20
"""Characters of a run that is held together; what is longer is unpacked in parts."""
URL_SAFE = bytes.maketrans(b"-_", b"+/")
IN_ALPHABET = np.zeros(256, dtype=bool)
IN_ALPHABET[list(ALPHABET)] = True
LINES = rb"(?:(?:\\r)?(?:\\n)|\r?\n)"
RUNS = {
    length: re.compile(rb"(?:[A-Za-z0-9+/_-]|\\/){%d,}(?:%s(?:[A-Za-z0-9+/_-]|\\/){16,})*" % (length, LINES))
    for length in (SHORT, LONG)
}
SHORT_RUN = RUNS[SHORT]
GOES_ON = re.compile(rb"%s?[A-Za-z0-9+/_-]{0,15}|\\r?|\r" % LINES)
"""What may stand between a run and the end of a chunk while the run goes on in the next."""
WRAPPING = re.compile(rb"\\[rn]|[\r\n\\]")


class Runs:
    """Finds runs in chunks that follow one another; one across a border is found once."""

    def __init__(self) -> None:
        self._open = b""
        """The end of the text so far, as far as a run may go on after it."""
        self._seen = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give what is packed in the runs that end in this chunk."""
        text, closely = self._open + chunk, self._seen < CLOSELY
        self._seen += len(chunk)
        self._open = b""
        for match in RUNS[SHORT].finditer(text) if closely else _long_runs(text):
            if len(match[0]) < MOST and GOES_ON.fullmatch(text, match.end()) is not None:
                self._open = text[match.start() :]
            else:
                yield from decoded(match[0])
        if not self._open:
            self._open = _tail(text)

    def end(self) -> Iterator[bytes]:
        """Give what is packed in the run that the text ended with."""
        text, self._open = self._open, b""
        for match in RUNS[SHORT].finditer(text):
            yield from decoded(match[0])


def _tail(text: bytes) -> bytes:
    """Give the characters at the end that may be the beginning of a run."""
    last = text[-LONG:]
    at = len(last)
    while at and last[at - 1] in ALPHABET:
        at -= 1
    return last[at:]


def _long_runs(text: bytes) -> Iterator[re.Match[bytes]]:
    """Find the runs of at least `LONG` characters."""
    done = 0
    for start in _candidates(np.frombuffer(text, dtype=np.uint8)).tolist():
        if start < done:
            continue
        at = start
        while at > done and text[at - 1] in ALPHABET:
            at -= 1
        if (match := RUNS[LONG].match(text, at)) is not None:
            done = match.end()
            yield match


def _candidates(text: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Give places from which on every other byte of `LONG` less a stride is in the alphabet."""
    together, length = IN_ALPHABET[text[::STRIDE]], 1
    while length < SAMPLES:
        step = min(length, SAMPLES - length)
        together = together[step:] & together[: len(together) - step]
        length += step
    places: NDArray[np.int64] = np.flatnonzero(together) * STRIDE
    for more in BETWEEN:
        if not len(places):
            break
        looked = places[:, None] + (more + STRIDE * np.arange(SAMPLES - 1))
        places = places[IN_ALPHABET[text[looked]].all(axis=1)]
    return places


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
