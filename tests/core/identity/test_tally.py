# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity.evidence import Column
from mendsky.core.identity.separated import Separated
from mendsky.core.identity.tally import SAMPLE, tally


def test_cells_are_counted_by_column(nation):
    content = b"a,b\n1,\n2,***\n,***3\n" + b"4,5\n" * SAMPLE
    cells = Separated(b",").cut(content)
    columns = [Column(head=head) for head in cells.heads]
    tally(columns, content, cells, nation)
    assert [(seen.cells, seen.filled) for seen in columns] == [
        (SAMPLE + 3, SAMPLE + 2),
        (SAMPLE + 3, SAMPLE + 2),
    ]
    assert [len(seen.sample) for seen in columns] == [SAMPLE, SAMPLE]
    assert columns[0].sample[:2] == [b"1", b"2"]


def test_no_columns_are_counted_in_nothing(nation):
    tally([], b"", Separated(b",").cut(b""), nation)
