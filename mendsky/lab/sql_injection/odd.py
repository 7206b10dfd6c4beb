# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Query pages of which nothing can be told."""

from collections.abc import Callable
from itertools import cycle

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.query import result
from mendsky.lab.sound.site import assemble
from mendsky.lab.sql_injection.vulnerable import BANNERS, entrance
from mendsky.lab.website import Answering, Premises, always, page


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd query page."""
    weakness = premises.fault
    links, extra = entrance(weakness)
    return assemble(premises, links=links, extra=extra, pages={weakness.path: answering}, query=False)


def guarded(premises: Premises) -> Answering:
    """Refuse whatever has a quote, a space or a bracket in it, as a firewall in front of the site does."""

    def answer(asked: Asked) -> Reply:
        if any(not letter.isalnum() for value in asked.query.values() for letter in value):
            return page(premises, "访问被拦截", "<p>您的请求存在安全风险，已被拦截。</p>", status=403)
        return page(premises, "查询结果", result([]))

    return answer


def honeypot(premises: Premises) -> Answering:
    """Show an SQL error whatever is asked."""
    message = BANNERS["php"].format(message='near "\'": syntax error')
    return always(page(premises, "系统错误", f"<p>{message}</p>"))


def unstable(premises: Premises) -> Answering:
    """Answer the same question differently, without regard to what is asked."""
    lengths = cycle((0, 3, 1, 0, 2, 5, 0, 1, 4))

    def answer(_: Asked) -> Reply:
        return page(premises, "查询结果", result([(record, "正常") for record in range(next(lengths))]))

    return answer


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "firewall": guarded,
    "honeypot": honeypot,
    "unstable": unstable,
}
