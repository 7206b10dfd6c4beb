# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""What a real owner does: a login before the lookup, a code by text message, or hidden digits and a limit."""

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.lookup_by_id_only.limit import limited
from mendsky.lab.lookup_by_id_only.record import form, lookup, with_stars
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Answering, Premises, always, moved, page

WAYS = ("login", "second-factor", "masked")


def site(premises: Premises) -> Site:
    """Make the site with its lookup closed to whoever knows no more than a number."""
    if premises.fault.repair == "login":
        return behind_login(premises)
    if premises.fault.repair == "second-factor":
        return asking_for_code(premises)
    pages = {premises.fault.path: lookup(premises, with_stars)}
    return limited(premises, assemble(premises, extra=form(premises.fault), pages=pages, query=False))


def behind_login(premises: Premises) -> Site:
    """Make the site with a login before its lookup."""
    pages: dict[str, Answering] = {
        premises.fault.path: always(moved("/login.html")),
        "/login.html": always(login(premises)),
    }
    return assemble(premises, links={"/login.html": "个人登录"}, pages=pages, query=False)


def asking_for_code(premises: Premises) -> Site:
    """Make the site with a lookup that asks for a code by text message."""
    pages = {premises.fault.path: _asks_for_code(premises)}
    return assemble(premises, extra=_two_fields(premises), pages=pages, query=False)


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
