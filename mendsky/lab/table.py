# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table behind a query page: a slice of the system's people in SQLite's memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache

from mendsky.lab.people import Holding, Register
from mendsky.lab.website import Premises

ROWS = 200
WARDS = ("W01", "W02", "W03", "W04")
STEPS = 2_000_000
"""Steps of SQLite's machine after which a query is cut off."""


KEPT = 1024
"""Tables of which a copy is kept to be opened from."""


@contextmanager
def table(premises: Premises, name: str) -> Iterator[sqlite3.Connection]:
    """Open a fresh table of at most 200 records and the test record; it is gone afterwards."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(_copy(premises.register, premises.holding, name))
        database.set_progress_handler(lambda: 1, STEPS)
        yield database


@lru_cache(maxsize=KEPT)
def _copy(register: Register, holding: Holding, name: str) -> bytes:
    """Give the table as SQLite keeps it in a file: a copy opens in a tenth of the time."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            f"CREATE TABLE {name} "
            "(record INTEGER, ward TEXT, state TEXT, name TEXT, resident_id TEXT, mobile TEXT)"
        )
        people = register.people(holding.numbers(0, min(ROWS, holding.records)))
        rows = [
            (record, WARDS[record % len(WARDS)], "正常", person.name, person.resident_id, person.mobile)
            for record, person in enumerate(people, start=1)
        ]
        test = register.test_person
        rows.append((ROWS + 1, WARDS[-1], "正常", test.name, test.resident_id, test.mobile))
        database.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.commit()
        return bytes(database.serialize())
