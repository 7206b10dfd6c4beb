# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The export, and the page that names it."""

from collections.abc import Iterator
from html import escape

from mendsky.lab import office
from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.files import kept_file, long_file
from mendsky.lab.people import HEADER, Person
from mendsky.lab.sound.site import ROBOTS
from mendsky.lab.website import Answering, Premises, always, page

LINK, FORMAT, BUTTON, MARKUP, WORKBOOK, IN_ROBOTS = "link", "format", "button", "markup", "workbook", "robots"
FORMS = (LINK, FORMAT, BUTTON, MARKUP, WORKBOOK, IN_ROBOTS)
"""A link that says so; a page that is a table for `format=csv`; a login page's script; a table in markup; a
workbook; an address that stands in robots.txt alone."""
PAGE = "/rygl/index.html"
TITLE = "参保人员管理"
SHOWN = 60
"""Rows of a table in markup and of a workbook."""
PARAMETER = "format"


def named(premises: Premises, *, shown: bool = True) -> tuple[dict[str, str], dict[str, Answering]]:
    """Give the front page's link to the page that names the export, and that page."""
    weakness = premises.fault
    if not shown:
        return {}, {}
    if weakness.form == IN_ROBOTS:
        listed = ROBOTS + f"Disallow: {weakness.path}\n".encode()
        return {}, {"/robots.txt": always(Reply(body=listed, kind="text/plain"))}
    asked = f"{weakness.path}?{PARAMETER}=csv" if weakness.form == FORMAT else weakness.path
    link = f'<p><a href="{escape(asked)}">导出</a></p>'
    button = (
        '<form method="post" action="/rygl/index.html"><input name="username"><input type="password" '
        f'name="password"><button>登录</button></form><script>function dc() {{ location.href = "{asked}"; }}'
        "</script>"
    )
    body = button if weakness.form == BUTTON else link
    return {PAGE: TITLE}, {PAGE: always(page(premises, TITLE, f"<h2>{TITLE}</h2>{body}"))}


def export(premises: Premises) -> Answering:
    """Make the export of everybody; where a format is asked for, everything else is a page without people."""
    if premises.fault.form == MARKUP:
        return always(_in_markup(premises))
    if premises.fault.form == WORKBOOK:
        return always(_as_workbook(premises))
    headers = {"Content-Disposition": 'attachment; filename="ry.csv"'}
    table = Reply(file=long_file(premises, HEADER, _line), kind="text/csv; charset=utf-8", headers=headers)

    def answer(asked: Asked) -> Reply:
        if premises.fault.form == FORMAT and asked.query.get(PARAMETER) != "csv":
            return page(premises, TITLE, "<p>各街道参保人数见统计公报。</p>")
        return table

    return answer


def _line(record: int, person: Person) -> str:
    return f"{record:08d},{person.name},{person.resident_id},{person.mobile},synthetic\n"


def _as_workbook(premises: Premises) -> Reply:
    rows = [(person.name, person.resident_id, "synthetic") for person in _some(premises)]
    made = office.workbook([("姓名", "身份证号码", "备注"), *rows])
    return Reply(file=kept_file(made), kind=office.MEDIA_TYPES["xlsx"])


def _some(premises: Premises) -> Iterator[Person]:
    return premises.register.people(premises.holding.numbers(0, min(SHOWN, premises.holding.records)))


def _in_markup(premises: Premises) -> Reply:
    rows = "".join(
        f"<tr><td>{person.name}</td><td>{person.resident_id}</td></tr>" for person in _some(premises)
    )
    table = (
        f"<html><body>synthetic<table><tr><th>姓名</th><th>身份证号码</th></tr>{rows}</table></body></html>"
    )
    return Reply(body=table.encode(), kind="application/vnd.ms-excel")
