# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consoles of products that ask for a password: how each is logged in to, and out of again."""

import re
from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.consoles import ADMINISTRATION
from mendsky.core.probes.guesses import DATABASE
from mendsky.core.probes.logins import CannotTellError, login_form, unable
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.mysql_login import MYSQL
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Evidence, Get, Page, Post, Question, Reading, Target

PAGE_BYTES = 65_536
KEPT_OUT = frozenset({401, 403})
SHEDDING = frozenset({423, 429})
GONE = frozenset({404, 405, 410})
OPENED = "the console opens to a password that everyone tries"
UNTOLD = "a login was answered, and not with yes or no"


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A login by what is posted, with a session of the product's own."""

    names: re.Pattern[bytes]
    """How the product introduces itself where it asks for a password."""
    to: str = ""
    """Where the login is sent; empty where the form on the page says so."""
    fields: tuple[str, str] = ("username", "password")
    """Names of the fields for the account and the password, where no form on the page says so."""
    beside: tuple[tuple[str, str], ...] = ()
    """What is sent with them."""
    json: bool = False
    shut: re.Pattern[bytes] | None = None
    """What is said to who is kept out, where that is not status 401 or 403."""
    locked: re.Pattern[bytes] | None = None
    """What is said of an account that is locked, where it is not said in the usual words."""
    asks_more: re.Pattern[bytes] | None = None
    """What asks for a second factor."""
    inside: re.Pattern[bytes]
    """What is said to who is let in."""
    leave: str = ""
    """What logs out again; empty where the product has no such thing."""
    token: re.Pattern[bytes] | None = None
    """Finds the token with which logging out is posted; it is asked for by GET where there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """What is kept of the page that a login opened."""

    reading: Reading
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Console:
    """One product's way in."""

    service: str
    """Whose accounts it asks for."""
    path: str
    """What asks for a password; the place of the loophole."""
    shipped: tuple[Account, ...]
    realm: re.Pattern[str] | None = None
    """How it names itself where HTTP itself asks for the password (Basic; RFC 9110 section 11.5)."""
    form: Form | None = None


CONSOLES = (
    Console(
        service="tomcat",
        path="/manager/html",
        shipped=(Account(name="tomcat", passwords=("tomcat", "s3cret")),),
        realm=re.compile(r'realm="?Tomcat Manager', re.IGNORECASE),
    ),
    Console(
        service="rabbitmq",
        path="/api/overview",
        shipped=(Account(name="guest", passwords=("guest",)),),
        realm=re.compile(r'realm="?RabbitMQ', re.IGNORECASE),
    ),
    Console(
        service="activemq",
        path="/admin/",
        shipped=(Account(name="admin", passwords=("admin",)),),
        realm=re.compile(r'realm="?ActiveMQ', re.IGNORECASE),
    ),
    Console(
        service=DATABASE,
        path="/phpmyadmin/",
        shipped=MYSQL.shipped,
        form=Form(
            names=re.compile(rb"name=[\"']?pma_username"),
            # It says why the database refused; any other reason is none against the password.
            shut=re.compile(rb"[/#](?:1045|1698)\b|AllowNoPassword|Access denied"),
            locked=re.compile(rb"[/#](?:1129|4151)\b|account is locked"),
            asks_more=re.compile(rb"name=[\"']?2fa_"),
            inside=ADMINISTRATION,
            leave="/phpmyadmin/index.php?route=/logout",
            token=re.compile(rb"name=\"token\" value=\"([^\"<>]{1,200})\""),
        ),
    ),
    Console(
        service="druid",
        path="/druid/index.html",
        shipped=(
            Account(name="druid", passwords=("druid",)),
            Account(name="admin", passwords=("admin", "123456")),
            Account(name="ruoyi", passwords=("123456",)),
        ),
        form=Form(
            names=re.compile(rb"name=[\"']?loginUsername|<title>\s*druid monitor", re.IGNORECASE),
            to="/druid/submitLogin",
            fields=("loginUsername", "loginPassword"),
            shut=re.compile(rb"\A\s*error\s*\Z"),
            inside=re.compile(rb"\A\s*success\s*\Z"),
        ),
    ),
    Console(
        service="nacos",
        path="/nacos/",
        shipped=(Account(name="nacos", passwords=("nacos",)),),
        form=Form(
            names=re.compile(rb"<title>\s*Nacos\b", re.IGNORECASE),
            to="/nacos/v1/auth/login",
            shut=re.compile(rb"unknown user|user not found|login failed", re.IGNORECASE),
            inside=re.compile(rb"\"accessToken\"\s*:|\"data\"\s*:\s*\"Bearer "),
        ),
    ),
    Console(
        service="grafana",
        path="/login",
        shipped=(Account(name="admin", passwords=("admin",)),),
        form=Form(
            names=re.compile(rb"<title>\s*Grafana\b|\bgrafanaBootData\b"),
            to="/login",
            fields=("user", "password"),
            json=True,
            # Locked for five minutes after five wrong tries; older releases than 9.4 do not say so.
            locked=re.compile(rb"login-attempt\.blocked"),
            inside=re.compile(rb"\"message\"\s*:\s*\"Logged in\""),
            leave="/logout",
        ),
    ),
    Console(
        service="zabbix",
        path="/zabbix/index.php",
        shipped=(Account(name="Admin", passwords=("zabbix",)),),
        form=Form(
            names=re.compile(rb"<title>[^<]{0,60}Zabbix|\bZabbix SIA\b", re.IGNORECASE),
            to="/zabbix/index.php",
            fields=("name", "password"),
            # As the page has it: what is not ticked would be changed in the account.
            beside=(("autologin", "1"), ("enter", "Sign in")),
            # Of a wrong password it says that the account may be blocked: for 30 s, after five wrong tries.
            shut=re.compile(rb"name=\"password\"(?s:.*)name=\"enter\""),
            locked=re.compile(rb"Account is blocked"),
            inside=re.compile(rb"zabbix\.php\?action="),
            leave="/zabbix/index.php?reconnect=1",
        ),
    ),
)
"""What they are shipped with, or their manuals show:
https://tomcat.apache.org/tomcat-10.1-doc/manager-howto.html, https://www.rabbitmq.com/docs/management,
https://activemq.apache.org/components/classic/documentation/web-console,
https://docs.phpmyadmin.net/en/latest/setup.html, https://github.com/alibaba/druid/wiki (Druid has no account
of its own: its manual's, and those of the frameworks RuoYi and JeecgBoot), https://nacos.io/docs/latest/manual/user/auth,
https://grafana.com/docs/grafana/latest/setup-grafana/sign-in-to-grafana,
https://www.zabbix.com/documentation/current/en/manual/quickstart/login."""


