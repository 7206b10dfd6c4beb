# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A console that the password it was shipped with opens."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_console_password.gate import FORMS, console
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` takes away the name by which the console asks, and leaves the console."""
    return assemble(premises, pages=console(premises, premises.fault.pair, nameless=hidden))
