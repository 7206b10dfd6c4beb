# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parquet: row groups, kinds of cells, damage."""

import io

import pyarrow as pa
import pytest
from pyarrow import parquet

from mendsky.scan.formats.parquet import _written
from tests.scan.made import PEOPLE, in_pieces, walked


@pytest.fixture(scope="module")
def packed():
    file = io.BytesIO()
    table = pa.table({
        "name": ["虚构, x"] * 3, "number": PEOPLE, "phone": [13800138000 + n for n in range(3)],
        "more": [["a", "b"], None, []],
    })  # fmt: skip
    parquet.write_table(table, file, row_group_size=2, compression="zstd")
    return file.getvalue()


def test_every_row_group_is_a_table(packed, tmp_path):
    (tmp_path / "a.parquet").write_bytes(packed)
    for content in (packed, in_pieces(packed, 99), tmp_path / "a.parquet"):
        done = walked(content, "a.parquet")
        assert done.texts["a.parquet!row group 1"].decode().splitlines() == [
            "name,number,phone,more",
            f'"虚构, x",{PEOPLE[0]},13800138000,"[""a"", ""b""]"',
            f'"虚构, x",{PEOPLE[1]},13800138001,',
        ]
        assert done.texts["a.parquet!row group 2"].decode().count("\n") == 2
        assert done.causes == {}


def test_damage_is_said(packed):
    assert walked(packed[:-30], "a.parquet").causes == {"a.parquet": "corrupt"}
    damaged = bytearray(packed)
    damaged[40:80] = b"\xff" * 40
    assert "corrupt" in walked(bytes(damaged), "a.parquet").causes.values()


def test_encryption_is_said():
    assert walked(b"PARE" + b"\0" * 64 + b"PARE", "a.parquet").causes == {"a.parquet": "encrypted"}


def test_cells_are_written_as_people_see_them():
    cells = (None, b"ab", 13800138000.0, 1.5, {"a": 1})
    assert [_written(cell) for cell in cells] == ["", "ab", "13800138000", "1.5", '{"a": 1}']