def enter(
    target: Target, console: Console, trying: Try, session: str
) -> Generator[Question, Page, Entered | None]:
    """Log in once, and out again; None where we are kept out. Raises `CannotTellError`."""
    pair = trying.credential
    # A colon in the name would end it (RFC 7617).
    if not f"{pair.account}{pair.password}".isprintable() or (console.form is None and ":" in pair.account):
        raise CannotTellError(Cause.NOT_GRANTED, "a name or password of the grant cannot be sent")
    if console.form is None:
        return (yield from _by_http(console, trying))
    page = yield from _posted(target, console, console.form, trying, session)
    if not _is_in(console.form, page, again=bool(target.credentials)):
        return None
    entered = Entered(reading=page.reading, evidence=seen_on(page, OPENED))
    yield from _leave(console.form, page, session)
    return entered


def _by_http(console: Console, trying: Try) -> Generator[Question, Page, Entered | None]:
    page = yield Get(console.path, max_bytes=PAGE_BYTES, trying=trying)
    cause = unable(page)
    if cause is not None:
        raise CannotTellError(cause, UNTOLD)
    if page.status in KEPT_OUT:
        return None
    if page.status != 200 or page.target != console.path or shows(page, LOGIN):
        raise CannotTellError(Cause.UNSTABLE, UNTOLD)
    return Entered(reading=page.reading, evidence=seen_on(page, OPENED))


def _posted(
    target: Target, console: Console, form: Form, trying: Try, session: str
) -> Generator[Question, Page, Page]:
    """Send the login, by the form that the page shows now where the product has a token in it."""
    pair = trying.credential
    to, fields = form.to, (*zip(form.fields, (pair.account, pair.password), strict=True), *form.beside)
    if not to:
        page = yield Get(console.path, max_bytes=PAGE_BYTES, session=session)
        is_its_own = page.failure is None and shows(page, form.names)
        found = login_form(page, target.origin) if is_its_own else None
        cause = unable(page)
        if cause is not None or found is None:
            raise CannotTellError(cause or Cause.LOGIN_PAGE, "the console has no form that could be tried")
        to, fields = found.target, found.filled(pair.account, pair.password)
    return (yield Post(to, trying=trying, fields=fields, json=form.json, session=session))


def _is_in(form: Form, page: Page, *, again: bool) -> bool:
    """Say whether the answer to a login lets its sender in; raises `CannotTellError` where it says neither.

    `again` says that it did so before: then it is shut, too, where it is gone.
    """
    if page.failure is None and page.status < 500 and page.status not in SHEDDING:
        # Where the page's own form is used, who is kept out has it again: the same words may be said inside.
        outside = bool(form.to) or shows(page, form.names)
        if outside and form.locked is not None and shows(page, form.locked):
            raise CannotTellError(Cause.BLOCKED, "the account is locked")
        # The product's own words come first: some say of every wrong password that the account may be locked.
        if page.status in KEPT_OUT or (outside and form.shut is not None and shows(page, form.shut)):
            return False
        if again and page.status in GONE:
            return False
        if form.asks_more is not None and shows(page, form.asks_more):
            raise CannotTellError(Cause.LOGIN_PAGE, "a second factor is asked for")
        if page.status < 300 and shows(page, form.inside):
            return True
    raise CannotTellError(unable(page) or Cause.UNSTABLE, UNTOLD)


def _leave(form: Form, page: Page, session: str) -> Generator[Question, Page, None]:
    """Log out, where the product can; the answer changes nothing of what was seen."""
    if form.token is not None:
        found = next(page.body.matches(form.token), None)
        token = found.group(1).decode(errors="replace") if found else ""
        yield Post(form.leave, trying=None, fields=(("token", token),), session=session)
    elif form.leave:
        yield Get(form.leave, session=session)
