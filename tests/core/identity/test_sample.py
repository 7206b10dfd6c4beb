# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mendsky.core import identity
from mendsky.nations.load import load
from tests.people import resident_id, table
from tests.probing import BORN

NATION = load("cn")


def told(text, most):
    """Read the beginning of a text; gives its end, and of how many people it tells."""
    end = identity.beginning(text, NATION, BORN, most=most)
    return end, identity.people(identity.read(text[:end], NATION, BORN))


@pytest.mark.parametrize("most", [1, 8, 20, 300])
@pytest.mark.parametrize("before", [b"", b"nobody\n" * 3000], ids=["at once", "far in"])
def test_no_more_people_are_told_of_than_may_be(most, before):
    end, people = told(before + table(200).encode(), most)
    assert most - 3 < people <= most or people == 200
    assert end > len(before)


def test_what_tells_of_nobody_is_read_to_its_end():
    text = b"title\n" * 50_000
    assert told(text, 8) == (len(text), 0)
    assert told(text + resident_id(1).encode(), 8) == (len(text) + 18, 1)


def test_one_line_of_everybody_is_cut_between_two_words():
    text = "<r>".join(resident_id(one) for one in range(200)).encode()
    end, people = told(text, 10)
    assert 5 <= people <= 10
    assert end < len(text) / 10


def test_hidden_digits_are_people_too():
    text = "".join(f"{resident_id(one)[:6]}********{resident_id(one)[-4:]}\n" for one in range(99)).encode()
    assert 5 <= told(text, 10)[1] <= 10


def test_a_person_of_several_numbers_is_one():
    text = "".join(f"{resident_id(one)},手机号 154{one:08d}\n" for one in range(99)).encode()
    assert 5 <= told(text, 10)[1] <= 10


def test_nothing_is_read_where_nothing_may_be():
    assert told(table(3).encode(), 0) == (0, 0)


HIDDEN = "110101********123X"
PIECES = st.sampled_from(["x", "\n", ",", "姓名", resident_id(1), resident_id(2), HIDDEN, " " * 99])


@settings(max_examples=80, deadline=None)
@example(f"姓名{resident_id(1)}\n{resident_id(1)}", 1)
@given(st.lists(PIECES, max_size=60).map("".join), st.integers(min_value=1, max_value=30))
def test_any_text_is_cut_within_itself_and_tells_of_no_more(text, most):
    end, people = told(text.encode(), most)
    assert 0 <= end <= len(text.encode())
    assert people <= most
