# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write many new rows of one table at once by PostgreSQL's COPY, several times as fast as by INSERT."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def copy(rows: Sequence[Model]) -> None:
    """Write new rows of one model, keys included, within the current transaction.

    As with `bulk_create`, no signal is sent and nothing is saved that rows refer to. Raises
    `IntegrityError` where a row breaks a constraint.
    """
    if not rows:
        return
    model = type(rows[0])._meta  # noqa: SLF001 - Django's own name
    columns = ", ".join(
        connection.ops.quote_name(field.column or field.attname) for field in model.concrete_fields
    )
    table = connection.ops.quote_name(model.db_table)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"copy {table} ({columns}) from stdin") as lines,
    ):
        for row in rows:
            lines.write_row(
                [
                    field.get_db_prep_save(getattr(row, field.attname), connection)
                    for field in model.concrete_fields
                ]
            )
