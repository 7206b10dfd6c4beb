# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stores of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.open_store.store import KIBANA_FRONT, SOLR, answered, documents, everybody, front, listing
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, Website, always, not_found

SAVED = "/api/saved_objects/_find"


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd store: its front page and listing are as they should be."""
    weakness, held = premises.fault, everybody(premises)
    path = weakness.path
    if isinstance(answering, PostsAlone):
        front_page = always(KIBANA_FRONT)
        return Website(premises=premises, pages={"/": front_page, SAVED: answering}, prefixes={})
    elsewhere = beside(premises, answering)
    pages = {**front(weakness), **listing(weakness, held), path: answering}
    if isinstance(answering, Lookalike):
        pages.update(dict.fromkeys(listing(weakness, held), answering))
    if weakness.form == SOLR:
        return assemble(premises, pages=pages, prefixes={"/solr/": elsewhere})

    def otherwise(asked: Asked) -> Reply:
        named = asked.path.endswith(path[path.rfind("/") :])
        return elsewhere(asked) if named else not_found(premises)

    return Website(premises=premises, pages=pages, prefixes={"/": otherwise})


class Lookalike:
    """An interface that says of itself that it is a store, and answers one thing to whatever is asked."""

    def __call__(self, _: Asked) -> Reply:
        """Answer one request."""
        return answered({"code": 0, "label": "synthetic", "result": {}})


class PostsAlone:
    """A Kibana 6 or later without a login: it names its index patterns, and shows documents by POST alone."""

    def __call__(self, _: Asked) -> Reply:
        """Answer one request."""
        pattern = {"type": "index-pattern", "id": "synthetic", "attributes": {"title": "t_*"}}
        return answered({"page": 1, "per_page": 1, "total": 1, "saved_objects": [pattern]})


def honeypot(premises: Premises) -> Answering:
    """Show people in whatever index is asked for."""
    (shown,) = documents(premises.fault, everybody(premises)).values()
    return Spreading(shown)


def lookalike(_: Premises) -> Answering:
    """Be no store though the front page says so."""
    return Lookalike()


def posts_alone(_: Premises) -> Answering:
    """Show documents by POST alone."""
    return PostsAlone()


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "lookalike": lookalike,
    "posts-alone": posts_alone,
}
