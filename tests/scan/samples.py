# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One content of each format, with made-up people in it."""

import base64
import bz2
import functools
import gzip
import io
import lzma
import sqlite3
import tarfile

from tests.scan.formats.test_document import docx, word_runs
from tests.scan.formats.test_mail import message
from tests.scan.formats.test_pdf import pdf
from tests.scan.formats.test_seven_zip import made as seven_zip
from tests.scan.formats.test_workbook import xls, xlsx
from tests.scan.made import PEOPLE, TABLE, zipped


@functools.cache
def samples():
    """Give contents by name."""
    import pyarrow as pa
    from pyarrow import parquet

    from mendsky.scan.formats.unpacking import zstd

    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo(f"{PEOPLE[0]}.csv")
        member.size = len(TABLE)
        archive.addfile(member, io.BytesIO(TABLE))
    database = sqlite3.connect(":memory:")
    database.execute("create table people (number text)")
    database.executemany("insert into people values (?)", [(value,) for value in PEOPLE])
    columns = io.BytesIO()
    parquet.write_table(pa.table({"身份证号": PEOPLE}), columns)
    made = {
        "a.csv": TABLE,
        "utf16.txt": TABLE.decode().encode("utf-16"),
        "gb.txt": TABLE.decode().encode("gb18030"),
        "base64.txt": b"held: " + base64.b64encode(TABLE),
        "a.csv.gz": gzip.compress(TABLE),
        "a.csv.bz2": bz2.compress(TABLE),
        "a.csv.xz": lzma.compress(TABLE),
        "a.csv.zst": zstd().compress(TABLE),
        "a.zip": zipped({f"{PEOPLE[0]}.csv": TABLE}),
        "a.tar": tar.getvalue(),
        "a.7z": seven_zip({"a.csv": TABLE}),
        "a.xlsx": xlsx([["身份证号"], *([value] for value in PEOPLE)]),
        "a.xls": xls([["身份证号"], *([value] for value in PEOPLE)]),
        "a.docx": docx([word_runs([value]) for value in PEOPLE]),
        "a.pdf": pdf(PEOPLE),
        "a.sqlite": database.serialize(),
        "a.parquet": columns.getvalue(),
        "a.eml": message("\n".join(PEOPLE), {"a.csv": TABLE}),
    }
    database.close()
    return made
