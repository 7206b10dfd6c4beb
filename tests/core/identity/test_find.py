# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from mendsky.core.identity import find
from mendsky.core.identity.identifiers import TIERS
from mendsky.core.identity.identifiers import A as TIER_A
from mendsky.core.identity.judge import luhn, verdicts
from mendsky.core.identity.tables import tables
from mendsky.nations.load import load

CN = load("cn")
BORN = (1800, 1899)
"""Nobody living was born then; every number below is made up."""


def number(body: str) -> str:
    """Add the check character to seventeen digits."""
    return body + ric.calc_check_digit(body + "0")


HARBIN = number("23010118500321104")
ENDS_IN_X = next(n for n in map(number, (f"1101011877061510{i}" for i in range(10))) if n.endswith("X"))
UNKNOWN_COUNTY = number("11999918500321104")
NOWHERE = number("99010118500321104")


def tiers(content, *, born=BORN):
    content = content if isinstance(content, bytes) else content.encode()
    found = find(content, CN, born)
    return [(found.kinds[kind], TIERS[tier]) for kind, tier in zip(found.kind, found.tier, strict=True)]


A, B = ("cn-resident-id", "A"), ("cn-resident-id", "B")
PHONE, SURE_PHONE = ("cn-mobile", "C"), ("cn-mobile", "B")

TABLE = [
    (HARBIN, [A], "check character, date and division are right"),
    (ENDS_IN_X, [A], "X is ten"),
    (ENDS_IN_X.lower(), [A], "x is X"),
    (UNKNOWN_COUNTY, [B], "only the province is known"),
    (NOWHERE, [], "no province begins with 99"),
    (HARBIN[:-1] + str((int(HARBIN[-1]) + 1) % 10), [], "wrong check character"),
    (number("23010118501321104"), [], "there is no thirteenth month"),
    (number("23010118500230104"), [], "there is no 30 February"),
    (number("23010118000229104"), [], "1800 was no leap year"),
    (number("23010118960229104"), [A], "1896 was"),
    (number("23010119000101104"), [], "born after the window"),
    (number("23010117991231104"), [], "born before the window"),
    (number("23010118000101104"), [A], "born on its first day"),
    (number("23010118991231104"), [A], "born on its last day"),
    ("7" + HARBIN, [], "glued to a digit before"),
    (HARBIN + "7", [], "glued to a digit behind"),
    ("a" + HARBIN, [], "glued to a letter before"),
    (HARBIN + "Z", [], "glued to a letter behind"),
    (f"id={HARBIN}&", [A], "punctuation does not glue"),
    (f"张三{HARBIN}男", [A], "Chinese characters do not glue"),
    (rf"\n{HARBIN}", [A], "an escaped line break does not glue"),
    (rf"\u4e09{HARBIN}", [A], "an escaped character does not glue"),
    ("13800000000", [PHONE], "a bare number may be anything"),
    ("23800000000", [], "no mobile number begins with 2"),
    ("12800000000", [], "nor with 12"),
    ("138000000001", [], "twelve digits"),
    ("手机：13800000000", [SURE_PHONE], "a label stands before it"),
    ('{"phone": "13800000000"}', [SURE_PHONE], "so does a key"),
    (r'{"\u624b\u673a": "13800000000"}', [SURE_PHONE], "even an escaped one"),
    ("hotel 13800000000", [PHONE], "hotel is no tel"),
    ("编号,手机\n7,13800000000\n8,13900000000", [SURE_PHONE] * 2, "the head of the column says so"),
    ("编号,手机\n13800000000,7", [PHONE], "it is another column's head"),
    ('地址,手机\n"东街,1号",13800000000', [SURE_PHONE], "a quoted comma parts no columns"),
    (
        "<table><tr><th>编号</th><th>电话</th></tr>"
        + "<tr><td>7</td><td>13800000000</td></tr>" * 3
        + "</table>",
        [SURE_PHONE] * 3,
        "cells have heads too",
    ),
    (f"{HARBIN},手机 13800000000", [A, SURE_PHONE], "both, in the order in which they stand"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TABLE, ids=[reason for *_, reason in TABLE])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_number_is_found_for_a_reason(text, expected, reason, encoding):
    assert tiers(text.encode(encoding)) == expected


@pytest.mark.parametrize("character", ["玥", "珺", "镕", "㐂", "𠮷"])
def test_the_second_half_of_a_gb18030_character_is_no_neighbour(character):
    content = (character + HARBIN).encode("gb18030")
    assert content[len(content) - 19 : -18].isascii() or character == "㐂"
    assert tiers(content) == [A]


def test_a_cut_last_character_does_not_change_the_encoding():
    assert tiers(f"身份证 {HARBIN} 张".encode()[:-1]) == [A]


def test_a_window_of_todays_people_does_not_see_the_labs():
    assert tiers(HARBIN, born=(1900, 2015)) == []


def test_the_check_character_is_the_same_written_large_or_small():
    large, small = find(ENDS_IN_X.encode(), CN, BORN), find(f"<b>{ENDS_IN_X.lower()}</b>".encode(), CN, BORN)
    assert large.packed.tolist() == small.packed.tolist()


@given(st.text("0123456789", min_size=17, max_size=17), st.sampled_from("0123456789X"))
def test_check_character_and_date_are_judged_as_stdnum_does(body, last):
    # stdnum asks also that the county existed in the year of birth; the code is put aside for both.
    value = "110101" + body[6:] + last
    try:
        ric.get_birth_date(value)
        dated = int(value[6:10]) >= 1
    except ric.InvalidComponent:
        dated = False
    right = ric.calc_check_digit(value) == last
    ours = list(verdicts(value.encode(), tables(CN, (1, 9999))))
    assert any(verdict.tier == TIER_A for verdict in ours) == (dated and right)


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 999), st.sampled_from(sorted(CN.issued_codes)))
def test_every_well_made_number_is_found(day, order, code):
    assert tiers(number(f"{code}{day:%Y%m%d}{order:03}"), born=(1, 9999)) == [A]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("card", ["6225887777777777", "6259657777777777"])
def test_a_full_width_card_without_nought_and_one_is_found(card, encoding):
    body = card[:-1]
    card = next(body + last for last in "0123456789" if luhn((body + last).encode()))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in card)
    assert tiers(f"卡号: {wide}\n".encode(encoding)) == [("cn-bank-card", "B")]


@pytest.mark.parametrize("length", [0, 20_000], ids=["small", "large"])
def test_an_address_is_found_where_there_is_no_number(length):
    text = b"write to someone@example.cn, please" + b" text" * length
    assert tiers(text) == [("email", "B")]
