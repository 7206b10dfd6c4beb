# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: bound parameters, checked input, one answer for everything else; or half of it."""

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.query import careful_query
from mendsky.lab.sound.site import assemble
from mendsky.lab.sql_injection.vulnerable import SECOND, entrance
from mendsky.lab.sql_injection.vulnerable import site as site_of_two
from mendsky.lab.website import Premises


def site(premises: Premises) -> Site:
    """Make the site with its query page repaired: same address, same form."""
    weakness = premises.fault
    links, extra = entrance(weakness)
    first = careful_query(premises, weakness.path, weakness.parameter, weakness.form, weakness.table)
    second = careful_query(premises, weakness.path, weakness.second, SECOND, weakness.table)

    def answer(asked: Asked) -> Reply:
        by_second = weakness.second in asked.query and not asked.query.get(weakness.parameter)
        return (second if by_second else first)(asked)

    return assemble(premises, links=links, extra=extra, pages={weakness.path: answer}, query=False)


def partly(premises: Premises) -> Site:
    """Make the site with one of its two parameters repaired; raises `ValueError` where it has only one."""
    if not premises.fault.second:
        msg = f"{premises.name} has one weak parameter: it can be repaired whole or not at all"
        raise ValueError(msg)
    return site_of_two(premises, bound=True)
