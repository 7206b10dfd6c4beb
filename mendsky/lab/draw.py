# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values drawn by a seed: how a weakness is made, and what the pages around it say."""

from datetime import datetime
from random import Random

from mendsky.lab.directory_listing import repaired as directory_repaired
from mendsky.lab.directory_listing import vulnerable as directory_vulnerable
from mendsky.lab.listing import BANNERS as LISTINGS
from mendsky.lab.sequential_records import repaired as sequential_repaired
from mendsky.lab.sequential_records.record import FORMS as RECORD_FORMS
from mendsky.lab.sql_injection.vulnerable import BANNERS as ERRORS
from mendsky.lab.sql_injection.vulnerable import FORMS as QUERY_FORMS
from mendsky.lab.weakness import DIRECTORY_LISTING, SQL_INJECTION, Weakness

QUERY_PATHS = (
    "/yb/query",
    "/cx/chaxun",
    "/person/search",
    "/sb/index",
    "/query.php",
    "/app/list.aspx",
    "/grcx.jsp",
)
QUERY_PARAMETERS = {
    "identity": ("sfzh", "idcard", "zjhm", "gmsfhm", "q"),
    "number": ("id", "bh", "xh", "grbh", "pid"),
    "ward": ("dq", "ward", "jd", "area", "street"),
}
DIRECTORIES = ("/backup/", "/data/", "/export/", "/upload/", "/files/", "/download/")
"""Usual names; with any other name the front page links the directory."""
UNUSUAL = ("/shuju/", "/old2014/", "/jhml/", "/out2015/")
RECORD_PATHS = {
    "path": ("/record/", "/pz/", "/gs/show/"),
    "file": ("/print/", "/view/"),
    "parameter": ("/pz.php", "/show"),
}
RECORD_PARAMETERS = ("id", "bh", "no", "xh")
TABLES = ("t_canbao", "ylbx_ry", "person_base", "ac01", "grjbxx", "hospital_case")


def weakness(kind: str, random: Random, *, appears: datetime) -> Weakness:
    """Draw how one weakness is made; every part comes from the generator."""
    table = random.choice(TABLES)
    if kind == SQL_INJECTION:
        form = random.choice(tuple(QUERY_FORMS))
        # Without a value that is known to answer, nothing but a shown error can give the place away.
        shown = form == "identity" or random.random() < 0.4
        return Weakness(
            kind=kind,
            appears=appears,
            path=random.choice(QUERY_PATHS),
            form=form,
            parameter=random.choice(QUERY_PARAMETERS[form]),
            table=table,
            banner=random.choice(tuple(ERRORS)) if shown else "",
        )
    if kind == DIRECTORY_LISTING:
        usual = random.random() < 0.6
        return Weakness(
            kind=kind,
            appears=appears,
            path=random.choice(DIRECTORIES if usual else UNUSUAL),
            form=random.choice(tuple(directory_vulnerable.FORMS)),
            table=table,
            banner=random.choice(tuple(LISTINGS)),
            linked=not usual or random.random() < 0.5,
            repair=random.choice(directory_repaired.WAYS),
        )
    form = random.choice(RECORD_FORMS)
    return Weakness(
        kind=kind,
        appears=appears,
        path=random.choice(RECORD_PATHS[form]),
        form=form,
        parameter=random.choice(RECORD_PARAMETERS) if form == "parameter" else "",
        table=table,
        repair=random.choice(sequential_repaired.WAYS),
    )
