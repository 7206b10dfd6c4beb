# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The session that every visitor is given, the page that asks for its data, and the data."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.open_api.endpoint import answered, in_full
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, always, page

FORMS = ("script", "attribute")
"""How the page names the address of its data."""
PAGE = "/wt/index.html"
TITLE = "网上办事大厅"
COOKIE, VALUE = "sid", "synthetic"
SHOWN = 4
Allowing = Callable[[Asked], Mapping[str, str]]
"""From a request to the fields by which another website is let in."""


def visited(site: Site) -> Site:
    """Give every visitor of the front page a session."""

    def answer(asked: Asked) -> Reply:
        reply = site(asked)
        if asked.path != "/":
            return reply
        return replace(reply, headers={**reply.headers, "Set-Cookie": f"{COOKIE}={VALUE}; Path=/"})

    return answer


def asking_page(premises: Premises) -> dict[str, Answering]:
    """Give the page that asks for the data."""
    weakness = premises.fault
    shown = (
        f'<table data-url="{weakness.path}"></table>' if weakness.form == "attribute" else _script(weakness)
    )
    return {PAGE: always(page(premises, TITLE, f"<h2>{TITLE}</h2><p>经办件列表</p>{shown}"))}


def data(premises: Premises, allowing: Allowing) -> Answering:
    """Answer a session with people, and everybody else with 401."""
    numbers = premises.holding.numbers(0, min(SHOWN, premises.holding.records))
    rows = [dict(in_full(person)) for person in premises.register.people(numbers)]

    def answer(asked: Asked) -> Reply:
        known = asked.cookies.get(COOKIE) == VALUE
        content: object = (
            {"label": "synthetic", "rows": rows} if known else {"code": 401, "label": "synthetic"}
        )
        return replace(answered(content, 200 if known else 401), headers=allowing(asked))

    return answer


def any_origin(asked: Asked) -> Mapping[str, str]:
    """Let in whichever website asks, as a careless filter does."""
    if not asked.origin:
        return {}
    return {
        "Access-Control-Allow-Origin": asked.origin,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }


def _script(weakness: Weakness) -> str:
    call = f'fetch("{weakness.path}", {{ credentials: "include" }})'
    return f'<ul id="rows"></ul><script>{call}.then(r => r.json()).then(show);</script>'
