# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions to InfluxDB 1.x and what it answers: https://docs.influxdata.com/influxdb/v1/tools/api/#query-http-endpoint.

Asked by GET it carries out what reads, and nothing that changes.
"""

import json
from dataclasses import dataclass

from mendsky.core.probes.files import may_ask
from mendsky.core.probes.targets import with_query

PATH = "/query"
OWN = "_internal"
"""Database in which the product keeps figures of itself."""
DATABASES = with_query(PATH, [("q", "SHOW DATABASES")])
QUOTING = frozenset('"\\\n')
"""Signs that a name between quotes cannot hold as they are."""

Rows = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The answer to one statement."""

    rows: Rows = ()
    """Of the one table that it holds; none where nothing was found."""
    error: str = ""
    """Why it was not carried out."""


def may_name(name: str) -> bool:
    """Say whether a database or a measurement can be asked for: as any name, and between quotes."""
    return may_ask(name) and not QUOTING & set(name)


def measurements(database: str, most: int) -> str:
    """Write the target that names what a database holds."""
    return with_query(PATH, [("q", f'SHOW MEASUREMENTS ON "{database}" LIMIT {most}')])


def points(database: str, measurement: str, most: int) -> str:
    """Write the target that shows a few points, of the retention policy that is the default."""
    return with_query(PATH, [("q", f"SELECT * {_from(database, measurement)} LIMIT {most}")])


def count(database: str, measurement: str) -> str:
    """Write the target that counts the points, by each of their fields."""
    return with_query(PATH, [("q", f"SELECT COUNT(*) {_from(database, measurement)}")])


def _from(database: str, measurement: str) -> str:
    return f'FROM "{database}".."{measurement}"'


def read(text: bytes) -> Answered | None:
    """Read the answer to one statement; None where it is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    results = said.get("results") if isinstance(said, dict) else None
    if not (isinstance(results, list) and len(results) == 1 and isinstance(results[0], dict)):
        return None
    error, series = results[0].get("error", ""), results[0].get("series", [])
    if not isinstance(error, str) or not isinstance(series, list):
        return None
    rows: list[tuple[object, ...]] = []
    for table in series:
        values = table.get("values", []) if isinstance(table, dict) else None
        if not isinstance(values, list) or not all(isinstance(row, list) and row for row in values):
            return None
        rows += map(tuple, values)
    return Answered(rows=tuple(rows), error=error)
