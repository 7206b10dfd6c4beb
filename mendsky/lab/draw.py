# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values drawn by a seed: how a weakness is made, and what the pages around it say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random

from mendsky.lab.directory_listing import repaired as directory_repaired
from mendsky.lab.directory_listing import vulnerable as directory_vulnerable
from mendsky.lab.draw_services import SERVICES
from mendsky.lab.draw_untold import UNTOLD
from mendsky.lab.error_page import failing
from mendsky.lab.error_page import repaired as error_repaired
from mendsky.lab.exposed_backup import repaired as backup_repaired
from mendsky.lab.exposed_backup import vulnerable as backup_vulnerable
from mendsky.lab.identifiers_in_page import document as in_page
from mendsky.lab.identifiers_in_page import repaired as in_page_repaired
from mendsky.lab.listing import BANNERS as LISTINGS
from mendsky.lab.lookup_by_id_only import repaired as lookup_repaired
from mendsky.lab.lookup_by_id_only import vulnerable as lookup_vulnerable
from mendsky.lab.open_api import repaired as api_repaired
from mendsky.lab.open_api import vulnerable as api_vulnerable
from mendsky.lab.open_api.endpoint import GRAPHQL, WSDL
from mendsky.lab.open_store import repaired as store_repaired
from mendsky.lab.open_store import store
from mendsky.lab.open_to_any_origin import repaired as origin_repaired
from mendsky.lab.open_to_any_origin import session
from mendsky.lab.published_list import repaired as list_repaired
from mendsky.lab.published_list import vulnerable as list_vulnerable
from mendsky.lab.published_list.document import SITEMAP
from mendsky.lab.sequential_records import repaired as sequential_repaired
from mendsky.lab.sequential_records.record import FORMS as RECORD_FORMS
from mendsky.lab.sql_injection.vulnerable import BANNERS as ERRORS
from mendsky.lab.sql_injection.vulnerable import FORMS as QUERY_FORMS
from mendsky.lab.weak_password import repaired as password_repaired
from mendsky.lab.weak_password import vulnerable as password_vulnerable
from mendsky.lab.weakness import (
    ANY_ORIGIN,
    DIRECTORY_LISTING,
    ERROR_PAGE,
    EXPOSED_BACKUP,
    IN_PAGE,
    LOOKUP_BY_ID,
    LOOKUP_PATHS,
    NUMBERS,
    OPEN_API,
    OPEN_STORE,
    PUBLISHED_LIST,
    QUERY_PARAMETERS,
    SEQUENTIAL_RECORDS,
    SQL_INJECTION,
    TABLES,
    WEAK_PASSWORD,
    Weakness,
)

QUERY_PATHS = (
    "/yb/query",
    "/cx/chaxun",
    "/person/search",
    "/sb/index",
    "/query.php",
    "/app/list.aspx",
    "/grcx.jsp",
)
DIRECTORIES = ("/backup/", "/data/", "/export/", "/upload/", "/files/", "/download/")
"""Usual names; with any other name the front page links the directory."""
UNUSUAL = ("/shuju/", "/old2014/", "/jhml/", "/out2015/")
RECORD_PATHS = {
    "path": ("/record/", "/pz/", "/gs/show/"),
    "file": ("/print/", "/view/"),
    "parameter": ("/pz.php", "/show"),
}
RECORD_PARAMETERS = ("id", "bh", "no", "xh")


