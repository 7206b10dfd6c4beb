# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a login before every record, or tokens that nobody can count."""

from hashlib import sha256

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.sequential_records.record import address, asked_for, missing, mounted
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Premises, always, moved, page

WAYS = ("login", "tokens")


def site(premises: Premises) -> Site:
    """Make the site with its records behind a login, or at addresses that cannot be guessed."""
    if premises.fault.repair == "tokens":
        return _tokens(premises)
    pages, prefixes = mounted(premises, always(moved("/login.html")))
    pages["/login.html"] = always(login(premises))
    return assemble(premises, pages=pages, prefixes=prefixes)


def _tokens(premises: Premises) -> Site:
    token = sha256(f"{premises.name}{premises.seed}".encode()).hexdigest()[:32]

    def answer(asked: Asked) -> Reply:
        if asked_for(premises.fault, asked) == token:
            return page(premises, "参保凭证", "<p>凭证有效。</p>")
        return missing(premises)

    pages, prefixes = mounted(premises, answer)
    links = {address(premises.fault, token): "办结公示"}
    return assemble(premises, links=links, pages=pages, prefixes=prefixes)
