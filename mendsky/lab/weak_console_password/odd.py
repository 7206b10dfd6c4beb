# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consoles of which it cannot be told whether a password that everyone tries opens them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_console_password.forms import GRAFANA, PHPMYADMIN, Console
from mendsky.lab.weak_console_password.gate import console
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd console."""
    pages = answering.pages if isinstance(answering, Odd) else {premises.fault.path: answering}
    return assemble(premises, pages=pages)


@dataclass(frozen=True, kw_only=True, slots=True)
class Odd:
    """A console of several pages."""

    pages: Mapping[str, Answering]

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        return self.pages[asked.path](asked)


def honeypot(premises: Premises) -> Answering:
    """Let in whoever names an account."""
    return Odd(pages=console(premises, premises.fault.pair, anybody=True))


def locks(premises: Premises) -> Answering:
    """Shed every login."""
    return Odd(pages=console(premises, premises.fault.pair, locks=True))


def locked_account(premises: Premises) -> Answering:
    """Keep the account out, whatever its password, for others guessed at it before."""
    return Odd(pages=Console(premises=premises, form=GRAFANA, pair="admin/admin", locks=True).pages())


def asks_for_captcha(premises: Premises) -> Answering:
    """Ask for a captcha beside the password."""
    return Odd(pages=Console(premises=premises, form=PHPMYADMIN, pair="root/root", captcha=True).pages())


def second_factor(premises: Premises) -> Answering:
    """Ask for a code after the password."""
    return Odd(pages=Console(premises=premises, form=PHPMYADMIN, pair="root/root", second=True).pages())


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "locks": locks,
    "locked-account": locked_account,
    "asks-for-captcha": asks_for_captcha,
    "second-factor": second_factor,
}
