# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""GraphQL by GET: its schema, and a list of people in the fields that are asked for."""

import re
from collections.abc import Mapping

LISTED = "insuredList"
ASKED = re.compile(r"\{(\w+)(?:\(first:(\d{1,6})\))?\{([\w ]+)\}\}")
FIELDS = ("xm", "sfzh", "sjh")


def asked_fields(document: str) -> tuple[str, int, tuple[str, ...]] | None:
    """Take a question apart: which list, how many, which fields; None for any other question."""
    found = ASKED.fullmatch(document)
    return None if found is None else (found[1], int(found[2] or 10), tuple(found[3].split()))


def schema() -> object:
    """Describe a list, one record by its number, a word that says that it is alive, and a mutation."""
    people = _many({"kind": "OBJECT", "name": "Insured", "ofType": None})
    query = [
        _field("ping", _scalar("String")),
        _field("insured", {"kind": "OBJECT", "name": "Insured", "ofType": None}, id=_needed(_scalar("ID"))),
        _field(LISTED, people, first=_scalar("Int")),
    ]
    types = [
        {"kind": "OBJECT", "name": "Query", "fields": query},
        {"kind": "OBJECT", "name": "Mutation", "fields": [_field("deleteInsured", _scalar("Boolean"))]},
        {"kind": "OBJECT", "name": "Insured", "fields": [_field(name, _scalar("String")) for name in FIELDS]},
        {"kind": "SCALAR", "name": "String", "fields": None},
    ]
    return {"__schema": {"queryType": {"name": "Query"}, "types": types}}


def _field(name: str, made: Mapping[str, object], **arguments: Mapping[str, object]) -> Mapping[str, object]:
    taken = [{"name": called, "defaultValue": None, "type": one} for called, one in arguments.items()]
    return {"name": name, "args": taken, "type": made}


def _scalar(name: str) -> Mapping[str, object]:
    return {"kind": "SCALAR", "name": name, "ofType": None}


def _needed(made: Mapping[str, object]) -> Mapping[str, object]:
    return {"kind": "NON_NULL", "name": None, "ofType": made}


def _many(made: Mapping[str, object]) -> Mapping[str, object]:
    return _needed({"kind": "LIST", "name": None, "ofType": _needed(made)})
