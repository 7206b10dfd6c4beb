# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: only its own website let in, none with a session, or a login before the data."""

from collections.abc import Mapping

from mendsky.lab.exchange import Asked, Site
from mendsky.lab.open_api.endpoint import answered
from mendsky.lab.open_to_any_origin.session import PAGE, TITLE, asking_page, data, visited
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, always

WAYS = ("own-website", "no-session", "login")


def site(premises: Premises) -> Site:
    """Make the site with its data closed to other websites."""
    ways: dict[str, Answering] = {
        "own-website": data(premises, _own_website),
        "no-session": data(premises, _no_session),
        "login": always(answered({"code": 401, "label": "synthetic"}, status=401)),
    }
    pages = {**asking_page(premises), premises.fault.path: ways[premises.fault.repair]}
    return visited(assemble(premises, links={PAGE: TITLE}, pages=pages))


def _own_website(_: Asked) -> Mapping[str, str]:
    return {
        "Access-Control-Allow-Origin": "https://portal.lab.test",
        "Access-Control-Allow-Credentials": "true",
    }


def _no_session(_: Asked) -> Mapping[str, str]:
    # A browser shows such an answer to every website, but never one to a request with cookies.
    return {"Access-Control-Allow-Origin": "*"}
