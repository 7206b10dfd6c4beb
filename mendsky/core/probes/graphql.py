# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""GraphQL: what a schema says that can be listed without knowing a value (https://spec.graphql.org/).

Questions are sent by GET, which never carries a mutation (https://graphql.org/learn/serving-over-http/).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mendsky.core.probes.endpoints import (
    GRAPH,
    MOST_LEAVES,
    PEOPLE,
    Endpoint,
    is_paging,
    is_shape,
    worth_asking,
)
from mendsky.core.probes.marks import content, shows
from mendsky.core.probes.targets import with_query
from mendsky.core.terms.probing import Page

USUAL = "/graphql"
ADDRESS = re.compile(r"/(?:graphql|gql)/?$", re.IGNORECASE)
"""How the address of such an interface ends."""
SCHEMA_BYTES = 524_288
TYPE = "kind name ofType{kind name ofType{kind name ofType{kind name}}}"
INTROSPECTION = (
    "{__schema{queryType{name}types{kind name fields{name "
    f"args{{name defaultValue type{{kind name ofType{{kind name}}}}}}type{{{TYPE}}}}}}}}}}}"
)
"""Asks for everything that can be asked for (specification, section 4), and for nothing that is held."""
POSTED = re.compile(
    rb"Cross-Site Request Forgery|\"resource does not exist\""
    rb"|(?:only|must be|requires?) (?:supports? |accepts? |an? )?(?:HTTP )?POST\b|\bPOST (?:requests? )?only",
    re.IGNORECASE,
)
"""How Apollo's server, others and Hasura say that they take POST alone."""
REFUSED = 405
LEAVES = frozenset({"SCALAR", "ENUM"})
OBJECTS = frozenset({"OBJECT", "INTERFACE"})
Fields = dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    name: str
    arguments: tuple[str, ...]
    """Those by which an answer is given in parts."""
    many: bool
    kind: str
    named: str

    @property
    def asked(self) -> str:
        return f"{self.name}({','.join(self.arguments)})" if self.arguments else self.name


def asking(path: str) -> str:
    """Write the target that asks an address for its schema."""
    return with_query(path, ((GRAPH, INTROSPECTION),))


def takes_post_alone(page: Page, *, random_status: int) -> bool:
    """Say whether an address answered GET as an interface does that takes POST alone."""
    if page.status == REFUSED != random_status and "POST" in page.headers.get("allow", "").upper():
        return True
    # A page in its place is a firewall's, or the site's own: some refuse with 405 whatever they dislike.
    if not 400 <= page.status < 500 or content(page).lstrip().startswith(b"<"):
        return False
    return page.status == REFUSED != random_status or shows(page, POSTED)


def lists(text: str, path: str) -> tuple[Endpoint, ...]:
    """Give the lists that a schema offers, those first that name people; none where the text is no schema."""
    schema = _inner(_inner(_read(text), "data"), "__schema")
    types = schema.get("types")
    if not isinstance(types, list):
        return ()
    fields = {str(one.get("name")): tuple(_fields(one)) for one in types if isinstance(one, dict)}
    root = fields.get(str(_inner(schema, "queryType").get("name")), ())
    found = [shape for field in root if (shape := _shape(field, fields)) is not None]
    found.sort(key=lambda shape: PEOPLE.search(shape) is None)
    return tuple(Endpoint(path=path, shape=shape) for shape in found if is_shape(shape))


def _shape(field: _Field, types: dict[str, tuple[_Field, ...]]) -> str | None:
    """Write how a field of the root is listed: itself, or what lies one or two levels below it."""
    within = types.get(field.named, ()) if field.kind in OBJECTS else ()
    if field.many:
        leaves = _leaves(within)
        return f"{field.asked}{{{leaves}}}" if leaves else None
    for inner in within:
        if not inner.many or inner.kind not in OBJECTS:
            continue
        below = types.get(inner.named, ())
        # A connection lists edges, each with its node (https://relay.dev/graphql/connections.htm).
        node = next((one for one in below if one.name == "node" and one.kind in OBJECTS), None)
        leaves = _leaves(below if node is None else types.get(node.named, ()))
        if leaves:
            listed = leaves if node is None else f"node{{{leaves}}}"
            return f"{field.asked}{{{inner.asked}{{{listed}}}}}"
    return None


def _leaves(fields: tuple[_Field, ...]) -> str:
    names = [field.name for field in fields if field.kind in LEAVES and not field.arguments]
    names.sort(key=lambda name: PEOPLE.search(name) is None)
    return " ".join(names[:MOST_LEAVES])


def _fields(described: Fields) -> Iterator[_Field]:
    """Yield those fields of a type that need no value and act on nothing."""
    written = described.get("fields")
    for one in written if isinstance(written, list) else []:
        if not isinstance(one, dict) or not isinstance(name := one.get("name"), str):
            continue
        taken = one.get("args")
        arguments = [each for each in taken if isinstance(each, dict)] if isinstance(taken, list) else []
        paging = tuple(str(each.get("name")) for each in arguments if _is_paging(each))
        needed = {
            str(each.get("name"))
            for each in arguments
            if _inner(each, "type").get("kind") == "NON_NULL" and each.get("defaultValue") is None
        }
        if worth_asking(f"/{name}") and needed <= set(paging):
            many, kind, named = _unwrapped(_inner(one, "type"))
            yield _Field(name=name, arguments=paging, many=many, kind=kind, named=named)


def _is_paging(argument: Fields) -> bool:
    _, _, named = _unwrapped(_inner(argument, "type"))
    return named == "Int" and is_paging(str(argument.get("name")))


def _unwrapped(written: Fields) -> tuple[bool, str, str]:
    """Give of a type whether it is a list, and the kind and name of what is in it."""
    many = False
    while _inner(written, "ofType"):
        many = many or written.get("kind") == "LIST"
        written = _inner(written, "ofType")
    return many, str(written.get("kind")), str(written.get("name"))


def _read(text: str) -> Fields:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _inner(fields: Fields, name: str) -> Fields:
    inner = fields.get(name)
    return inner if isinstance(inner, dict) else {}
