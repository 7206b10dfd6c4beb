# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The page that hides digits on the screen, and the four ways in which the full numbers come along."""

import json
from collections.abc import Callable

from mendsky.lab.exchange import Reply
from mendsky.lab.files import masked
from mendsky.lab.open_api.endpoint import answered
from mendsky.lab.people import Person
from mendsky.lab.website import Answering, Premises, always, page

TITLE = "补贴发放结果查看"
PAGE = "/xxgk/fafang.html"
"""The page that asks for the data, where that is how the numbers come along."""
REQUEST = "request"
FORMS = ("script", "attribute", "comment", REQUEST)
SHOWN = 8
"""Rows of the page: too few for a list of names with hidden digits."""
Number = Callable[[Person], str]


def in_full(person: Person) -> str:
    """Give a person's number."""
    return person.resident_id


def in_part(person: Person) -> str:
    """Give a person's number with hidden digits."""
    return masked(person.resident_id)


def linked(premises: Premises) -> dict[str, str]:
    """Give the front page's link to the page."""
    return {PAGE if premises.fault.form == REQUEST else premises.fault.path: TITLE}


def document(premises: Premises, number: Number) -> dict[str, Answering]:
    """Give the page, and the data that it asks for where it asks for any."""
    weakness, people = premises.fault, _people(premises)
    if weakness.form == REQUEST:
        return {**asking_page(premises), weakness.path: always(_data(people, number))}
    hidden = _ROWS[weakness.form](people, number)
    return {weakness.path: always(_page(premises, hidden))}


def asking_page(premises: Premises) -> dict[str, Answering]:
    """Give the page that asks for the data and hides digits in the browser."""
    code = (
        f'fetch("{premises.fault.path}").then(r => r.json()).then(d => d.rows.forEach(one => {{\n'
        '  const row = document.createElement("tr");\n'
        '  row.textContent = one.xm + " " + one.sfzh.replace(/^(.{6}).{8}/, "$1********");\n'
        '  document.getElementById("rows").append(row);\n}));\n'
    )
    body = f'<h2>{TITLE}</h2><table id="rows"></table><script>{code}</script>'
    return {PAGE: always(page(premises, TITLE, body))}


def _people(premises: Premises) -> tuple[Person, ...]:
    numbers = premises.holding.numbers(0, min(SHOWN, premises.holding.records))
    return tuple(premises.register.people(numbers))


def _data(people: tuple[Person, ...], number: Number) -> Reply:
    rows = [{"xm": person.name, "sfzh": number(person)} for person in people]
    return answered({"code": 0, "label": "synthetic", "rows": rows})


def _page(premises: Premises, rows: str) -> Reply:
    heads = "<tr><th>姓名</th><th>身份证号码</th></tr>\n"
    return page(premises, TITLE, f"<h2>{TITLE}</h2><table>{heads}{rows}</table>")


def _shown(person: Person) -> str:
    return f"<td>{person.name}</td><td>{in_part(person)}</td></tr>\n"


def _attribute(people: tuple[Person, ...], number: Number) -> str:
    return "".join(f'<tr data-sfzh="{number(person)}">{_shown(person)}' for person in people)


def _comment(people: tuple[Person, ...], number: Number) -> str:
    return "".join(f"<tr><!-- {number(person)} -->{_shown(person)}" for person in people)


def _script(people: tuple[Person, ...], number: Number) -> str:
    rows = [{"xm": person.name, "sfzh": number(person)} for person in people]
    written = json.dumps(rows, ensure_ascii=False)
    shown = "".join(f"<tr>{_shown(person)}" for person in people)
    return f"{shown}</table><script>var rows = {written};</script><table>"


_ROWS: dict[str, Callable[[tuple[Person, ...], Number], str]] = {
    "script": _script,
    "attribute": _attribute,
    "comment": _comment,
}
