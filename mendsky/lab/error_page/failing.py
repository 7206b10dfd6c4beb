# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The error page, and the three ways in which a visitor meets it."""

from html import escape

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, page

MISSING, BROKEN, NOT_FOUND = "missing", "broken", "not-found"
FORMS = (NOT_FOUND, MISSING, BROKEN)
"""The page for what does not exist; a page that fails without its parameter; one that always fails."""
STATUS = {NOT_FOUND: 404, MISSING: 500, BROKEN: 200}
"""What each answers: many a program fails with 200, and 500 behind a link would leave all else untold."""
ANYWHERE = "/{any}"
"""Path of the page for what does not exist."""
TITLE = "待遇发放进度"
SHOWN = 3
"""People whose numbers the program had in hand."""
BANNERS = {
    "java": "java.lang.NullPointerException\n\tat cn.synthetic.web.ListAction.run(ListAction.java:118)\n"
    "\tat cn.synthetic.web.Filter.doFilter(Filter.java:41)\nSQL: {statement}",
    "python": 'Traceback (most recent call last):\n  File "views.py", line 118, in run\n'
    "KeyError: 'dq'\nlast query: {statement}",
    "dotnet": "[NullReferenceException]\n   at Synthetic.List.Run(String dq) in D:\\web\\List.cs:line 118\n"
    "CommandText: {statement}",
    "php": "PHP Fatal error: Error in list.php:118\n#0 D:/web/index.php(41): run()\nSQL: {statement}",
}
"""How programs word where they failed."""


def linked(weakness: Weakness) -> dict[str, str]:
    """Give the front page's link to the page; none leads to what does not exist."""
    if weakness.form == NOT_FOUND:
        return {}
    return {f"{weakness.path}?dq=W01" if weakness.form == MISSING else weakness.path: TITLE}


def mounted(weakness: Weakness, answering: Answering) -> tuple[dict[str, Answering], dict[str, Answering]]:
    """Give the exact pages and the prefixes under which an error is met."""
    return ({}, {"/": answering}) if weakness.form == NOT_FOUND else ({weakness.path: answering}, {})


def failing(premises: Premises, *, told: bool) -> Answering:
    """Fail as the form does; `told` shows the program's words and the people it had in hand."""
    weakness = premises.fault
    status = STATUS[weakness.form]
    words = f"<pre>{escape(_words(premises))}</pre>" if told else "<p>系统繁忙，请稍后再试。</p>"

    def answer(asked: Asked) -> Reply:
        if weakness.form == MISSING and "dq" in asked.query:
            return working(premises)(asked)
        return page(premises, "出错了", words, status=status)

    return answer


def working(premises: Premises) -> Answering:
    """Answer as a page that does not fail."""
    return lambda _: page(premises, TITLE, f"<h2>{TITLE}</h2><p>请到窗口查询本辖区发放进度。</p>")


def _words(premises: Premises) -> str:
    numbers = premises.holding.numbers(0, min(SHOWN, premises.holding.records))
    wanted = ", ".join(f"'{person.resident_id}'" for person in premises.register.people(numbers))
    return BANNERS[premises.fault.banner].format(statement=f"SELECT * FROM t_fafang WHERE sfzh IN ({wanted})")
