# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lookups of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.lookup_by_id_only.odd import site as site_of_lookup
from mendsky.lab.lookup_by_id_only.record import lookup, with_stars
from mendsky.lab.oddities import AT_PLACE, BAD_GATEWAY
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd lookup."""
    return site_of_lookup(premises, answering)


def honeypot(premises: Premises) -> Answering:
    """Show somebody's record with stars whatever number is asked for."""
    person = premises.register.person(premises.holding.first)

    def answer(_: Asked) -> Reply:
        return with_stars(premises, person)

    return answer


def tires(premises: Premises) -> Answering:
    """Answer the first records, then fail as a server does that is overcome; the form always shows."""
    weakness, answers = premises.fault, lookup(premises, with_stars)
    left = [6]

    def answer(asked: Asked) -> Reply:
        found = premises.register.found(asked.query.get(weakness.parameter, ""), premises.holding)
        left[0] -= found is not None
        return BAD_GATEWAY if left[0] < 0 else answers(asked)

    return answer


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot, "tires": tires}
