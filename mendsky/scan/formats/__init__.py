# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The formats that a scan looks into, by hand and in the order in which they are asked."""

from mendsky.scan.formats import (
    bz2,
    document,
    gzip,
    mail,
    parquet,
    pdf,
    seven_zip,
    sqlite,
    tar,
    unread,
    workbook,
    xz,
    zip,  # noqa: A004 - named like its siblings, after the format
    zstandard,
)
from mendsky.scan.formats.format import Flaw, Format, Member

FORMATS: tuple[Format, ...] = (
    workbook.FORMAT,  # before zip, which it is
    zip.FORMAT,
    gzip.FORMAT,
    bz2.FORMAT,
    xz.FORMAT,
    zstandard.FORMAT,
    seven_zip.FORMAT,
    pdf.FORMAT,
    sqlite.FORMAT,
    parquet.FORMAT,
    document.FORMAT,
    mail.FORMAT,
    unread.FORMAT,
    tar.FORMAT,  # its mark is a check sum of 512 bytes, which takes longest to try
)

__all__ = ["FORMATS", "Flaw", "Format", "Member"]
