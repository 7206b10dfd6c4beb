# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Objects of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.object_references.portal import Portal, application
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with odd objects, or with an odd login before them."""
    if isinstance(answering, Odd):
        return answering.site()
    return Portal(premises=premises).site(answering)


class Odd(Portal):
    """A portal that answers as the page of its objects."""

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        return self.show(asked)


def honeypot(premises: Premises) -> Answering:
    """Show an account's object for every reference, whoever asks, as long as there is a session."""

    class Trap(Odd):
        def show(self, _: Asked) -> Reply:
            return application(premises, 0) if self.sessions else Reply(status=404)

    return Trap(premises=premises)


def public_notice(premises: Premises) -> Answering:
    """Show one account's object to everybody, as a public notice by number is."""
    portal = Portal(premises=premises)

    class Notice(Odd):
        def show(self, asked: Asked) -> Reply:
            asks_for = asked.query.get(premises.fault.parameter, "") or asked.path
            known = asks_for.endswith(portal.reference(0))
            return application(premises, 0) if known else Reply(status=404)

    return Notice(premises=premises)


def lets_nobody_in(premises: Premises) -> Answering:
    """Refuse the test accounts too: their passwords were changed, or they are closed."""
    return Odd(premises=premises, lets_in=False)


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "public-notice": public_notice,
    "lets-nobody-in": lets_nobody_in,
}
