# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A console that the password it was shipped with opens."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_console_password.gate import FORMS, Gate
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` takes away the link to the console, and leaves the console."""
    path = premises.fault.path
    links = {} if hidden else {path: "系统控制台"}
    return assemble(premises, links=links, pages={path: Gate(premises=premises, pair=premises.fault.pair)})
