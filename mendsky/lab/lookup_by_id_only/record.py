# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The lookup page: its form, and how a record looks."""

import json
from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.files import masked
from mendsky.lab.people import Person
from mendsky.lab.query import change_form
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, page

STATE = "正常参保"
JSON = "application/json; charset=utf-8"


def form(weakness: Weakness, method: str = "get") -> str:
    """Lay out the form that asks for a number and for nothing else."""
    hidden = '<input type="hidden" name="lx" value="1">' if weakness.form == "list" else ""
    return (
        f'<form method="{method}" action="{weakness.path}">{hidden}<label>身份证号码 '
        f'<input type="text" name="{weakness.parameter}" maxlength="18"></label><button>查询</button></form>'
    )


def lookup(premises: Premises, show: Callable[[Premises, Person], Reply], asks: str = "") -> Answering:
    """Make the page that shows whoever's number is asked for; without one it shows its form."""
    weakness = premises.fault

    def answer(asked: Asked) -> Reply:
        number = asked.query.get(weakness.parameter, "").strip().upper()
        if not number:
            return page(premises, "个人参保查询", asks or form(weakness))
        person = premises.register.found(number, premises.holding)
        return nobody(premises) if person is None else show(premises, person)

    return answer


def nobody(premises: Premises) -> Reply:
    """Say that there is no such record."""
    if premises.fault.form == "json":
        return _json({"code": 1, "message": "查无此人", "label": "synthetic"})
    return page(premises, "个人参保查询", "<p>没有查询到符合条件的记录。</p>")


def in_full(premises: Premises, person: Person) -> Reply:
    """Show a record with everything in it."""
    weakness = premises.fault
    change = change_form(weakness.path, str(person.number)) if weakness.writable else ""
    if weakness.form == "json":
        row = {"xm": person.name, "sfzh": person.resident_id, "sjh": person.mobile, "jfjs": 2850}
        return _json({"code": 0, "row": row, "label": "synthetic"})
    shown = {
        "姓名": person.name,
        "身份证号码": person.resident_id,
        "手机号码": person.mobile,
        "缴费基数": "2850.00",
        "参保状态": STATE,
    }
    return page(premises, "个人参保查询", _laid_out(shown, weakness.form) + change)


def with_stars(premises: Premises, person: Person) -> Reply:
    """Show a record with its digits hidden."""
    shown = {
        "姓名": f"{person.name[0]}**",
        "身份证号码": masked(person.resident_id),
        "参保状态": STATE,
    }
    if premises.fault.form == "json":
        return _json({"code": 0, "row": shown, "label": "synthetic"})
    return page(premises, "个人参保查询", _laid_out(shown, premises.fault.form))


def _laid_out(shown: dict[str, str], form: str) -> str:
    if form == "list":
        return "".join(f"<li>{label}：{value}</li>" for label, value in shown.items())
    rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in shown.items())
    return f"<table>{rows}</table>"


def _json(content: object) -> Reply:
    return Reply(body=json.dumps(content, ensure_ascii=False).encode(), kind=JSON)
