# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from mendsky.core.identity import find, redact
from mendsky.core.identity.redact import hide, long_numbers
from mendsky.nations.load import load

CN = load("cn")
BORN = (1800, 1899)
ONE = "23010118500321104" + ric.calc_check_digit("230101185003211040")


def test_two_characters_of_a_number_stay():
    assert redact(f"甲一 {ONE}, 13800000000".encode(), CN, BORN).decode() == f"甲一 23{'*' * 16}, 13{'*' * 9}"


def test_a_mistyped_or_grouped_number_is_hidden_too():
    assert redact(b"230101190003211109", CN, BORN) == b"23" + b"*" * 16
    assert redact(b"id 230101 19000321 110x", CN, BORN) == b"id 23" + b"*" * 18
    assert redact(b"138-0000-0000", CN, BORN) == b"13" + b"*" * 11


def test_dates_and_short_numbers_stay():
    line = b"2015-04-24 10:00:00 GET /record/1024 200 5316"
    assert redact(line, CN, BORN) == line


@given(
    st.lists(st.sampled_from([ONE, "甲", " ", "7", "a", ONE.lower(), "\n"])),
    st.sampled_from(["utf-8", "gb18030"]),
)
def test_nothing_is_found_in_what_was_redacted(pieces, encoding):
    content = "".join(pieces).encode(encoding)
    redacted = redact(content, CN, BORN)
    assert len(redacted) == len(content)
    assert ONE.encode() not in redacted
    assert len(find(redacted, CN, BORN)) == 0


SAID = re.compile(rb"[0-9](?:[ -]?[0-9]){10,}[Xx]?")
"""What `long_numbers` says, as a pattern."""
LONG_OR_GROUPED = re.compile(
    rb"[0-9]{11,}[Xx]?|[0-9]{6}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx]|[0-9]{3}[ -][0-9]{4}[ -][0-9]{4}"
)
PIECES = st.lists(
    st.sampled_from([b"0", b"12", b"3456", b"789012345678", b" ", b"-", b"x", b"X", b"a", b"\n", b"\xb2"])
)


@given(PIECES)
def test_long_numbers_are_what_a_pattern_finds(pieces):
    content = b"".join(pieces)
    start, end = long_numbers(content)
    expected = [match.span() for match in SAID.finditer(content)]
    assert list(zip(start.tolist(), end.tolist(), strict=True)) == expected


@given(PIECES)
def test_what_a_pattern_of_long_or_grouped_numbers_finds_is_hidden(pieces):
    content = b"".join(pieces)
    redacted = redact(content, CN, BORN)
    for match in LONG_OR_GROUPED.finditer(content):
        assert set(redacted[match.start() + 2 : match.end()]) == {ord("*")}
    assert LONG_OR_GROUPED.search(redacted) is None


@given(st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_stars_stand_from_each_start_up_to_its_end(content, spans):
    spans = [(start, end) for start, end in spans if start <= end <= len(content)]
    hidden, expected = bytearray(content), bytearray(content)
    start, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    hide(hidden, start, end)
    for first, last in spans:
        expected[first:last] = b"*" * (last - first)
    assert hidden == expected
