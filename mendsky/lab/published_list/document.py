# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The list: on a page of its own, which a sitemap alone may name, or in a file that a notice links."""

import gzip
from collections.abc import Callable
from functools import cache

from mendsky.lab import office
from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.files import kept_file, lines, long_file, masked
from mendsky.lab.people import Person
from mendsky.lab.weakness import MASKED
from mendsky.lab.website import Answering, Premises, always, page

NOTICE = "/notice/gongshi.html"
TITLE = "参保人员名单公示"
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8"}
FORMS = ("page", *MEDIA_TYPES)
SITEMAP = "sitemap"
UNTOLD = (*office.DOCUMENTS, SITEMAP)
"""Forms for tests alone: the story's lists were drawn before they were."""
INDEX, PART = "/sitemap.xml", "/sitemap-1.xml.gz"
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
SHOWN = 200
"""Rows of a list on a page or in a document; a longer one says that the rest can be seen at the counter."""
Row = Callable[[Person], str]


def numbers(premises: Premises) -> Row:
    """Give how a row shows a person's number: in full, or with hidden digits."""
    if premises.fault.shows == MASKED:
        return lambda person: masked(person.resident_id)
    return lambda person: person.resident_id


def linked(premises: Premises) -> dict[str, str]:
    """Give the front page's link to the list or to the notice that links it, if any."""
    if premises.fault.form == SITEMAP:
        return {}
    return {premises.fault.path if premises.fault.form == "page" else NOTICE: TITLE}


def document(premises: Premises, number: Row | None) -> dict[str, Answering]:
    """Give the list, and what names it beside the front page; without numbers where there is none."""
    weakness = premises.fault
    if weakness.form in {"page", SITEMAP}:
        return {weakness.path: _as_page(premises, number), **naming(premises)}
    if weakness.form in office.DOCUMENTS:
        return {weakness.path: _as_document(premises, number), **naming(premises)}
    columns = "序号,姓名" + (",身份证号码" if number else ",社区")

    def line(record: int, person: Person) -> str:
        return f"{record:08d},{person.name},{number(person) if number else '某社区'},synthetic\n"

    file = long_file(premises, f"{columns},备注\n", line)
    return {
        weakness.path: always(Reply(file=file, kind=MEDIA_TYPES[weakness.form])),
        **naming(premises),
    }


def naming(premises: Premises) -> dict[str, Answering]:
    """Give the notice that links a file, or the sitemaps that name a page."""
    if premises.fault.form == "page":
        return {}
    if premises.fault.form == SITEMAP:
        return _sitemaps(premises)
    link = f'<p>附件：<a href="{premises.fault.path}">{TITLE}</a></p>'
    return {NOTICE: always(page(premises, TITLE, f"<h2>{TITLE}</h2><p>现予公示。</p>{link}"))}


def _sitemaps(premises: Premises) -> dict[str, Answering]:
    """Give an index of one packed sitemap; by paths, for a site of the lab knows no origin."""
    part = (
        f'<urlset xmlns="{SCHEMA}"><url><loc>/contact.html</loc></url>'
        f"<url><loc>{premises.fault.path}</loc></url></urlset>"
    )
    index = f'<sitemapindex xmlns="{SCHEMA}"><sitemap><loc>{PART}</loc></sitemap></sitemapindex>'
    packed = gzip.compress(part.encode(), mtime=0)
    return {
        INDEX: always(Reply(body=index.encode(), kind="application/xml")),
        PART: always(Reply(body=packed, kind="application/gzip")),
    }


def _as_document(premises: Premises, number: Row | None) -> Answering:
    form = premises.fault.form

    @cache
    def made() -> bytes:
        shown = premises.holding.numbers(0, min(SHOWN, premises.holding.records))
        heads = ("序号", "姓名", "身份证号码" if number else "社区", "备注")
        rows = [
            (str(record), person.name, number(person) if number else "某社区", "synthetic")
            for record, person in enumerate(premises.register.people(shown), start=1)
        ]
        return office.DOCUMENTS[form]([(TITLE,), heads, *rows])

    return lambda _: Reply(file=kept_file(made()), kind=office.MEDIA_TYPES[form])


def _as_page(premises: Premises, number: Row | None) -> Answering:
    def line(record: int, person: Person) -> str:
        last = number(person) if number else "某社区"
        return f"<tr><td>{record}</td><td>{person.name}</td><td>{last}</td></tr>\n"

    def answer(_: Asked) -> Reply:
        heads = f"<tr><th>序号</th><th>姓名</th><th>{'身份证号码' if number else '社区'}</th></tr>\n"
        rows = "".join(lines(premises, line, 0, min(SHOWN, premises.holding.records)))
        body = f"<h2>{TITLE}</h2><table>{heads}{rows}</table><p>其余人员请到窗口查阅。</p>"
        return page(premises, TITLE, body)

    return answer
