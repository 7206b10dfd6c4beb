# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commit to facts and number them in the order in which they become visible.

A sequence numbers rows when they are written, not when they are committed: a reader that has seen
number 8 could miss number 7 of a slower transaction for ever. So whoever writes facts of a table
holds a lock of PostgreSQL until the transaction ends, and numbers follow the order of commit.
"""

import secrets
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Max

from mendsky.core.ledger.commitment import SALT_BYTES, commit
from mendsky.core.terms.facts import CommittedFact, Fact
from mendsky.runtime.committed import CommittedRow

Row = TypeVar("Row", bound=CommittedRow)


def commit_fact(fact: Fact) -> tuple[bytes, bytes]:
    """Draw a random salt for a fact and give it with the fact's commitment, 32 bytes each."""
    salt = secrets.token_bytes(SALT_BYTES)
    return salt, commit(salt, fact)


def next_serial(model: type[CommittedRow]) -> int:
    """Give the number of the next fact row of a table and keep others waiting until this transaction ends.

    Ask late in the transaction: it is what the table's other writers wait for.
    Raises `TransactionManagementError` outside a transaction.
    """
    return next_serials(model, 1)[0]


def next_serials(model: type[CommittedRow], rows: int) -> range:
    """Give the numbers of the next fact rows of a table, as `next_serial` does for one."""
    if not connection.in_atomic_block:
        msg = "facts are numbered within the transaction that writes them"
        raise transaction.TransactionManagementError(msg)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"facts of {model._meta.db_table}"])  # noqa: SLF001
    last = model._default_manager.aggregate(last=Max("serial"))["last"] or 0  # noqa: SLF001
    return range(last + 1, last + 1 + rows)


def committed_after(
    model: type[Row],
    as_fact: Callable[[Row], Fact],
    *,
    after_serial: int,
    limit: int,
) -> list[tuple[int, CommittedFact]]:
    """Give up to `limit` facts of a table after a serial, in order, each with its serial.

    A row without salt was erased: its commitment stays, its fact is withheld.
    """
    rows = model._default_manager.filter(serial__gt=after_serial).order_by("serial")[:limit]  # noqa: SLF001
    return [(row.serial, _committed(row, as_fact)) for row in rows]


def _committed(row: Row, as_fact: Callable[[Row], Fact]) -> CommittedFact:
    erased = row.salt is None
    return CommittedFact(
        commitment=bytes(row.commitment),
        salt=None if row.salt is None else bytes(row.salt),
        fact=None if erased else as_fact(row),
    )
