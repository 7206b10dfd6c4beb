# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Interfaces of which nothing can be told."""

from collections.abc import Callable
from dataclasses import dataclass

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.open_api.endpoint import answered, described, everything, naming
from mendsky.lab.open_api.service import SOAP_ONLY, about, link
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, always

SERVICE = "/ws/all.asmx"


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """An interface at an address of its own, and what links it."""

    path: str
    answering: Answering
    extra: str = ""

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        return self.answering(asked)


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd endpoint."""
    weakness = premises.fault
    if isinstance(answering, Elsewhere):
        return assemble(premises, extra=answering.extra, pages={answering.path: answering})
    pages = {**described(weakness), weakness.path: answering}
    prefixes = {weakness.path[: weakness.path.rfind("/") + 1]: beside(premises, answering)}
    return assemble(premises, extra=naming(weakness), pages=pages, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """List people at every address beside the endpoint too."""
    return Spreading(everything(premises))


def soap_alone(_: Premises) -> Answering:
    """Read only what is posted: whom it would list cannot be known by GET."""
    return Elsewhere(path=SERVICE, answering=about(SOAP_ONLY, SERVICE), extra=link(SERVICE))


def graphql_posts_alone(_: Premises) -> Answering:
    """Refuse GET, as GraphQL does that is asked by POST."""
    refused = answered({"message": "method not allowed", "label": "synthetic"}, status=405)
    return Elsewhere(path="/graphql", answering=always(refused))


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "soap-alone": soap_alone,
    "graphql-posts-alone": graphql_posts_alone,
}
