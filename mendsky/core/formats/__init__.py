# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes of the field's formats to values: one file a format; the register is the tuple in this file."""

from mendsky.core.formats import nmap, nuclei, openvas, sarif, wapiti, zap
from mendsky.core.formats.shape import HEAD_BYTES, Format, FormatError
from mendsky.core.terms.claims import ScannerResults

FORMATS: tuple[Format, ...] = (
    nuclei.FORMAT,
    sarif.FORMAT,
    zap.FORMAT,
    openvas.FORMAT,
    wapiti.FORMAT,
    nmap.FORMAT,
)
"""Every format of a scanner's results, in the order in which they are asked."""


def format_of(content: bytes) -> Format | None:
    """Give the format of a file by its content, None where it has none of these."""
    head = content[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((one for one in FORMATS if one.recognises(head)), None)


def read(content: bytes) -> ScannerResults:
    """Read a scanner's file, its format made out by its content; raises `FormatError`."""
    found = format_of(content)
    if found is None:
        msg = f"has none of the known formats: {', '.join(one.name for one in FORMATS)}"
        raise FormatError(msg)
    return found.read(content)


__all__ = ["FORMATS", "Format", "FormatError", "format_of", "read"]
