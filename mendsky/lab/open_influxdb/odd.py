# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stores of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.open_influxdb.store import alone, everybody, points, queried, said
from mendsky.lab.website import Answering, Premises, always


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site of a store with an odd answer to every statement."""
    return alone(premises, answering)


def honeypot(premises: Premises) -> Answering:
    """Show people in whatever measurement is asked for."""
    shows, first = queried(everybody(premises)), premises.holding.first
    people = [premises.register.person(number) for number in (first, first + 1)]
    trap = said(points(("xm", "sfzh"), [(person.name, person.resident_id) for person in people]))

    def answer(asked: Asked) -> Reply:
        return trap if asked.query.get("q", "").startswith("SELECT") else shows(asked)

    return answer


def lookalike(_: Premises) -> Answering:
    """Be no store of the kind though its headers say so."""
    return always(Reply(body=b'{"code": 0, "label": "synthetic"}', kind="application/json"))


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot, "lookalike": lookalike}