USUAL_BACKUPS = {
    "sql": ("/backup.sql", "/db.sql"),
    "zip": ("/www.zip", "/backup.zip"),
    "tar.gz": ("/backup.tar.gz",),
}
"""Names that anyone tries; a backup of any other name is named by the site itself."""
BACKUP_FOLDERS = ("/bak/", "/old/", "/sjk/", "/")
ENDPOINTS = ("/api/person/list", "/api/v1/insured", "/service/rest/people", "/rest/canbao/page")
INTERFACES = {
    WSDL: (
        "/ws/Insured.asmx/GetInsuredList",
        "/service/canbao.asmx/QueryAll",
        "/webservice/ry.asmx/ListPeople",
    ),
    GRAPHQL: ("/graphql", "/api/graphql"),
}
"""Addresses of those forms of an interface that have some of their own."""
PAGING = ("page", "pageNum", "p", "current")
LISTS = ("/notice/20", "/gs/mingdan.html", "/tzgg/2015/butie.html", "/gongshi/list")
ADMINISTRATIONS = (
    "/manage/login.html",
    "/ht/login.jsp",
    "/admin/login.php",
    "/houtai/denglu",
    "/sys/login.do",
)
PAGES_WITH_MORE = ("/gs/butie.html", "/tzgg/2015/hegui.html", "/xxgk/mingdan", "/fafang/list.jsp")
ASKED_BY_PAGES = ("/gs/ajax/rows", "/front/data.json", "/xxgk/list.action")
FAILING = ("/cx/fafang.do", "/tj/month.jsp", "/bb/list.aspx", "/jindu/index.php")
SESSION_DATA = ("/wt/data/mine", "/portal/rows.action", "/user/ajax/list")
ATTACHMENTS = ("/notice/mingdan", "/upfile/2015/fafang", "/attach/butie")


def weakness(
    kind: str,
    random: Random,
    *,
    appears: datetime,
    shows: str = NUMBERS,
    writable: bool = False,
    second: bool = False,
    untold: bool = False,
) -> Weakness:
    """Draw how one weakness is made; every part comes from the generator.

    `shows` is for listings and lists, `writable` for queries and lookups, `second` for queries that are
    to have another weak parameter, `untold` for ways that no story tells of.
    """
    drawn = _DRAWN[kind](random, appears)
    if untold and kind == PUBLISHED_LIST:
        drawn = _untold_list(drawn, random)
    given = QUERY_PARAMETERS["ward"][random.randrange(len(QUERY_PARAMETERS["ward"]))]
    return replace(
        drawn,
        shows=shows,
        writable=writable,
        second=(given if given != drawn.parameter else f"{given}2") if second else "",
    )


def _query(random: Random, appears: datetime) -> Weakness:
    table = random.choice(TABLES)
    form = random.choice(tuple(QUERY_FORMS))
    # Without a value that is known to answer, nothing but a shown error can give the place away.
    shown = form == "identity" or random.random() < 0.4
    return Weakness(
        kind=SQL_INJECTION,
        appears=appears,
        path=random.choice(QUERY_PATHS),
        form=form,
        parameter=random.choice(QUERY_PARAMETERS[form]),
        table=table,
        banner=random.choice(tuple(ERRORS)) if shown else "",
    )


def _directory(random: Random, appears: datetime) -> Weakness:
    table = random.choice(TABLES)
    usual = random.random() < 0.6
    return Weakness(
        kind=DIRECTORY_LISTING,
        appears=appears,
        path=random.choice(DIRECTORIES if usual else UNUSUAL),
        form=random.choice(tuple(directory_vulnerable.FORMS)),
        table=table,
        banner=random.choice(tuple(LISTINGS)),
        linked=not usual or random.random() < 0.5,
        repair=random.choice(directory_repaired.WAYS),
    )


def _records(random: Random, appears: datetime) -> Weakness:
    table = random.choice(TABLES)
    form = random.choice(RECORD_FORMS)
    return Weakness(
        kind=SEQUENTIAL_RECORDS,
        appears=appears,
        path=random.choice(RECORD_PATHS[form]),
        form=form,
        parameter=random.choice(RECORD_PARAMETERS) if form == "parameter" else "",
        table=table,
        repair=random.choice(sequential_repaired.WAYS),
    )


def _lookup(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=LOOKUP_BY_ID,
        appears=appears,
        path=random.choice(LOOKUP_PATHS),
        form=random.choice(lookup_vulnerable.FORMS),
        parameter=random.choice(QUERY_PARAMETERS["identity"]),
        repair=random.choice(lookup_repaired.WAYS),
    )


