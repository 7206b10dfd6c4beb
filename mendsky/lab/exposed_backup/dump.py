# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""What is in a backup: SQL text of everybody, or an archive with the first of its parts."""

import gzip
import io
import tarfile
import zipfile

from mendsky.lab.exchange import LongFile
from mendsky.lab.files import kept_file, lines, long_file
from mendsky.lab.people import Person
from mendsky.lab.website import Premises

PART = 2000
"""Records in the part that an archive holds."""
MEDIA_TYPES = {"sql": "application/sql", "zip": "application/zip", "tar.gz": "application/gzip"}
HEADER = """-- MySQL dump 10.13  Distrib 5.1.73, for redhat-linux-gnu (x86_64)
-- synthetic
-- Host: localhost    Database: {table}
-- ------------------------------------------------------
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `{table}`;
CREATE TABLE `{table}` (
  `bh` int(11) NOT NULL,
  `xm` varchar(40) DEFAULT NULL,
  `sfzh` varchar(18) DEFAULT NULL,
  `sjh` varchar(11) DEFAULT NULL,
  PRIMARY KEY (`bh`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
"""


def backup(premises: Premises) -> LongFile:
    """Give the backup in the form that the weakness names."""
    table = premises.fault.table

    def line(record: int, person: Person) -> str:
        row = f"{record:08d},'{person.name}','{person.resident_id}','{person.mobile}'"
        return f"INSERT INTO `{table}` VALUES ({row});\n"

    header = HEADER.format(table=table)
    if premises.fault.form == "sql":
        return long_file(premises, header, line)
    part = (header + "".join(lines(premises, line, 0, min(PART, premises.holding.records)))).encode()
    return kept_file((_zipped if premises.fault.form == "zip" else _tarred)(f"{table}.sql", part))


def _zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2015, 3, 2, 8, 11, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _tarred(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0)
