# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A login that the password it was shipped with opens."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_password.gate import FORMS, PAIRS, Gate, entrance
from mendsky.lab.website import Premises

__all__ = ["FORMS", "PAIRS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link but leaves the login answering at its address."""
    pair = premises.fault.pair
    gate = Gate(premises=premises, lets=lambda account, password: f"{account}/{password}" == pair)
    links = {} if hidden else entrance(premises)
    return assemble(premises, links=links, pages=gate.pages(), login_link=False)
