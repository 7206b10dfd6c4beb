# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The login of an administration, with sessions on the server, and the pages behind it."""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.query import change_form
from mendsky.lab.website import Answering, Premises, moved, page

PAIRS = ("admin/admin", "admin/123456", "sysadmin/123456", "test/test", "test/123456", "user/123456")
"""Accounts and passwords that products are shipped with."""
FORMS = ("plain", "token", "menu")
"""A bare form; one with a token against forgery; one that leads to a menu before the people."""
FIELDS = (("username", "password"), ("userName", "pwd"), ("yhm", "mm"), ("loginid", "passwd"))
"""Names of the two fields, by the seed."""
PEOPLE = "/manage/people.html"
MENU = "/manage/index.html"
SESSION = "SESSIONID"
SHOWN = 10
"""People on a page of the administration."""
LOCKS_AFTER = 5

Lets = Callable[[str, str], bool]


@dataclass(kw_only=True, slots=True)
class Gate:
    """One login and who went through it."""

    premises: Premises
    lets: Lets
    """Says whether a name and a password are let in."""
    locks_after: int = 0
    """Wrong tries of one account in one session after which it is locked there; never where 0.

    Who comes without a session is not counted: a lock that never opens would hide every repair.
    """
    sessions: dict[str, bool] = field(default_factory=dict)
    """Session → whether it is logged in."""
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    forms: int = 0

    @property
    def fields(self) -> tuple[str, str]:
        """Give the names of the fields for the account and the password."""
        return FIELDS[self.premises.seed % len(FIELDS)]

    def pages(self) -> dict[str, Answering]:
        """Give the login and what is behind it."""
        return {self.premises.fault.path: self.login, PEOPLE: self.people, MENU: self.menu}

    def login(self, asked: Asked) -> Reply:
        """Show the form, or take what was typed into it."""
        account_field, password_field = self.fields
        if asked.method != "POST":
            return self._form(asked)
        if self.premises.fault.form == "token" and asked.form.get("token") != self._token(asked):
            return self._form(asked, "页面已过期，请重新登录")
        account = asked.form.get(account_field, "")
        session_now = asked.cookies.get(SESSION, "")
        counted = session_now, account
        if self.locks_after and session_now and self.wrong[counted] >= self.locks_after:
            return self._form(asked, "密码错误次数过多，账号已锁定，请联系管理员")
        if self.lets(account, asked.form.get(password_field, "")):
            session = secrets.token_hex(16)
            self.sessions[session] = True
            reply = moved(MENU if self.premises.fault.form == "menu" else PEOPLE)
            return Reply(status=reply.status, headers={**reply.headers, **_set(session)})
        self.wrong[counted] += 1
        return self._form(asked, "用户名或密码错误")

    def people(self, asked: Asked) -> Reply:
        """Show the first people of the administration to whoever is logged in."""
        if not self.sessions.get(asked.cookies.get(SESSION, "")):
            return moved(self.premises.fault.path)
        premises = self.premises
        numbers = premises.holding.numbers(0, min(SHOWN, premises.holding.records))
        rows = "".join(
            f"<tr><td>{person.name}</td><td>{person.resident_id}</td><td>{person.mobile}</td></tr>"
            for person in premises.register.people(numbers)
        )
        change = change_form("/manage", "1") if premises.fault.writable else ""
        body = (
            f"<h2>人员管理</h2><p>{premises.statement}</p><table><tr><th>姓名</th><th>身份证号码</th>"
            f"<th>手机号码</th></tr>{rows}</table>{change}"
        )
        return page(premises, "人员管理", body)

    def menu(self, asked: Asked) -> Reply:
        """Show the menu to whoever is logged in."""
        if not self.sessions.get(asked.cookies.get(SESSION, "")):
            return moved(self.premises.fault.path)
        links = f'<p><a href="/manage/logout">退出</a> <a href="{PEOPLE}">人员管理</a></p>'
        return page(self.premises, "后台管理", f"<p>欢迎使用。</p>{links}")

    def _form(self, asked: Asked, says: str = "") -> Reply:
        account, password = self.fields
        session, hidden, headers = asked.cookies.get(SESSION, ""), "", {}
        if self.premises.fault.form == "token":
            if session not in self.sessions:
                self.forms += 1
                session = sha256(f"{self.premises.seed}/{self.forms}".encode()).hexdigest()[:32]
                self.sessions[session] = False
                headers = _set(session)
            hidden = f'<input type="hidden" name="token" value="{_token_of(session)}">'
        form = (
            f'<form method="post" action="{self.premises.fault.path}"><p>{says}</p>{hidden}'
            f'<label>用户名 <input name="{account}"></label>'
            f'<label>密码 <input type="password" name="{password}"></label><button>登录</button></form>'
        )
        shown = page(self.premises, "管理员登录", form)
        return Reply(body=shown.body, headers=headers)

    def _token(self, asked: Asked) -> str:
        session = asked.cookies.get(SESSION, "")
        return _token_of(session) if session in self.sessions else "none"


def entrance(premises: Premises) -> dict[str, str]:
    """Link the login from the front page."""
    return {premises.fault.path: "管理员登录"}


def _token_of(session: str) -> str:
    return sha256(f"token/{session}".encode()).hexdigest()[:24]


def _set(session: str) -> dict[str, str]:
    return {"Set-Cookie": f"{SESSION}={session}; Path=/; HttpOnly"}
