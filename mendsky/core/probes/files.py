# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of files: which may hold people's data, and how likely."""

import re

from mendsky.core.probes.surface import SOMEBODYS

READABLE = ("csv", "tsv", "txt", "sql", "dump", "json", "xml", "dat", "log", "bak")
"""Suffixes of files whose head can be read as it is, the likeliest first."""
OPENED = ("zip", "gz", "tgz", "xlsx")
"""Suffixes of archives whose beginning can be unpacked."""
SEALED = ("xls", "tar", "rar", "7z", "mdb", "dbf", "db", "sqlite", "dmp")
"""Suffixes of files of which a head does not tell what is in them."""
NO_DATA = re.compile(r"(?:read-?me|robots|licen[cs]e|humans|security|index|welcome|message)\b", re.IGNORECASE)
LIKELY = re.compile(
    r"back|bak|data|dump|export|out|upload|share|people|person|member|shuju|beifen|daochu|sjk|ry|yb|sb|jh",
    re.IGNORECASE,
)
"""Words and abbreviations in names of directories that are worth a look before others."""


CONTROL = re.compile(r"[\x00-\x1f\x7f/]")


def suffix(name: str) -> str:
    """Give what stands behind the last dot, in lower case."""
    return name.rpartition(".")[2].lower()


def likelihood(name: str) -> int | None:
    """Rank a file that may hold people's data, 0 the likeliest; None for a name that speaks of none."""
    if NO_DATA.match(name) is not None:
        return None
    ranked = (*READABLE, *OPENED, *SEALED)
    return ranked.index(suffix(name)) if suffix(name) in ranked else None


def may_ask(name: str) -> bool:
    """Say whether a name can be asked for: it holds no number of somebody, and cannot be misread."""
    unfit = name in {"", ".", ".."} or CONTROL.search(name) is not None
    return not unfit and SOMEBODYS.search(name) is None
