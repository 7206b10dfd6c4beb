# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from mendsky.core.identity import find, redact
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
