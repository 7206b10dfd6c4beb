# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A portal where people log in and see their own applications, each by its number or token."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.open_api.endpoint import answered
from mendsky.lab.query import change_form
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, moved, page

FORMS = ("path", "parameter", "token", "interface")
"""`/wt/item/17`, `/wt/item?bh=17`, `/wt/item/3f…`; a number in JSON, with a script that says how to ask."""
TEST_ACCOUNTS = {"trial-a": "made-up-9f31", "trial-b": "made-up-27c4"}
"""What the owner made for tests: account → password; the lab's grants name them."""
LOGIN, MENU, MINE, ROWS = "/wt/denglu.html", "/wt/index.html", "/wt/mine.html", "/wt/rows.json"
SESSION = "WTSESSION"

Refusing = Callable[[Premises], Reply]
"""What whoever asks for another account's application is answered."""


@dataclass(kw_only=True, slots=True)
class Portal:
    """One portal and who is logged in to it."""

    premises: Premises
    refuses: Refusing | None = None
    """None where any account is shown any application."""
    disguised: bool = False
    """References are written so that nobody guesses them, and checked no better."""
    lets_in: bool = True
    sessions: dict[str, int] = field(default_factory=dict)
    """Session → the account's place among the test accounts."""

    def site(self, showing: Answering | None = None) -> Site:
        """Make the site, perhaps with something else in the place of its applications."""
        fault = self.premises.fault
        pages: dict[str, Answering] = {
            LOGIN: self.login,
            MENU: self.menu,
            MINE: self.mine,
            ROWS: self.rows,
        }
        mounted = {fault.path: showing or self.show}
        by_path = fault.form in {"path", "token"}
        return assemble(
            self.premises,
            links={LOGIN: "个人登录"},
            pages=pages if by_path else pages | mounted,
            prefixes=mounted if by_path else {},
            login_link=False,
        )

    def login(self, asked: Asked) -> Reply:
        """Show the form, or take what was typed into it."""
        says = ""
        if asked.method == "POST":
            name, password = asked.form.get("yhm", ""), asked.form.get("mm", "")
            if self.lets_in and TEST_ACCOUNTS.get(name) == password:
                session = secrets.token_hex(16)
                self.sessions[session] = list(TEST_ACCOUNTS).index(name)
                return Reply(
                    status=302,
                    headers={"Location": MENU, "Set-Cookie": f"{SESSION}={session}; Path=/; HttpOnly"},
                )
            says = "用户名或密码错误"
        form = (
            f'<form method="post" action="{LOGIN}"><p>{says}</p><label>用户名 <input name="yhm"></label>'
            '<label>密码 <input type="password" name="mm"></label><button>登录</button></form>'
        )
        return page(self.premises, "个人登录", form)

    def menu(self, asked: Asked) -> Reply:
        """Show the menu to whoever is logged in."""
        account = self.account(asked)
        if account is None:
            return moved(LOGIN)
        links = f'<p><a href="/wt/logout">退出</a> <a href="{MINE}">我的办件</a></p>'
        return page(self.premises, "个人中心", f"<p>欢迎，测试账号 {account + 1}。</p>{links}")

    def mine(self, asked: Asked) -> Reply:
        """List the account's applications; those of an interface are asked for by the page's script."""
        account = self.account(asked)
        if account is None:
            return moved(LOGIN)
        fault = self.premises.fault
        if fault.form == "interface":
            shown = (
                f'<ul id="rows"></ul><script>fetch("{ROWS}").then(r => r.json()).then(j => j.rows.forEach('
                f'row => add("{fault.path}?{fault.parameter}=" + row.{fault.parameter})));</script>'
            )
        else:
            shown = f'<p><a href="{self.address(account)}">补贴申请</a></p>'
        return page(self.premises, "我的办件", f"<h2>我的办件</h2>{shown}")

    def rows(self, asked: Asked) -> Reply:
        """Answer the list's script."""
        account = self.account(asked)
        if account is None:
            return answered({"code": 401, "label": "synthetic"}, status=401)
        row = {self.premises.fault.parameter or "bh": self.reference(account), "title": "补贴申请"}
        return answered({"label": "synthetic", "rows": [row]})

    def show(self, asked: Asked) -> Reply:
        """Show an application, to whichever account this portal lets see it."""
        account = self.account(asked)
        if account is None:
            return moved(LOGIN)
        fault = self.premises.fault
        written = asked.query.get(fault.parameter, "") if fault.parameter else asked.path[len(fault.path) :]
        owners = [owner for owner in range(len(TEST_ACCOUNTS)) if self.reference(owner) == written]
        if not owners:
            return page(self.premises, "办件详情", "<p>无此办件。</p>", status=404)
        if self.refuses is not None and owners != [account]:
            return self.refuses(self.premises)
        return application(self.premises, owners[0])

    def account(self, asked: Asked) -> int | None:
        """Give the account that asks; None for whoever is not logged in."""
        return self.sessions.get(asked.cookies.get(SESSION, ""))

    def reference(self, account: int) -> str:
        """Write the number or token of an account's application."""
        number = 4711 + self.premises.seed * 10 + account
        if self.premises.fault.form != "token" and not self.disguised:
            return str(number)
        digest = sha256(f"{self.premises.seed}/{number}/{self.disguised}".encode()).hexdigest()
        # Letters between the digits: eleven digits in a row might be somebody's number.
        return "-".join(digest[start : start + 4] for start in (0, 4, 8, 12)) + "-a1"

    def address(self, account: int) -> str:
        """Give the address of an account's application."""
        fault = self.premises.fault
        if fault.parameter:
            return f"{fault.path}?{fault.parameter}={self.reference(account)}"
        return f"{fault.path}{self.reference(account)}"


def application(premises: Premises, account: int) -> Reply:
    """Show one test account's application, of somebody made up."""
    person = premises.register.person(premises.holding.first + account)
    change = change_form("/wt", "1") if premises.fault.writable else ""
    rows = (("姓名", person.name), ("身份证号码", person.resident_id), ("手机号码", person.mobile))
    if premises.fault.form == "interface":
        return answered({"label": "synthetic", **dict(rows)})
    table = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows)
    return page(premises, "办件详情", f"<h2>办件详情</h2><table>{table}</table>{change}")
