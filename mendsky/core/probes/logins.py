# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Login forms: what a page asks for, and what it says to a name and password that it does not take."""

import re
from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.marks import CAPTCHA, LOGIN, content, shows
from mendsky.core.probes.surface import FRONT_BYTES, TAG, attributes_of
from mendsky.core.probes.targets import Fields, on_origin
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import Get, Page, Post, Question

TYPED = frozenset({"", "text", "email", "tel", "number"})
"""Types of fields into which a name is typed (HTML, input types)."""
SENT = frozenset({"hidden", "submit"})
LOCKED = re.compile(
    r"锁定|冻结|次数过多|次数超过|次数已达|locked|too many|temporarily disabled", re.IGNORECASE
)
BUSY = re.compile(
    r"系统繁忙|系统异常|系统错误|稍后再试|稍候再试|system (?:is )?busy|system error|try again later",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"(?:密码|口令|用户名|账号|帐号|登录|登陆|验证)[^<>]{0,12}(?:错误|不正确|有误|失败|不存在|无效)"
    r"|(?:错误|无效)的(?:密码|用户名)|invalid|incorrect|wrong password|login failed|not recogni[sz]ed",
    re.IGNORECASE,
)


class CannotTellError(Exception):
    """An answer tells nothing of the login."""

    def __init__(self, cause: Cause, reason: str) -> None:
        super().__init__(reason)
        self.cause = cause
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginForm:
    """A form that a name and a password open."""

    target: str
    account: str
    """Name of the field for the name of the account."""
    password: str
    """Name of the field for the password."""
    rest: Fields
    """Fields that are sent as they stand, tokens among them."""

    def filled(self, account: str, password: str) -> Fields:
        """Give everything that the form sends."""
        return (*self.rest, (self.account, account), (self.password, password))


def login_form(page: Page, origin: str) -> LoginForm | None:
    """Read the first login form of a page that posts to its own origin; None where there is none."""
    text = content(page).decode(errors="surrogateescape")
    action: str | None = None
    account, password = "", ""
    rest: dict[str, str] = {}
    for found in (*TAG.finditer(text), None):
        tag = "/form" if found is None else found.group(1).lower()
        attributes = {} if found is None else attributes_of(found.group(2))
        name, kind = attributes.get("name", ""), attributes.get("type", "").lower()
        if tag in {"form", "/form"}:
            if action is not None and account and password:
                return LoginForm(target=action, account=account, password=password, rest=tuple(rest.items()))
            action, account, password, rest = None, "", "", {}
        if tag == "form" and attributes.get("method", "").lower() == "post":
            action = on_origin(origin, page.target, attributes.get("action", ""))
        elif tag == "input" and name and kind == "password":
            password = password or name
        elif tag == "input" and name and kind in TYPED and not password:
            # The last field before the password: a field for a search may stand before both.
            account = name
        elif tag == "input" and name and kind in SENT:
            rest.setdefault(name, attributes.get("value", ""))
    return None


def unable(page: Page) -> Cause | None:
    """Say why the answer to a login tells nothing: it failed, a captcha came, or the account is locked."""
    if page.failure is not None:
        return page.failure
    if page.status in {423, 429}:
        return Cause.BLOCKED
    if page.status >= 500:
        return Cause.SERVER_ERROR
    if shows(page, CAPTCHA):
        return Cause.CAPTCHA
    text = content(page).decode(errors="replace")
    if LOCKED.search(text):
        return Cause.BLOCKED
    return Cause.SERVER_ERROR if shows(page, LOGIN) and BUSY.search(text) else None


def refused(page: Page) -> bool:
    """Say whether an answer to a login keeps its sender out: closed, the form again, or words that say so."""
    return (
        page.status in {401, 403}
        or shows(page, LOGIN)
        or REFUSED.search(content(page).decode(errors="replace")) is not None
    )


def log_in(
    origin: str, login: str, credential: Credential, *, session: str, beside: tuple[Credential, ...] = ()
) -> Generator[Question, Page, Page | None]:
    """Log in once by the form of a page; gives what opened, None where its sender is kept out.

    Raises `CannotTellError` where the page has no form, or the answer says neither yes nor no.
    """
    page = yield Get(login, max_bytes=FRONT_BYTES, session=session)
    form = login_form(page, origin) if page.failure is None else None
    cause = unable(page)
    if cause is not None or form is None:
        raise CannotTellError(cause or Cause.LOGIN_PAGE, "the login page has no form that could be tried")
    page = yield Post(
        form.target,
        trying=Try(credential=credential, beside=beside),
        fields=form.filled(credential.account, credential.password),
        session=session,
    )
    cause = unable(page)
    if cause is not None:
        raise CannotTellError(cause, "a login was answered, and not with yes or no")
    return None if refused(page) else page
