# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for InfluxDB 1.x: the few statements that only read, over points that are made when asked for.

https://docs.influxdata.com/influxdb/v1/tools/api/#query-http-endpoint
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mendsky.lab.exchange import Asked, Reply
from mendsky.lab.people import Person
from mendsky.lab.website import Answering, Premises, Website, always

FIELDS, TEXT = FORMS = ("fields", "text")
"""A record in fields; and as one text, as programs that keep logs write it."""
VERSION = {"X-Influxdb-Version": "1.8.10", "X-Influxdb-Build": "OSS"}
JSON = "application/json"
MEASUREMENTS = re.compile(r'SHOW MEASUREMENTS ON "([^"]*)" LIMIT ([0-9]{1,6})')
POINTS = re.compile(r'SELECT \* FROM "([^"]*)"\.\."([^"]*)" LIMIT ([0-9]{1,6})')
COUNT = re.compile(r'SELECT COUNT\(\*\) FROM "([^"]*)"\.\."([^"]*)"')


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """What is held under one name."""

    points: int
    columns: Sequence[str]
    made: Callable[[int], Sequence[object]]
    """Gives the fields of one point."""


Held = Mapping[str, Mapping[str, Measurement]]
"""Database → measurement → what it holds."""


def alone(premises: Premises, query: Answering) -> Website:
    """Make the site of a store that is all there is at its address: it has no front page."""
    missing = Reply(status=404, body=b"404 page not found (synthetic)\n", kind="text/plain", headers=VERSION)
    return Website(premises=premises, pages={"/query": query}, prefixes={"/": always(missing)})


def queried(held: Held) -> Answering:
    """Give the page that carries out statements."""

    def answer(asked: Asked) -> Reply:
        return said(_carried_out(held, asked.query.get("q", "")))

    return answer


def said(result: Mapping[str, object], status: int = 200) -> Reply:
    """Answer a program."""
    content = {"results": [{"statement_id": 0, **result}]} if status == 200 else result
    body = json.dumps({**content, "label": "synthetic"}, ensure_ascii=False).encode()
    return Reply(status=status, body=body, kind=JSON, headers=VERSION)


def everybody(premises: Premises) -> Held:
    """Hold everybody's record in full, beside figures of nobody."""
    weakness, holding = premises.fault, premises.holding

    def person(record: int) -> Person:
        (named,) = holding.numbers(record, record + 1)
        return premises.register.person(named)

    def made(record: int) -> Sequence[object]:
        one = person(record)
        fields = (one.name, one.resident_id, one.mobile)
        return fields if weakness.form == FIELDS else (" ".join(fields),)

    columns = ("xm", "sfzh", "sjh") if weakness.form == FIELDS else ("message",)
    database = weakness.path.split("/")[2]
    return {
        database: {weakness.table: Measurement(points=holding.records, columns=columns, made=made)},
        **nobody(),
    }


def nobody() -> Held:
    """Hold what is about nobody, with what the product keeps for itself."""
    figures = Measurement(points=500, columns=("usage",), made=lambda place: (place % 100,))
    return {"_internal": {"runtime": figures}, "telegraf": {"cpu": figures}}


def points(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, object]:
    """Write points, each with its time."""
    values = [[f"2015-01-01T00:00:{place % 60:02}Z", *row] for place, row in enumerate(rows)]
    return _series("points", ("time", *columns), values)


def _carried_out(held: Held, statement: str) -> dict[str, object]:
    if statement == "SHOW DATABASES":
        return _series("databases", ("name",), [[name] for name in held])
    if (found := MEASUREMENTS.fullmatch(statement)) is not None:
        return _series(
            "measurements", ("name",), [[name] for name in held.get(found[1], {})][: int(found[2])]
        )
    found = POINTS.fullmatch(statement) or COUNT.fullmatch(statement)
    if found is None:
        return {"error": "error parsing query"}
    if found[1] not in held:
        return {"error": f"database not found: {found[1]}"}
    measurement = held[found[1]].get(found[2])
    return {} if measurement is None else _shown(measurement, found)


def _shown(measurement: Measurement, found: re.Match[str]) -> dict[str, object]:
    if found.re is COUNT:
        counts = [measurement.points] * len(measurement.columns)
        return points([f"count_{name}" for name in measurement.columns], [counts])
    few = range(min(int(found[3]), measurement.points))
    return points(measurement.columns, [measurement.made(place) for place in few])


def _series(name: str, columns: Sequence[str], values: Sequence[Sequence[object]]) -> dict[str, object]:
    return {"series": [{"name": name, "columns": list(columns), "values": values}]} if values else {}
