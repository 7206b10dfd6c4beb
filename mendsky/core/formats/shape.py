# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a format is: how it is recognised, and what it reads out of a file of a scanner."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from mendsky.core.terms.claims import Claim, ScannerResults

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of one file; a JSON document takes about five times as much memory."""
TOO_LARGE = f"is larger than {MOST_BYTES >> 20} MB: let the scanner write a file for each system"
MOST_CLAIMS = 100_000
HEAD_BYTES = 4096
"""Bytes from the start in which a format is looked for."""


class FormatError(ValueError):
    """A file cannot be read; the message says where and why, and never repeats what stands there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One format of a scanner's results; its module reads in the same order as its siblings."""

    name: str
    """As the documentation lists it."""
    about: str
    """What writes it, and which edition is read."""
    recognises: Callable[[bytes], bool] = field(repr=False)
    """Says by the first bytes, blanks left out, whether a file has this format."""
    claims: Callable[[bytes], Iterable[Claim | None]] = field(repr=False)
    """Gives a claim for each entry, None for one that claims nothing; raises `FormatError`."""

    def read(self, content: bytes) -> ScannerResults:
        """Read a file; raises `FormatError` where it is too large or not what it seems."""
        if len(content) > MOST_BYTES:
            raise FormatError(TOO_LARGE)
        entries = list(islice(self.claims(content), MOST_CLAIMS + 1))
        if len(entries) > MOST_CLAIMS:
            msg = f"has more than {MOST_CLAIMS} entries: let the scanner write a file for each system"
            raise FormatError(msg)
        claims = [entry for entry in entries if entry is not None]
        return ScannerResults(
            format=self.name, claims=tuple(dict.fromkeys(claims)), passed_over=len(entries) - len(claims)
        )
