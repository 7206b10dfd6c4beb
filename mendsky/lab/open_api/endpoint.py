# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The endpoint that lists people, and the four ways in which a site gives its address away."""

import json
from collections.abc import Callable, Mapping

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.people import Person
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, always

JSON = "application/json; charset=utf-8"
SCRIPT = "/static/js/app.js"
DESCRIBED = {"swagger": "/v2/api-docs", "openapi": "/openapi.json", "index": "/api", "script": SCRIPT}
"""Where each form names the endpoint."""
PAGE, LONGEST = 10, 100
Shown = Callable[[Person], Mapping[str, str]]


def described(weakness: Weakness) -> dict[str, Answering]:
    """Give the page that names the endpoint."""
    at = DESCRIBED[weakness.form]
    if weakness.form == "script":
        code = (
            "/* synthetic */\nvar list = function (n) {\n"
            f'  return axios.get("{weakness.path}", {{ params: {{ {weakness.parameter}: n }} }});\n}};\n'
        )
        return {at: always(Reply(body=code.encode(), kind="application/javascript"))}
    return {at: always(answered(_description(weakness)))}


def script_tag(weakness: Weakness) -> str:
    """Give what loads the script on the front page, where that is how the endpoint is named."""
    return f'<script src="{SCRIPT}"></script>' if weakness.form == "script" else ""


def listing(premises: Premises, show: Shown) -> Answering:
    """Answer a page of people; without being asked for a page, the first."""
    weakness, records = premises.fault, premises.holding.records

    def answer(asked: Asked) -> Reply:
        size = min(LONGEST, _number(asked, "size", PAGE))
        first = (_number(asked, weakness.parameter, 1) - 1) * size
        numbers = premises.holding.numbers(min(first, records), min(first + size, records))
        rows = [dict(show(premises.register.person(number))) for number in numbers]
        return answered({"code": 0, "label": "synthetic", "rows": rows})

    return answer


def in_full(person: Person) -> Mapping[str, str]:
    """Show everything of a person."""
    return {"xm": person.name, "sfzh": person.resident_id, "sjh": person.mobile}


def answered(content: object, status: int = 200) -> Reply:
    """Answer a program."""
    return Reply(status=status, body=json.dumps(content, ensure_ascii=False).encode(), kind=JSON)


def _number(asked: Asked, name: str, otherwise: int) -> int:
    written = asked.query.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 9 and int(written) > 0 else otherwise


def _description(weakness: Weakness) -> object:
    paging = {"name": weakness.parameter, "in": "query", "required": False}
    one = {"name": "id", "in": "path", "required": True}
    if weakness.form == "index":
        return {"label": "synthetic", "person_list": weakness.path, "version": "1.0"}
    base, _, rest = weakness.path.removeprefix("/").partition("/")
    paths = {
        "/ping": {"get": {"summary": "alive"}},
        f"/{rest}": {"get": {"summary": "list", "parameters": [paging]}, "post": {"summary": "add"}},
        f"/{rest}/{{id}}": {"get": {"parameters": [one]}},
    }
    about = {"title": "synthetic", "version": "1.0"}
    if weakness.form == "swagger":
        return {"swagger": "2.0", "info": about, "basePath": f"/{base}", "paths": paths}
    return {"openapi": "3.0.1", "info": about, "servers": [{"url": f"/{base}"}], "paths": paths}
