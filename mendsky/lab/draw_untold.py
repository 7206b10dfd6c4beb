# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values drawn by a seed: how weaknesses of websites are made that no story tells."""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from mendsky.lab.export_without_login import export
from mendsky.lab.export_without_login import repaired as export_repaired
from mendsky.lab.exposed_repository import repaired as repository_repaired
from mendsky.lab.exposed_repository import repository
from mendsky.lab.exposed_settings import file as settings_file
from mendsky.lab.exposed_settings import repaired as settings_repaired
from mendsky.lab.lookup_by_id_only import vulnerable as lookup_vulnerable
from mendsky.lab.object_references import portal
from mendsky.lab.object_references import repaired as objects_repaired
from mendsky.lab.open_bucket import bucket
from mendsky.lab.open_bucket import repaired as bucket_repaired
from mendsky.lab.open_console import console
from mendsky.lab.open_console import repaired as console_repaired
from mendsky.lab.open_influxdb import repaired as influxdb_repaired
from mendsky.lab.open_influxdb import store as influxdb
from mendsky.lab.path_traversal import download as traversal
from mendsky.lab.path_traversal import repaired as traversal_repaired
from mendsky.lab.unlimited_enumeration import repaired as enumeration_repaired
from mendsky.lab.weak_console_password import gate
from mendsky.lab.weak_console_password import repaired as password_repaired
from mendsky.lab.weakness import (
    EXPORT_WITHOUT_LOGIN,
    EXPOSED_REPOSITORY,
    EXPOSED_SETTINGS,
    LOOKUP_PATHS,
    OBJECT_REFERENCES,
    OPEN_BUCKET,
    OPEN_CONSOLE,
    OPEN_INFLUXDB,
    PATH_TRAVERSAL,
    QUERY_PARAMETERS,
    TABLES,
    UNLIMITED_ENUMERATION,
    WEAK_CONSOLE_PASSWORD,
    WILDCARD_SEARCH,
    Weakness,
)
from mendsky.lab.wildcard_search import repaired as search_repaired
from mendsky.lab.wildcard_search import search

SEARCHES = ("/ry/search", "/person/list.do", "/cx/xm.jsp", "/mingdan/find.aspx")
SEARCHED = ("xm", "name", "keyword", "q")
EXPORTS = ("/rygl/export.do", "/ry/exportExcel", "/cbxx/toExcel.action", "/tj/daochu.jsp")
TABLED = ("/ry/list", "/cbxx/rows.jsp", "/tj/people.action")
DOWNLOADS = ("/fujian/download", "/file/view.jsp", "/attach/show.action", "/common/down.php")
NAMING = ("name", "file", "path", "filename")
OBJECTS = {
    "path": ("/wt/item/", "/bj/show/"),
    "token": ("/wt/item/", "/bj/show/"),
    "parameter": ("/wt/item.jsp", "/bj/detail.do"),
    "interface": ("/wt/item.json", "/api/item"),
}
BUCKETS = ("/archive/", "/oss/", "/backup/", "/media/")
SERIES = ("yb", "shebao", "monitor")
NUMBERING = ("bh", "itemId", "id")


def _repository(random: Random, appears: datetime) -> Weakness:
    form = random.choice(tuple(repository.FOLDERS))
    return Weakness(
        kind=EXPOSED_REPOSITORY,
        appears=appears,
        path=repository.FOLDERS[form],
        form=form,
        repair=random.choice(repository_repaired.WAYS),
    )


def _settings(random: Random, appears: datetime) -> Weakness:
    form = random.choice(tuple(settings_file.PATHS))
    return Weakness(
        kind=EXPOSED_SETTINGS,
        appears=appears,
        path=random.choice(settings_file.PATHS[form]),
        form=form,
        parameter=random.choice(QUERY_PARAMETERS["identity"]),
        repair=random.choice(settings_repaired.WAYS),
    )


def _console(random: Random, appears: datetime) -> Weakness:
    form = random.choice(tuple(console.PATHS))
    return Weakness(
        kind=OPEN_CONSOLE,
        appears=appears,
        path=random.choice(console.PATHS[form]),
        form=form,
        repair=random.choice(console_repaired.WAYS),
    )


def _weak_console(random: Random, appears: datetime) -> Weakness:
    form = random.choice(gate.FORMS)
    return Weakness(
        kind=WEAK_CONSOLE_PASSWORD,
        appears=appears,
        path=gate.PATHS[form],
        form=form,
        pair=random.choice(gate.PAIRS[form]),
        repair=random.choice(password_repaired.WAYS),
    )


def _search(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=WILDCARD_SEARCH,
        appears=appears,
        path=random.choice(SEARCHES),
        form=random.choice(search.FORMS),
        parameter=random.choice(SEARCHED),
        repair=random.choice(search_repaired.WAYS),
    )


def _export(random: Random, appears: datetime) -> Weakness:
    form = random.choice(export.FORMS)
    return Weakness(
        kind=EXPORT_WITHOUT_LOGIN,
        appears=appears,
        path=random.choice(TABLED if form == export.FORMAT else EXPORTS),
        form=form,
        repair=random.choice(export_repaired.WAYS),
    )


def _enumeration(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=UNLIMITED_ENUMERATION,
        appears=appears,
        path=random.choice(LOOKUP_PATHS),
        form=random.choice(lookup_vulnerable.FORMS),
        parameter=random.choice(QUERY_PARAMETERS["identity"]),
        repair=random.choice(enumeration_repaired.WAYS),
    )


def _traversal(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=PATH_TRAVERSAL,
        appears=appears,
        path=random.choice(DOWNLOADS),
        form=random.choice(traversal.FORMS),
        parameter=random.choice(NAMING),
        repair=random.choice(traversal_repaired.WAYS),
    )


def _objects(random: Random, appears: datetime) -> Weakness:
    form = random.choice(portal.FORMS)
    return Weakness(
        kind=OBJECT_REFERENCES,
        appears=appears,
        path=random.choice(OBJECTS[form]),
        form=form,
        parameter=random.choice(NUMBERING) if form in {"parameter", "interface"} else "",
        repair=random.choice(objects_repaired.WAYS),
    )


def _bucket(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=OPEN_BUCKET,
        appears=appears,
        path=random.choice(BUCKETS),
        form=random.choice(bucket.FORMS),
        table=random.choice(TABLES),
        repair=random.choice(bucket_repaired.WAYS),
    )


def _influxdb(random: Random, appears: datetime) -> Weakness:
    table = random.choice(TABLES)
    return Weakness(
        kind=OPEN_INFLUXDB,
        appears=appears,
        path=f"/query/{random.choice(SERIES)}/{table}",
        form=random.choice(influxdb.FORMS),
        table=table,
        repair=random.choice(influxdb_repaired.WAYS),
    )


UNTOLD: Mapping[str, Callable[[Random, datetime], Weakness]] = {
    EXPOSED_REPOSITORY: _repository,
    EXPOSED_SETTINGS: _settings,
    PATH_TRAVERSAL: _traversal,
    UNLIMITED_ENUMERATION: _enumeration,
    EXPORT_WITHOUT_LOGIN: _export,
    WILDCARD_SEARCH: _search,
    OPEN_BUCKET: _bucket,
    OPEN_CONSOLE: _console,
    OPEN_INFLUXDB: _influxdb,
    WEAK_CONSOLE_PASSWORD: _weak_console,
    OBJECT_REFERENCES: _objects,
}
