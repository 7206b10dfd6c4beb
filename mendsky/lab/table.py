# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table behind a query page: a slice of the system's people in SQLite's memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from mendsky.lab.website import Premises

ROWS = 200
WARDS = ("W01", "W02", "W03", "W04")
STEPS = 2_000_000
"""Steps of SQLite's machine after which a query is cut off."""


@contextmanager
def table(premises: Premises, name: str) -> Iterator[sqlite3.Connection]:
    """Open a fresh table of at most 200 records; it is gone afterwards, whatever was done to it."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            f"CREATE TABLE {name} "
            "(record INTEGER, ward TEXT, state TEXT, name TEXT, resident_id TEXT, mobile TEXT)"
        )
        people = premises.register.people(premises.holding.numbers(0, min(ROWS, premises.holding.records)))
        database.executemany(
            f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?, ?)",
            (
                (record, WARDS[record % len(WARDS)], "正常", person.name, person.resident_id, person.mobile)
                for record, person in enumerate(people, start=1)
            ),
        )
        database.set_progress_handler(lambda: 1, STEPS)
        yield database
