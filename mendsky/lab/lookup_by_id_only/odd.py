# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lookups of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.lookup_by_id_only.record import form, in_full
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd lookup."""
    weakness = premises.fault
    method = "post" if answering is _refuses_get else "get"
    return assemble(premises, extra=form(weakness, method), pages={weakness.path: answering}, query=False)


def honeypot(premises: Premises) -> Answering:
    """Show somebody's record whatever number is asked for."""
    person = premises.register.person(premises.holding.first)

    def answer(_: Asked) -> Reply:
        return in_full(premises, person)

    return answer


def post_only(premises: Premises) -> Answering:
    """Take the form by POST alone, which no probe sends here."""
    _ = premises
    return _refuses_get


def _refuses_get(_: Asked) -> Reply:
    return Reply(status=405, body=b"<html><body><h1>405 Method Not Allowed</h1>synthetic</body></html>")


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "post-only": post_only,
}
