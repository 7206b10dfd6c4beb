# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A record's page and its addresses."""

import re

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, page

FORMS = ("path", "file", "parameter")
"""`/record/17`, `/record/17.html`, `/record?id=17`."""


def address(weakness: Weakness, record: str) -> str:
    """Give the address of a record."""
    if weakness.form == "parameter":
        return f"{weakness.path}?{weakness.parameter}={record}"
    return f"{weakness.path}{record}" + (".html" if weakness.form == "file" else "")


def asked_for(weakness: Weakness, asked: Asked) -> str:
    """Give which record a request asks for, as it is written there."""
    if weakness.form == "parameter":
        return asked.query.get(weakness.parameter, "")
    return asked.path.removeprefix(weakness.path).removesuffix(".html")


def entrance(premises: Premises) -> dict[str, str]:
    """Link a few records from the front page, from the middle of the register."""
    middle = premises.holding.records // 3
    return {address(premises.fault, str(middle + step)): f"办结公示 {step + 1}" for step in range(3)}


def mounted(premises: Premises, answering: Answering) -> tuple[dict[str, Answering], dict[str, Answering]]:
    """Give the exact pages and the prefixes under which records stand."""
    if premises.fault.form == "parameter":
        return {premises.fault.path: answering}, {}
    return {}, {premises.fault.path: answering}


def show(premises: Premises, record: int) -> Reply:
    """Show one record, in full."""
    person = premises.register.person(premises.holding.first + record % premises.holding.people)
    body = (
        f"<h2>凭证 {record + 1}</h2><table><tr><th>姓名</th><td>{person.name}</td></tr>"
        f"<tr><th>身份证号码</th><td>{person.resident_id}</td></tr>"
        f"<tr><th>手机号码</th><td>{person.mobile}</td></tr></table>"
    )
    return page(premises, "参保凭证", body)


def missing(premises: Premises) -> Reply:
    """Say that there is no such record."""
    return page(premises, "参保凭证", "<p>无此凭证。</p>", status=404)


def by_number(premises: Premises, *, bounded: bool) -> Answering:
    """Show whichever record's number is asked for; unbounded, wrap around for ever."""

    def answer(asked: Asked) -> Reply:
        written = asked_for(premises.fault, asked)
        if not re.fullmatch(r"[0-9]{1,12}", written):
            return missing(premises) if bounded else show(premises, len(written))
        record = int(written) - 1
        if bounded and not 0 <= record < premises.holding.records:
            return missing(premises)
        return show(premises, record % premises.holding.records)

    return answer
