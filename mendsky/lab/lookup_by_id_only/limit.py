# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A limit on how often a lookup shows a record."""

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.website import Premises, page

MOST = 8
"""Records that one visitor is shown."""


def limited(premises: Premises, site: Site) -> Site:
    """Show a few records and no more, until the front page is opened anew.

    That stands for an hour in which nobody came: the lab's visitors do not wait for one.
    """
    weakness, shown = premises.fault, 0

    def answer(asked: Asked) -> Reply:
        nonlocal shown
        if asked.path == "/":
            shown = 0
        number = asked.query.get(weakness.parameter, "") if asked.path == weakness.path else ""
        if number and premises.register.found(number, premises.holding) is not None:
            shown += 1
            if shown > MOST:
                return page(premises, "查询受限", "<p>查询次数过多，请一小时后再试。</p>")
        return site(asked)

    return answer
