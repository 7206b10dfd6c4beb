# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity.cells import MOST_COLUMNS
from mendsky.core.identity.keyed import LONGEST_KEY, Keyed
from tests.core.identity.shown import rows, shown


def test_a_key_is_a_column_wherever_it_stands():
    content = b'[{"id": "1101", "none":null, "in":{"n" : 12}},\n{"id":"22", "list":["1"]}]'
    assert shown(Keyed(), content) == [
        ("id", "1101"),
        ("none", ""),
        ("in", ""),
        ("n", "12"),
        ("id", "22"),
        ("list", ""),
    ]


def test_an_object_is_a_row():
    assert rows(Keyed(), b'[{"a":1},{"a":2}]') == [1, 9]


def test_json_within_json_is_read():
    assert shown(Keyed(), rb'{"x":"{\"id\":\"1101\",\"k\":7}"}')[1:] == [("id", "1101"), ("k", "7")]


def test_keys_are_the_same_columns_in_later_contents():
    cutter = Keyed()
    cutter.cut(b'{"a":1,"b":2}')
    assert shown(cutter, b'{"b":3,"c":4}') == [("b", "3"), ("c", "4")]


def test_keys_that_begin_alike_differ():
    long = "k" * LONGEST_KEY
    assert [head for head, _ in shown(Keyed(), f'{{"{long}":1,"{long[1:]}":2,"kk":3}}'.encode())] == [
        long,
        long[1:],
        "kk",
    ]


def test_keys_that_are_values_are_columns_up_to_a_number():
    cutter = Keyed()
    for part in range(2):
        content = ",".join(f'"key-{part}-{n}":1' for n in range(MOST_COLUMNS)).encode()
        cells = cutter.cut(content)
        assert len(cells.heads) == MOST_COLUMNS
        assert set(cells.column.tolist()) == (set(range(MOST_COLUMNS)) if part == 0 else {-1})


def test_a_time_is_no_key():
    assert shown(Keyed(), b'{"at":"12:30:15"}') == [("at", "12:30:15")]


def test_a_content_ends_with_a_line_or_else_an_object():
    assert Keyed().end(b'{"a":1}\n{"b"', 12) == 8
    assert Keyed().end(b'[{"a":1},{"b"', 13) == 8
    assert Keyed().end(b"[1,2", 4) == 0


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([b'"', b":", b"{", b"}", b"\\", b" ", b",", b"a", b"1", b"\n"])).map(b"".join)
)
def test_damaged_json_is_read_as_far_as_it_goes(content):
    cells = Keyed().cut(content)
    assert len(cells.start) == len(cells.end) == len(cells.column)
    assert (cells.start <= cells.end).all()
    assert (cells.end <= len(content)).all()
