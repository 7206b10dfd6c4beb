# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.core.identity import Stream, find, sweep
from mendsky.core.identity.columns import LITTLE, Columns
from mendsky.core.identity.evidence import Column
from tests.core.identity.made import WINDOW, mobile, resident, seeded


@pytest.fixture
def content():
    draw = seeded(9)
    rows = (f'{n},"{"x" * 90},",{resident(draw)},{mobile(draw)},***\n' for n in range(LITTLE // 60))
    return "".join(rows).encode()


def placed(content, nation):
    stream, columns = Stream(nation, WINDOW), Columns(nation)
    parts = []
    for at in range(0, len(content), 1 << 18):
        chunk = content[at : at + (1 << 18)]
        parts += columns.feed(chunk, stream.feed(chunk))
    parts += columns.end(stream.end())
    hits = [
        (
            *part.identifiers.offset.tolist(),
            *part.row.tolist(),
            *part.column.tolist(),
            *part.identifiers.tier.tolist(),
        )
        for part in parts
    ]
    return (
        hits,
        [(seen.cells, seen.filled, seen.passes) for seen in columns.columns],
        columns.rows,
    )


def test_the_rest_of_a_large_content_is_placed_as_its_beginning(nation, content, monkeypatch):
    swept = placed(content, nation)
    monkeypatch.setattr(sweep, "kernel", lambda: None)
    assert placed(content, nation) == swept


def test_rows_may_be_wider_than_any_before(nation):
    columns = [Column(head="a")]
    swept = sweep.sweep(b"1,2,3\n4\n", b",", find(b"", nation, WINDOW), columns, nation)
    assert [seen.cells for seen in columns] == [2, 1, 1]
    assert swept.rows == 2


def test_a_nation_with_several_long_kinds_is_left_to_arrays(nation):
    row = nation.identifier("cn-resident-id")
    several = replace(nation, identifiers=(row, replace(row, kind="cn-other")))
    assert sweep.sweep(b"1\n", b",", find(b"", nation, WINDOW), [], several) is None
