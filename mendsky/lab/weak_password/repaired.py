# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a password that nobody guesses, or that and a lock against guessing."""

from hashlib import sha256

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_password.gate import LOCKS_AFTER, Gate, entrance
from mendsky.lab.website import Premises

WAYS = ("strong", "lock-out")


def site(premises: Premises) -> Site:
    """Make the site with the same login, its password changed."""
    account = premises.fault.pair.partition("/")[0]
    strong = f"{account}/{sha256(f'strong/{premises.seed}'.encode()).hexdigest()}"
    gate = Gate(
        premises=premises,
        lets=lambda name, password: f"{name}/{password}" == strong,
        locks_after=LOCKS_AFTER if premises.fault.repair == "lock-out" else 0,
    )
    return assemble(premises, links=entrance(premises), pages=gate.pages(), login_link=False)
