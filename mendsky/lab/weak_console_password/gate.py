# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A console behind HTTP's own way of asking for a password (Basic, RFC 7617)."""

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.weak_console_password import forms
from mendsky.lab.website import Answering, Premises, page

TOMCAT, RABBITMQ, ACTIVEMQ = BASIC = ("tomcat", "rabbitmq", "activemq")
FORMS = (*BASIC, *forms.FORMS)
PATHS = {TOMCAT: "/manager/html", RABBITMQ: "/api/overview", ACTIVEMQ: "/admin/"} | forms.PATHS
REALMS = {TOMCAT: "Tomcat Manager Application", RABBITMQ: "RabbitMQ Management", ACTIVEMQ: "ActiveMQRealm"}
PAIRS = forms.PAIRS | {
    TOMCAT: ("tomcat/tomcat", "tomcat/s3cret"),
    RABBITMQ: ("guest/guest",),
    ACTIVEMQ: ("admin/admin",),
}
"""Accounts and passwords that they are shipped with, or that their manuals show."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """One console, as what answers at its address."""

    premises: Premises
    pair: str
    """Account and password that are let in, with a slash between; nobody where empty."""
    anybody: bool = False
    """Lets in whoever names an account."""
    nameless: bool = False
    """Does not say which product it is."""
    locks: bool = False
    """Answers every login that it sheds load."""

    def __call__(self, asked: Asked) -> Reply:
        """Show the console to who is let in, and ask everybody else for a password."""
        given = _given(asked)
        if given and self.locks:
            return Reply(status=429, body=b"<h1>Too many requests</h1>synthetic")
        if given and (self.anybody or given == self.pair):
            return page(self.premises, "控制台", "<p>synthetic: 3 applications, running</p>")
        realm = "synthetic" if self.nameless else REALMS[self.premises.fault.form]
        return Reply(
            status=401,
            body=b"<h1>Unauthorized</h1>synthetic",
            headers={"WWW-Authenticate": f'Basic realm="{realm}"'},
        )


def console(
    premises: Premises, pair: str, *, anybody: bool = False, nameless: bool = False, locks: bool = False
) -> dict[str, Answering]:
    """Give the pages of a system's console, which lets one pair in."""
    form = premises.fault.form
    if form in BASIC:
        gate = Gate(premises=premises, pair=pair, anybody=anybody, nameless=nameless, locks=locks)
        return {premises.fault.path: gate}
    return forms.Console(
        premises=premises, form=form, pair=pair, anybody=anybody, nameless=nameless, locks=locks
    ).pages()


def _given(asked: Asked) -> str:
    """Read the account and the password that came along, with a slash between; nothing where none did."""
    try:
        account, _, password = b64decode(asked.authorization.removeprefix("Basic ")).decode().partition(":")
    except (Error, UnicodeDecodeError):
        return ""
    return f"{account}/{password}" if account else ""
