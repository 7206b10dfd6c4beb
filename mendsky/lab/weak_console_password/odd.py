# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consoles of which it cannot be told whether a password that everyone tries opens them."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_console_password.gate import Gate
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd console."""
    return assemble(premises, pages={premises.fault.path: answering})


def honeypot(premises: Premises) -> Answering:
    """Let in whoever names an account."""
    return Gate(premises=premises, pair=premises.fault.pair, anybody=True)


def locks(premises: Premises) -> Answering:
    """Shed every login."""
    return Gate(premises=premises, pair=premises.fault.pair, locks=True)


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot, "locks": locks}
