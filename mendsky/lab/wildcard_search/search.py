# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The search by name: its form, and how it finds people."""

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.table import table
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, page

PERCENT, EMPTY, STAR = "percent", "empty", "star"
FORMS = (PERCENT, EMPTY, STAR)
"""LIKE with the visitor's own signs in it; no condition where nothing is typed; stars for anything."""
LITERAL = "literal"
"""The repaired form: what is typed is looked for as it stands."""
CONDITIONS = {
    PERCENT: "name LIKE '%' || ? || '%'",
    EMPTY: "? = '' OR instr(name, ?1) > 0",
    STAR: "name GLOB ?",
    LITERAL: "? <> '' AND instr(name, ?1) > 0",
}
"""SQL by form, the term bound."""
SHOWN = 10
"""People on a page of results."""


def form(weakness: Weakness) -> str:
    """Lay out the search."""
    hint = "姓名中可用通配符 * 代替任意文字。" if weakness.form == STAR else "可按姓名模糊查询。"
    return (
        f'<form method="get" action="{weakness.path}"><label>姓名 <input name="{weakness.parameter}">'
        f"</label><button>查询</button></form><p>{hint}结果含姓名、身份证号码、手机号码。</p>"
    )


def search(premises: Premises, how: str, *, least: int = 0) -> Answering:
    """Make the search; a term of fewer letters than the least is sent back."""
    weakness = premises.fault

    def answer(asked: Asked) -> Reply:
        term = asked.query.get(weakness.parameter)
        if term is None:
            return page(premises, "人员查询", form(weakness))
        if sum(letter.isalpha() for letter in term) < least:
            return page(premises, "人员查询", f"<p>请至少输入 {least} 个字。</p>{form(weakness)}")
        return results(premises, found(premises, how, term))

    return answer


def found(premises: Premises, how: str, term: str) -> list[tuple[str, str, str]]:
    """Give name, number and telephone of the first people who are found."""
    with table(premises, "person") as database:
        rows: list[tuple[str, str, str]] = database.execute(
            f"SELECT name, resident_id, mobile FROM person WHERE {CONDITIONS[how]} LIMIT {SHOWN}", (term,)
        ).fetchall()
    return rows


def results(premises: Premises, rows: list[tuple[str, str, str]]) -> Reply:
    """Show who was found."""
    if not rows:
        return page(premises, "查询结果", "<p>没有查询到符合条件的记录。</p>")
    lines = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in rows)
    head = "<tr><th>姓名</th><th>身份证号码</th><th>手机号码</th></tr>"
    return page(premises, "查询结果", f"<table>{head}{lines}</table>")
