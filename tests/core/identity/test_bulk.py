# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity import canonical, find, find_in_bulk, is_plain, judges_in_bulk, tables
from mendsky.nations.load import load
from tests.people import CHECK, WEIGHTS

CN = load("cn")
ROW = next(row for row in CN.identifiers if row.kind == "cn-resident-id")
WINDOWS = ((1800, 1899), (1850, 1851), (1900, 1800), (0, 9999))
TABLES = {window: tables(CN, ROW, window) for window in WINDOWS}


def checked(body):
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + CHECK[total % 11]


NUMBERS = st.builds(
    lambda code, year, day, order, wrong: (
        checked(f"{code}{year:04d}{day:04d}{order:03d}")[: 18 - wrong] + "7" * wrong
    ),
    st.sampled_from(["230101", "110101", "119999", "990101", "370600", "000000"]),
    st.sampled_from([1799, 1800, 1850, 1851, 1896, 1899, 1900, 0, 9999]),
    st.sampled_from([101, 229, 230, 431, 630, 631, 1231, 1232, 1301, 100, 0, 9999]),
    st.integers(0, 999),
    st.sampled_from([0, 0, 0, 1]),
)
PIECES = st.one_of(
    NUMBERS,
    NUMBERS.map(str.lower),
    st.sampled_from(
        [",", "\n", "\r\n", " ", "7", "x", "X", "中", "13800000000", "Z" * 18, "/" * 18, ":" * 18]
    ),
    st.text(alphabet="0123456789:/", min_size=17, max_size=19),
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(WINDOWS))
@settings(max_examples=500)
def test_it_finds_what_the_slow_judge_finds(text, window):
    content = text.encode()
    slow = [one for one in find(content, CN, window) if one.kind == ROW.kind]
    bulk = find_in_bulk(content, TABLES[window])
    assert bulk.starts.tolist() == [one.start for one in slow]
    assert bulk.numbers.tolist() == [int(canonical(content, one, CN)[:17]) for one in slow]


def test_every_run_of_letters_and_digits_is_told():
    assert find_in_bulk("a,12\n中b".encode(), TABLES[1800, 1899]).words.tolist() == [0, 2, 8]
    assert find_in_bulk(b"", TABLES[1800, 1899]).words.tolist() == []


@pytest.mark.parametrize(
    ("content", "plain"),
    [(b"", True), (b"a,b", True), ("中".encode(), True), ("中".encode("gb18030"), False), (rb"\n", False)],
)
def test_plain_is_what_needs_no_second_look(content, plain):
    assert is_plain(content) is plain


def test_a_kind_of_another_form_is_not_judged_in_bulk():
    assert judges_in_bulk(ROW)
    for change in (
        {"date_at": None},
        {"division_at": None},
        {"weights": ()},
        {"prefixes": ("1",)},
        {"length": 17},
    ):
        assert not judges_in_bulk(replace(ROW, **change))
    assert not judges_in_bulk(next(row for row in CN.identifiers if row.kind == "cn-mobile"))
