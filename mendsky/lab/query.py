# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A query page done right, and what such pages look like."""

import re

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.table import WARDS, table
from mendsky.lab.website import Answering, Premises, page

SHAPES = {"identity": re.compile(r"[0-9]{17}[0-9X]"), "number": re.compile(r"[0-9]{1,8}")}
COLUMNS = {"identity": "resident_id", "number": "record", "ward": "ward"}


def careful_query(
    premises: Premises, path: str, parameter: str, form: str = "identity", name: str = "person"
) -> Answering:
    """Make a query page done right."""

    def answer(asked: Asked) -> Reply:
        value = asked.query.get(parameter)
        if value is None:
            return page(premises, "查询", query_form(path, parameter))
        if not acceptable(value, form):
            return page(premises, "查询结果", "<p>输入有误，请核对后重新输入。</p>")
        with table(premises, name) as database:
            rows = database.execute(
                f"SELECT record, state FROM {name} WHERE {COLUMNS[form]} = ?", (value,)
            ).fetchall()
        return page(premises, "查询结果", result(rows))

    return answer


def acceptable(value: str, form: str) -> bool:
    """Say whether a value is of the shape that the form asks for."""
    if form == "ward":
        return value in WARDS
    return SHAPES[form].fullmatch(value) is not None


def query_form(path: str, parameter: str) -> str:
    """Lay out the form of a query page."""
    return (
        f'<form method="get" action="{path}"><label>身份证号码 <input name="{parameter}"></label>'
        "<button>查询</button></form><p>登录后可查看姓名、身份证号码、手机号码、缴费情况。</p>"
    )


def result(rows: list[tuple[int, str]]) -> str:
    """Lay out what was found, without anybody's name or number."""
    if not rows:
        return "<p>没有查询到符合条件的记录。</p>"
    lines = "".join(f"<tr><td>{record}</td><td>{state}</td></tr>" for record, state in rows)
    return (
        f"<p>查询到 {len(rows)} 条。</p><table><tr><th>编号</th><th>状态</th></tr>{lines}</table>"
        "<p>登录后可查看姓名、身份证号码、手机号码、缴费情况。</p>"
    )


def change_form(path: str, record: str) -> str:
    """Lay out the form by which an office stops a benefit; it leads nowhere in the lab."""
    return (
        f'<form method="post" action="{path}/baocun"><input type="hidden" name="grbh" value="{record}">'
        '<select name="state"><option value="1">正常发放</option><option value="2">停发</option></select>'
        '<button name="tingfa" value="1">停发待遇</button><button name="save" value="1">保存</button></form>'
    )
