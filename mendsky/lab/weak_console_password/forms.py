# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand-ins for consoles that ask for a password by a form or by JSON, cut to what a visitor meets.

Written after the products' own sources; `make test-real` asks phpMyAdmin and Zabbix themselves.
"""

import json
import secrets
from dataclasses import dataclass, field

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.website import Answering, Premises, moved

PHPMYADMIN, DRUID, NACOS, GRAFANA, ZABBIX = FORMS = ("phpmyadmin", "druid", "nacos", "grafana", "zabbix")
PATHS = {
    PHPMYADMIN: "/phpmyadmin/",
    DRUID: "/druid/index.html",
    NACOS: "/nacos/",
    GRAFANA: "/login",
    ZABBIX: "/zabbix/index.php",
}
PAIRS = {
    PHPMYADMIN: ("root/", "root/root"),
    DRUID: ("druid/druid", "admin/123456", "ruoyi/123456"),
    NACOS: ("nacos/nacos",),
    GRAFANA: ("admin/admin",),
    ZABBIX: ("Admin/zabbix",),
}
SESSION = "SESSIONID"
CAPTCHA = '<div class="g-recaptcha" data-sitekey="synthetic"></div>'
SECOND = '<form method="post">Authentication code: <input type="text" name="2fa_code"></form>'
DENIED = "mysqli::real_connect(): (HY000/1045): Access denied for user (using password: YES)"
BLOCKED = "Incorrect user name or password or account is temporarily blocked."


@dataclass(kw_only=True, slots=True)
class Console:
    """One console and who is logged in to it."""

    premises: Premises
    form: str
    pair: str
    """Account and password that are let in, with a slash between; nobody where empty."""
    anybody: bool = False
    """Lets in whoever names an account."""
    nameless: bool = False
    """Does not say which product it is."""
    locks: bool = False
    """Says of the account that it is locked."""
    captcha: bool = False
    """Asks for a captcha beside the password; phpMyAdmin only."""
    second: bool = False
    """Asks for a code after the password; phpMyAdmin only."""
    sessions: dict[str, bool] = field(default_factory=dict)
    """Session → whether it is logged in now."""

    def pages(self) -> dict[str, Answering]:
        """Give everything that it answers, by its path."""
        pages: dict[str, dict[str, Answering]] = {
            PHPMYADMIN: {
                PATHS[PHPMYADMIN]: self._phpmyadmin,
                "/phpmyadmin/index.php": self._phpmyadmin,
            },
            DRUID: {
                PATHS[DRUID]: lambda _: moved("/druid/login.html"),
                "/druid/login.html": lambda _: self._shown("druid monitor", self._box("loginUsername")),
                "/druid/submitLogin": self._druid,
            },
            NACOS: {
                PATHS[NACOS]: lambda _: self._shown("Nacos", '<div id="root"></div>'),
                "/nacos/v1/auth/login": self._nacos,
            },
            GRAFANA: {PATHS[GRAFANA]: self._grafana, "/logout": self._left},
            ZABBIX: {PATHS[ZABBIX]: self._zabbix, "/zabbix/zabbix.php": self._dashboard},
        }
        return pages[self.form]

    def _tried(self, asked: Asked, account: str, password: str) -> bool | None:
        """Say whether a login is let in; None where the account is locked."""
        if self.locks:
            return None
        given = f"{asked.form.get(account, '')}/{asked.form.get(password, '')}"
        return self.anybody or given == self.pair

    def _phpmyadmin(self, asked: Asked) -> Reply:
        session = asked.cookies.get(SESSION, "")
        if asked.method != "POST":
            return self._inside(session) if self.sessions.get(session) else self._database_form()
        if session not in self.sessions or asked.form.get("token") != _token(session):
            return self._database_form("Failed to set session cookie.")
        if asked.query.get("route") == "/logout":
            return self._left(asked)
        let = self._tried(asked, "pma_username", "pma_password")
        if not let:
            says = "(HY000/4151): Access denied, this account is locked" if let is None else DENIED
            return self._database_form(says)
        if self.second:
            return self._shown("phpMyAdmin", SECOND)
        self.sessions[session] = True
        return moved("/phpmyadmin/index.php?route=/")

    def _database_form(self, says: str = "") -> Reply:
        session = secrets.token_hex(8)
        self.sessions[session] = False
        form = (
            f'<p>{says}</p><form method="post" action="index.php?route=/">'
            f'<input type="hidden" name="token" value="{_token(session)}"><input name="pma_username">'
            f'<input type="password" name="pma_password">{CAPTCHA if self.captcha else ""}'
            '<input type="hidden" name="server" value="1"><input type="submit" value="Log in"></form>'
        )
        return self._shown("phpMyAdmin", form, session=session)

    def _inside(self, session: str) -> Reply:
        hidden = f'<input type="hidden" name="token" value="{_token(session)}">'
        return self._shown("phpMyAdmin", f'<a href="index.php?route=/server/databases">Databases</a>{hidden}')

    def _druid(self, asked: Asked) -> Reply:
        let = self._tried(asked, "loginUsername", "loginPassword")
        return Reply(status=429 if let is None else 200, body=b"success" if let else b"error")

    def _nacos(self, asked: Asked) -> Reply:
        let = self._tried(asked, "username", "password")
        if not let:
            return Reply(status=429 if let is None else 403, body=b"unknown user!")
        return _json({"accessToken": "synthetic", "tokenTtl": 18_000, "globalAdmin": True})

    def _grafana(self, asked: Asked) -> Reply:
        if asked.method != "POST":
            return self._shown("Grafana", '<div id="reactRoot"></div>')
        let = self._tried(asked, "user", "password")
        if let:
            return self._entered(_json({"message": "Logged in"}))
        failed = "login-attempt.blocked" if let is None else "password-auth.failed"
        return _json({"message": "Invalid username or password", "messageId": failed}, status=401)

    def _zabbix(self, asked: Asked) -> Reply:
        if asked.query.get("reconnect"):
            return self._left(asked)
        box = f'{self._box("name")}<button type="submit" name="enter" value="Sign in">Sign in</button>'
        if asked.method != "POST":
            return self._shown("Zabbix", box)
        let = self._tried(asked, "name", "password")
        if let is None:
            return self._shown("Zabbix", "Account is blocked for 30 seconds.")
        if let:
            return self._entered(moved("zabbix.php?action=dashboard.view"))
        return self._shown("Zabbix", f"{BLOCKED}{box}")

    def _dashboard(self, asked: Asked) -> Reply:
        if not self.sessions.get(asked.cookies.get(SESSION, "")):
            return moved("index.php")
        return self._shown("Dashboard", '<a href="zabbix.php?action=host.view">Hosts</a>')

    def _entered(self, reply: Reply) -> Reply:
        session = secrets.token_hex(8)
        self.sessions[session] = True
        return Reply(
            status=reply.status,
            body=reply.body,
            kind=reply.kind,
            headers={**reply.headers, "Set-Cookie": f"{SESSION}={session}; Path=/; HttpOnly"},
        )

    def _left(self, asked: Asked) -> Reply:
        self.sessions[asked.cookies.get(SESSION, "")] = False
        return moved(PATHS[self.form])

    def _box(self, account: str) -> str:
        password = "loginPassword" if account == "loginUsername" else "password"
        name = "synthetic" if self.nameless else account
        return f'<form method="post"><input name="{name}"><input type="password" name="{password}"></form>'

    def _shown(self, title: str, body: str, *, session: str = "") -> Reply:
        named = "synthetic" if self.nameless else title
        document = f"<html><head><title>{named}</title></head><body>{body}<p>synthetic</p></body></html>"
        headers = {"Set-Cookie": f"{SESSION}={session}; Path=/; HttpOnly"} if session else {}
        return Reply(body=document.encode(), headers=headers)


def _token(session: str) -> str:
    return session[::-1]


def _json(document: dict[str, object], *, status: int = 200) -> Reply:
    return Reply(status=status, body=json.dumps(document).encode(), kind="application/json")
