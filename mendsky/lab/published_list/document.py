# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The list: on a page of its own, or in a file that a notice links."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.files import lines, long_file, masked
from mendsky.lab.people import Person
from mendsky.lab.weakness import MASKED
from mendsky.lab.website import Answering, Premises, always, page

NOTICE = "/notice/gongshi.html"
TITLE = "参保人员名单公示"
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8"}
FORMS = ("page", *MEDIA_TYPES)
SHOWN = 200
"""Rows of a list on a page; a longer one says that the rest can be seen at the counter."""
Row = Callable[[Person], str]


def numbers(premises: Premises) -> Row:
    """Give how a row shows a person's number: in full, or with hidden digits."""
    if premises.fault.shows == MASKED:
        return lambda person: masked(person.resident_id)
    return lambda person: person.resident_id


def linked(premises: Premises) -> dict[str, str]:
    """Give the front page's link to the list or to the notice that links it."""
    return {premises.fault.path if premises.fault.form == "page" else NOTICE: TITLE}


def document(premises: Premises, number: Row | None) -> dict[str, Answering]:
    """Give the list, and the notice that links it where it is a file; without numbers where there is none."""
    weakness = premises.fault
    if weakness.form == "page":
        return {weakness.path: _as_page(premises, number)}
    columns = "序号,姓名" + (",身份证号码" if number else ",社区")

    def line(record: int, person: Person) -> str:
        return f"{record:08d},{person.name},{number(person) if number else '某社区'},synthetic\n"

    file = long_file(premises, f"{columns},备注\n", line)
    return {
        weakness.path: always(Reply(file=file, kind=MEDIA_TYPES[weakness.form])),
        **notice(premises),
    }


def notice(premises: Premises) -> dict[str, Answering]:
    """Give the notice that links the file."""
    link = f'<p>附件：<a href="{premises.fault.path}">{TITLE}</a></p>'
    return {NOTICE: always(page(premises, TITLE, f"<h2>{TITLE}</h2><p>现予公示。</p>{link}"))}


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
