# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""What a real owner does: a login before the lookup, a code by text message, or hidden digits."""

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.files import masked
from mendsky.lab.lookup_by_id_only.record import STATE, form, lookup
from mendsky.lab.people import Person
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Answering, Premises, always, moved, page

WAYS = ("login", "second-factor", "masked")


def site(premises: Premises) -> Site:
    """Make the site with its lookup closed to whoever knows no more than a number."""
    weakness = premises.fault
    if weakness.repair == "login":
        pages: dict[str, Answering] = {
            weakness.path: always(moved("/login.html")),
            "/login.html": always(login(premises)),
        }
        return assemble(premises, links={"/login.html": "个人登录"}, pages=pages, query=False)
    if weakness.repair == "second-factor":
        return assemble(
            premises,
            extra=_two_fields(premises),
            pages={weakness.path: _asks_for_code(premises)},
            query=False,
        )
    pages = {weakness.path: lookup(premises, _hidden_digits)}
    return assemble(premises, extra=form(weakness), pages=pages, query=False)


def _two_fields(premises: Premises) -> str:
    weakness = premises.fault
    return (
        f'<form method="get" action="{weakness.path}"><label>身份证号码 <input name="{weakness.parameter}">'
        '</label><label>短信验证码 <input name="code"></label><button>查询</button></form>'
    )


def _asks_for_code(premises: Premises) -> Answering:
    """Show nothing without the code that was sent to the person's telephone; nobody here ever gets one."""

    def answer(asked: Asked) -> Reply:
        said = "验证码错误或已失效。" if asked.query.get("code") else "请输入短信验证码。"
        return page(premises, "个人参保查询", f"<p>{said}</p>{_two_fields(premises)}")

    return answer


def _hidden_digits(premises: Premises, person: Person) -> Reply:
    body = (
        f"<table><tr><th>姓名</th><td>{person.name[0]}**</td></tr>"
        f"<tr><th>身份证号码</th><td>{masked(person.resident_id)}</td></tr>"
        f"<tr><th>参保状态</th><td>{STATE}</td></tr></table>"
    )
    return page(premises, "个人参保查询", body)
