# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep the latest release's loopholes as rows, so that pages of places and organisations find theirs."""

from collections.abc import Iterable
from dataclasses import asdict

from mendsky.apps.publication.lines import Line
from mendsky.apps.publication.models import PublicCase

COLUMNS = tuple(field.name for field in PublicCase._meta.concrete_fields if not field.primary_key)  # noqa: SLF001
PAGE = 2_000


def shown() -> list[tuple[str, str, str, str]]:
    """Give case, kind, division and sector of every loophole that the last release showed."""
    return list(PublicCase.objects.order_by("case").values_list("case", "kind", "division", "sector"))


def show(told: Iterable[Line]) -> int:
    """Make the rows say what a release says; give how many were written or removed."""
    wanted = {line.case: _row(line) for line in told}
    standing = {row.case: row for row in PublicCase.objects.all().iterator(chunk_size=PAGE)}
    changed = [row for case, row in wanted.items() if case not in standing or not _same(row, standing[case])]
    gone = standing.keys() - wanted.keys()
    PublicCase.objects.bulk_create(
        changed,
        batch_size=PAGE,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=list(COLUMNS),
    )
    PublicCase.objects.filter(case__in=gone).delete()
    return len(changed) + len(gone)


def _row(line: Line) -> PublicCase:
    return PublicCase(**{**asdict(line), "levels": list(line.levels)})


def _same(row: PublicCase, other: PublicCase) -> bool:
    return all(getattr(row, column) == getattr(other, column) for column in COLUMNS)