def _backup(random: Random, appears: datetime) -> Weakness:
    table = random.choice(TABLES)
    form = random.choice(backup_vulnerable.FORMS)
    usual = random.random() < 0.5
    unusual = f"{random.choice(BACKUP_FOLDERS)}{table}_{random.choice(('bak', 'old', '2014'))}.{form}"
    return Weakness(
        kind=EXPOSED_BACKUP,
        appears=appears,
        path=random.choice(USUAL_BACKUPS[form]) if usual else unusual,
        form=form,
        table=table,
        banner="" if usual else random.choice(backup_vulnerable.BANNERS[1:]),
        linked=not usual,
        repair=random.choice(backup_repaired.WAYS),
    )


def _interface(random: Random, appears: datetime) -> Weakness:
    form = random.choice(api_vulnerable.FORMS)
    return Weakness(
        kind=OPEN_API,
        appears=appears,
        path=random.choice(INTERFACES.get(form, ENDPOINTS)),
        form=form,
        parameter=random.choice(PAGING),
        repair=random.choice(api_repaired.WAYS),
    )


def _store(random: Random, appears: datetime) -> Weakness:
    form, table = random.choice(store.FORMS), random.choice(TABLES)
    return Weakness(
        kind=OPEN_STORE,
        appears=appears,
        path=store.place(form, table),
        form=form,
        table=table,
        repair=random.choice(store_repaired.WAYS),
    )


def _list(random: Random, appears: datetime) -> Weakness:
    form = random.choice(list_vulnerable.FORMS)
    attached = f"{random.choice(ATTACHMENTS)}.{form}"
    return Weakness(
        kind=PUBLISHED_LIST,
        appears=appears,
        path=random.choice(LISTS) if form == "page" else attached,
        form=form,
        repair=random.choice(list_repaired.WAYS),
    )


def _untold_list(drawn: Weakness, random: Random) -> Weakness:
    form = random.choice((drawn.form, *list_vulnerable.UNTOLD))
    if form == drawn.form:
        return drawn
    path = LISTS[1] if form == SITEMAP else f"{random.choice(ATTACHMENTS)}.{form}"
    return replace(drawn, form=form, path=path)


def _in_page(random: Random, appears: datetime) -> Weakness:
    form = random.choice(in_page.FORMS)
    return Weakness(
        kind=IN_PAGE,
        appears=appears,
        path=random.choice(ASKED_BY_PAGES if form == in_page.REQUEST else PAGES_WITH_MORE),
        form=form,
        repair=random.choice(in_page_repaired.WAYS),
    )


def _error(random: Random, appears: datetime) -> Weakness:
    form = random.choice(failing.FORMS)
    return Weakness(
        kind=ERROR_PAGE,
        appears=appears,
        path=failing.ANYWHERE if form == failing.NOT_FOUND else random.choice(FAILING),
        form=form,
        banner=random.choice(tuple(failing.BANNERS)),
        repair=random.choice(error_repaired.WAYS),
    )


def _origin(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=ANY_ORIGIN,
        appears=appears,
        path=random.choice(SESSION_DATA),
        form=random.choice(session.FORMS),
        repair=random.choice(origin_repaired.WAYS),
    )


def _login(random: Random, appears: datetime) -> Weakness:
    return Weakness(
        kind=WEAK_PASSWORD,
        appears=appears,
        path=random.choice(ADMINISTRATIONS),
        form=random.choice(password_vulnerable.FORMS),
        pair=random.choice(password_vulnerable.PAIRS),
        repair=random.choice(password_repaired.WAYS),
    )


_DRAWN: dict[str, Callable[[Random, datetime], Weakness]] = {
    SQL_INJECTION: _query,
    DIRECTORY_LISTING: _directory,
    SEQUENTIAL_RECORDS: _records,
    WEAK_PASSWORD: _login,
    LOOKUP_BY_ID: _lookup,
    EXPOSED_BACKUP: _backup,
    OPEN_API: _interface,
    OPEN_STORE: _store,
    **SERVICES,
    **UNTOLD,
    PUBLISHED_LIST: _list,
    IN_PAGE: _in_page,
    ERROR_PAGE: _error,
    ANY_ORIGIN: _origin,
}
