# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""The endpoint that lists people, and the ways in which a site gives its address away."""

import json
from collections.abc import Callable, Mapping

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.open_api.graph import LISTED, asked_fields, schema
from mendsky.lab.open_api.service import about, description, link, listed
from mendsky.lab.people import Person
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, always

JSON = "application/json; charset=utf-8"
SCRIPT = "/static/js/app.js"
WSDL, GRAPHQL = "wsdl", "graphql"
DESCRIBED = {
    "swagger": "/v2/api-docs",
    "openapi": "/openapi.json",
    "index": "/api",
    "script": SCRIPT,
    WSDL: "",
    GRAPHQL: SCRIPT,
}
"""Where each form names the endpoint; a web service does so at its own address."""
PAGE, LONGEST = 10, 100
Shown = Callable[[Person], Mapping[str, str]]


def described(weakness: Weakness) -> dict[str, Answering]:
    """Give the page that names the endpoint."""
    if weakness.form == WSDL:
        address = weakness.path.rpartition("/")[0]
        return {address: about(description(weakness.path, weakness.parameter), address)}
    at = DESCRIBED[weakness.form]
    if at == SCRIPT:
        code = (
            "/* synthetic */\nvar list = function (n) {\n"
            f'  return axios.get("{weakness.path}", {{ params: {{ {weakness.parameter}: n }} }});\n}};\n'
        )
        return {at: always(Reply(body=code.encode(), kind="application/javascript"))}
    return {at: always(answered(_description(weakness)))}


def naming(weakness: Weakness) -> str:
    """Give what the front page has to load the script or to link the service that names the endpoint."""
    if weakness.form == WSDL:
        return link(weakness.path.rpartition("/")[0])
    return f'<script src="{SCRIPT}"></script>' if DESCRIBED[weakness.form] == SCRIPT else ""


def listing(premises: Premises, show: Shown, *, hidden: bool = False) -> Answering:
    """Answer a page of people; without being asked for a page, the first. A hidden one tells no schema."""
    if premises.fault.form == GRAPHQL:
        return _graph(premises, show, hidden=hidden)
    weakness, records = premises.fault, premises.holding.records

    def answer(asked: Asked) -> Reply:
        size = min(LONGEST, _number(asked, "size", PAGE))
        first = (_number(asked, weakness.parameter, 1) - 1) * size
        rows = _rows(premises, show, min(first, records), min(first + size, records))
        if weakness.form == WSDL:
            return listed(rows)
        return answered({"code": 0, "label": "synthetic", "rows": rows})

    return answer


def everything(premises: Premises) -> Answering:
    """List people whatever is asked."""
    if premises.fault.form != GRAPHQL:
        return listing(premises, in_full)
    return lambda _: _answered({LISTED: _rows(premises, in_full, 0, PAGE)})


def _graph(premises: Premises, show: Shown, *, hidden: bool) -> Answering:
    def answer(asked: Asked) -> Reply:
        document = asked.query.get("query", "")
        if "__schema" in document and not hidden:
            return _answered(schema())
        question = asked_fields(document)
        if question is None or question[0] != LISTED:
            errors = [{"message": "this cannot be asked", "label": "synthetic"}]
            return answered({"errors": errors}, status=400)
        _, few, names = question
        rows = _rows(premises, show, 0, min(few, LONGEST, premises.holding.records))
        return _answered({LISTED: [{name: row.get(name) for name in names} for row in rows]})

    return answer


def _answered(content: object) -> Reply:
    return answered({"data": content, "extensions": {"label": "synthetic"}})


def _rows(premises: Premises, show: Shown, start: int, stop: int) -> list[dict[str, str]]:
    return [dict(show(premises.register.person(number))) for number in premises.holding.numbers(start, stop)]


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
