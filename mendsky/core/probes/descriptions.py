# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Endpoints that list something, as a site's own descriptions, indexes and scripts name them."""

import json
import re
from collections.abc import Iterator

from mendsky.core.probes.endpoints import Endpoint, is_paging, paged, served, worth_asking
from mendsky.core.probes.targets import on_origin

Json = dict[str, object] | list[object] | str | int | float | bool | None
Fields = dict[str, object]
CALLED = re.compile(r"[\"'`]((?:/[A-Za-z0-9_.-]+){2,8})[\"'`]")
INTERFACE = re.compile(r"/(?:api|rest|service|services|openapi|v[0-9]+)/", re.IGNORECASE)
DEEPEST = 6
MOST_HOPS = 8
"""References that lead from one to the next (https://spec.openapis.org/oas/v3.0.3#reference-object)."""
VARIABLE = re.compile(r"\{([^{}/]{1,80})\}")


def endpoints(text: str, origin: str, at: str) -> Iterator[Endpoint]:
    """Yield what a text of JSON or JavaScript names that can be asked without knowing more."""
    try:
        described: Json = json.loads(text)
    except (ValueError, RecursionError):
        described = None
    if isinstance(described, dict) and isinstance(described.get("paths"), dict):
        yield from _of_paths(described, origin, at)
    elif described is not None:
        yield from (_bare(path) for path in _mentioned(described, origin, at, DEEPEST))
    else:
        for found in CALLED.finditer(text):
            path = on_origin(origin, at, found.group(1))
            if path is not None and INTERFACE.search(path) and worth_asking(path):
                yield _bare(path)


def _of_paths(described: Fields, origin: str, at: str) -> Iterator[Endpoint]:
    """Yield the operations that need no value; one said to want a login is asked too, for it may not."""
    for path, written in _fields(described.get("paths")).items():
        item = _resolved(described, written)
        get = _resolved(described, item.get("get"))
        if "{" in path or not isinstance(item.get("get"), dict):
            continue
        whole = on_origin(origin, "/", f"{_base((get, item, described), origin, at)}{path}")
        # What an operation says of a parameter stands before what its path says.
        taken = {
            (str(one.get("name")), one.get("in")): one.get("required") is True
            for holder in (item, get)
            for one in _parameters(described, holder)
        }
        paging = tuple((name, paged(name)) for name, where in taken if where == "query" and is_paging(name))
        needed = [name for (name, _), required in taken.items() if required]
        if whole is not None and worth_asking(whole) and all(map(is_paging, needed)):
            yield Endpoint(path=whole, fields=paging)


def _parameters(described: Fields, holder: Fields) -> Iterator[Fields]:
    taken = holder.get("parameters")
    for one in taken if isinstance(taken, list) else []:
        if parameter := _resolved(described, one):
            yield parameter


def _resolved(described: Fields, written: object) -> Fields:
    """Follow references within the description; empty where one leads elsewhere, or to nothing."""
    for _ in range(MOST_HOPS):
        fields = _fields(written)
        reference = fields.get("$ref")
        if not isinstance(reference, str):
            return fields
        if not reference.startswith("#/"):
            return {}
        written = described
        for name in reference.removeprefix("#/").split("/"):
            # JSON Pointer, RFC 6901 section 4.
            written = _fields(written).get(name.replace("~1", "/").replace("~0", "~"))
    return {}


def _base(holders: tuple[Fields, ...], origin: str, at: str) -> str:
    """Give the path before all paths: Swagger 2.0 `basePath`, OpenAPI 3 the nearest `servers`.

    Of several servers the one on this origin counts, else the first.
    """
    given = (servers for holder in holders if isinstance(servers := holder.get("servers"), list) and servers)
    written = [_address(_fields(server)) for server in next(given, [])]
    written = written or [str(holders[-1].get("basePath") or "")]
    base = next((one for one in written if on_origin(origin, at, one) is not None), written[0])
    return (served(origin, at, base) or "").partition("?")[0].rstrip("/") if base else ""


def _address(server: Fields) -> str:
    variables = _fields(server.get("variables"))
    written = str(server.get("url") or "")
    return VARIABLE.sub(lambda found: str(_fields(variables.get(found[1])).get("default", "")), written)


def _fields(written: object) -> Fields:
    return written if isinstance(written, dict) else {}


def _mentioned(described: Json, origin: str, at: str, depth: int) -> Iterator[str]:
    """Yield paths that an index of an interface holds as its values."""
    if isinstance(described, str):
        path = on_origin(origin, at, described) if re.match(r"/|https?://", described) else None
        if path is not None and "{" not in path and worth_asking(path):
            yield path
    elif depth and isinstance(described, dict | list):
        for inner in described.values() if isinstance(described, dict) else described:
            yield from _mentioned(inner, origin, at, depth - 1)  # type: ignore[arg-type]


def _bare(path: str) -> Endpoint:
    return Endpoint(path=path.partition("?")[0])
