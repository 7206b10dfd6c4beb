# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counting tables of made-up people, born in the 19th century."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.census import count, theta
from mendsky.core.census.count import Tally

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
KEY = bytes(range(32))
TOGETHER = 100
"""Rows of a block."""


def resident(number: int) -> bytes:
    day, sequence = divmod(number, 999)
    digits = f"110101{1800 + day // 336}{day // 28 % 12 + 1:02}{day % 28 + 1:02}{sequence + 1:03}"
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return (digits + "10X98765432"[remainder]).encode()


def counted(rows, nation, **changes):
    settings = {"nation": nation, "key": KEY, "birth_years": (1800, 1899), "k": 4096} | changes
    tally = Tally(**settings)
    for start in range(0, len(rows), TOGETHER):
        tally.add_rows(rows[start : start + TOGETHER])
    return tally.result()


def test_rows_are_records_and_numbers_are_people(nation):
    rows = [b"a," + resident(number % 30) for number in range(50)]
    table = counted(rows, nation)
    assert (table.records, table.rows_without_identifier) == (50, 0)
    assert (table.people.low, table.people.point, table.people.high) == (30, 30, 30)
    assert table.people.grade == "G3"


def test_the_head_of_the_table_is_no_record(nation):
    assert counted([b"name,number", b"a," + resident(1)], nation).records == 1


def test_a_first_row_with_an_identifier_is_a_record(nation):
    assert counted([b"a," + resident(1), b"b," + resident(2)], nation).records == 2


def test_rows_in_which_nobody_is_recognised_are_records_and_perhaps_people(nation):
    table = counted([b"head", b"a," + resident(1), b"b,", b"c,110101180001010000"], nation)
    assert (table.records, table.rows_without_identifier) == (3, 2)
    assert (table.people.low, table.people.point, table.people.high) == (1, 1, 3)


def test_empty_rows_are_nothing(nation):
    assert counted([b"", b"a," + resident(1), b"  ", b"\r"], nation).records == 1


def test_an_empty_table_holds_nobody(nation):
    table = counted([], nation)
    assert (table.records, table.people.high) == (0, 0)


def test_a_table_of_several_blocks_is_counted_as_one(nation):
    filler = b"x" * ((1 << 20) // 100)
    rows = [b"head", *(resident(number % 60) + b"," + filler for number in range(250))]
    table = counted(rows, nation)
    assert (table.records, table.rows_without_identifier, table.people.point) == (250, 0, 60)


def test_a_large_table_is_estimated_and_never_above_its_identifiers(nation):
    rows = [resident(number) for number in range(3_000)]
    table = counted(rows, nation, k=1024)
    assert table.records == 3_000
    assert table.people.low <= 3_000
    assert table.people.high == 3_000 or table.people.high < 3_000
    assert len(table.sketch.hashes) == 1024


def test_only_the_kinds_of_the_ticket_count(nation):
    assert counted([resident(1)], nation, kinds=("cn-resident-id",)).people.point == 1
    assert counted([b"head", resident(1)], nation, kinds=("cn-mobile",)).people.point == 0


def test_people_born_outside_the_window_are_not_recognised(nation):
    assert counted([b"head", resident(1)], nation, birth_years=(1900, 2015)).people.point == 0


def test_the_same_people_under_another_key_have_another_sketch(nation):
    rows = [resident(number) for number in range(20)]
    one, other = counted(rows, nation), counted(rows, nation, key=KEY[::-1])
    assert set(one.sketch.hashes.tolist()).isdisjoint(other.sketch.hashes.tolist())


def test_a_count_shows_nobody_when_it_is_printed(nation):
    assert "sketch" not in repr(counted([resident(1)], nation))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_text_around_the_number_does_no_harm(nation, encoding):
    rows = ["姓名,身份证号".encode(encoding), "王某,".encode(encoding) + resident(1)]
    assert counted(rows, nation).people.point == 1


FIELDS = st.sampled_from([
    resident(1), resident(2), resident(3).lower(), resident(4) + b"7",
    b"110101180001010000", b"", b" ", b"\r", b"7",
    "某路".encode(), "某路".encode("gb18030"), b"13800000000", b"\\n",
])  # fmt: skip
ROWS = st.lists(st.lists(FIELDS, max_size=3).map(b",".join), max_size=8)


@given(st.lists(ROWS, max_size=3), st.booleans())
@settings(max_examples=400)
def test_whole_lines_count_as_their_rows_do(nation, blocks, ended):
    by_lines, by_rows = (Tally(nation=nation, key=KEY, birth_years=(1800, 1899), k=16) for _ in range(2))
    for rows in blocks:
        by_lines.add_lines(b"\n".join(rows) + b"\n" * ended)
        by_rows.add_rows(rows)
    one, other = by_lines.result(), by_rows.result()
    assert (one.records, one.rows_without_identifier, one.people) == (
        other.records, other.rows_without_identifier, other.people,
    )  # fmt: skip
    assert theta.to_bytes(one.sketch) == theta.to_bytes(other.sketch)


def test_many_lines_give_the_sketch_of_their_rows(nation):
    rows = [b"n,%s,a" % resident(number % 3000) for number in range(5000)]
    by_lines = Tally(nation=nation, key=KEY, birth_years=(1800, 1899), k=256)
    for start in range(0, 5000, 700):
        by_lines.add_lines(b"\n".join(rows[start : start + 700]))
    by_rows = counted(rows, nation, k=256)
    assert (by_lines.result().records, by_lines.result().people) == (5000, by_rows.people)
    assert theta.to_bytes(by_lines.result().sketch) == theta.to_bytes(by_rows.sketch)


def test_a_large_table_makes_the_kernels_ready_once(nation, monkeypatch):
    prepared = []
    monkeypatch.setattr(count, "MUCH", 40)
    monkeypatch.setattr(count, "prepare", lambda _, say: prepared.append(say))
    told = object()
    tally = Tally(nation=nation, key=KEY, birth_years=(1800, 1899), k=64, compiling=told)
    for number in range(4):
        tally.add_lines(resident(number) + b"\n")
    assert prepared == [told]
    assert tally.result().records == 4
