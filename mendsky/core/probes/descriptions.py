# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Endpoints that list something, as a site's own descriptions, indexes and scripts name them."""

import json
import re
from collections.abc import Iterator

from mendsky.core.probes.surface import SOMEBODYS
from mendsky.core.probes.targets import FILE, STATIC, Parameter, may_act, on_origin, read_name
from mendsky.core.terms.probing import Place

Json = dict[str, object] | list[object] | str | int | float | bool | None
PAGE = re.compile(r"page_?(?:num(?:ber)?|no|index)?|current(?:_?page)?|p|offset|start", re.IGNORECASE)
SIZE = re.compile(r"(?:page_?)?size|limit|rows|count|per_?page", re.IGNORECASE)
"""How parameters are called by which an endpoint gives its answer in parts."""
FEW = "2"
"""How many entries are asked for where an endpoint lets them be chosen."""
CALLED = re.compile(r"[\"'`]((?:/[A-Za-z0-9_.-]+){2,8})[\"'`]")
INTERFACE = re.compile(r"/(?:api|rest|service|services|openapi|v[0-9]+)/", re.IGNORECASE)
DEEPEST = 6


def endpoints(text: str, origin: str, at: str) -> Iterator[Parameter]:
    """Yield what a text of JSON or JavaScript names that can be asked without knowing more."""
    try:
        described: Json = json.loads(text)
    except (ValueError, RecursionError):
        described = None
    paths = described.get("paths") if isinstance(described, dict) else None
    if isinstance(described, dict) and isinstance(paths, dict):
        yield from _of_paths(paths, origin, _base(described, origin, at))
    elif described is not None:
        yield from (_bare(path) for path in _mentioned(described, origin, at, DEEPEST))
    else:
        for found in CALLED.finditer(text):
            path = on_origin(origin, at, found.group(1))
            if path is not None and INTERFACE.search(path) and _worth_asking(path):
                yield _bare(path)


def guessed(place: Place) -> Parameter:
    """Write how to ask at a place that nothing names now: the first few entries of the first page."""
    names = tuple(read_name(kept) for kept in place.parameters)
    fields = tuple((name, "1" if PAGE.fullmatch(name) else FEW) for name in names)
    return Parameter(path=place.group.replace("{n}", "1"), fields=fields, name="")


def is_paging(name: str) -> bool:
    """Say whether a parameter is called as those by which an answer is given in parts."""
    return PAGE.fullmatch(name) is not None or SIZE.fullmatch(name) is not None


def _base(described: dict[str, object], origin: str, at: str) -> str:
    """Give the path before all paths: Swagger 2.0 `basePath`, OpenAPI 3 `servers[0].url`."""
    base = described.get("basePath")
    servers = described.get("servers")
    if isinstance(servers, list) and servers and isinstance(servers[0], dict):
        base = servers[0].get("url")
    if not isinstance(base, str):
        return ""
    return (on_origin(origin, at, base) or "").partition("?")[0].rstrip("/")


def _of_paths(paths: dict[str, object], origin: str, base: str) -> Iterator[Parameter]:
    for path, methods in paths.items():
        get = methods.get("get") if isinstance(methods, dict) else None
        if "{" in path or not isinstance(get, dict):
            continue
        whole = on_origin(origin, "/", f"{base}{path}")
        taken = get.get("parameters")
        parameters = [one for one in taken if isinstance(one, dict)] if isinstance(taken, list) else []
        required = {str(one.get("name")) for one in parameters if one.get("required") is True}
        named = [str(one.get("name")) for one in parameters if one.get("in") == "query"]
        paging = tuple((name, "1" if PAGE.fullmatch(name) else FEW) for name in named if is_paging(name))
        if whole is not None and _worth_asking(whole) and all(is_paging(name) for name in required):
            yield Parameter(path=whole, fields=paging, name="")


def _mentioned(described: Json, origin: str, at: str, depth: int) -> Iterator[str]:
    """Yield paths that an index of an interface holds as its values."""
    if isinstance(described, str):
        path = on_origin(origin, at, described) if re.match(r"/|https?://", described) else None
        if path is not None and "{" not in path and _worth_asking(path):
            yield path
    elif depth and isinstance(described, dict | list):
        for inner in described.values() if isinstance(described, dict) else described:
            yield from _mentioned(inner, origin, at, depth - 1)  # type: ignore[arg-type]


def _bare(path: str) -> Parameter:
    return Parameter(path=path.partition("?")[0], fields=(), name="")


def _worth_asking(path: str) -> bool:
    plain = path.partition("?")[0]
    if may_act(path) or SOMEBODYS.search(path) is not None:
        return False
    return STATIC.search(plain) is None and FILE.search(plain) is None
