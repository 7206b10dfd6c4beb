# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every trap that measurements of leaks and of other engines have shown, one test each.

The numbers are made up by a seed as the tests run; a failure names what was wrong, never a value.
"""

import random
from itertools import pairwise

import numpy as np
import pytest
from stdnum import luhn
from stdnum.cn import uscc

from mendsky.core import identity
from tests.corpus import decoys, oracle, values
from tests.corpus.scoring import certain

BORN = oracle.BORN
KEY = bytes(range(16))
PERSON = "cn-resident-id"


@pytest.fixture
def draw():
    return random.Random(20150422)


@pytest.fixture
def found(nation):
    """Give what is certain in a text, by kind, as values that stay in this process."""

    def find(text, encoding="utf-8", kind=None):
        content = text if isinstance(text, bytes) else text.encode(encoding)
        reported = certain(content, identity.find(content, nation, BORN), encoding)
        return [value for one, value in reported if kind in (None, one)]

    return find


@pytest.fixture
def persons(found):
    """Give the resident IDs that are certain in a text."""
    return lambda text, encoding="utf-8": found(text, encoding, PERSON)


@pytest.fixture
def pseudonyms(nation):
    """Give the distinct pseudonyms of what is certain in a text."""

    def of(text, encoding="utf-8"):
        reported = identity.find(text.encode(encoding), nation, BORN)
        return set(identity.pseudonyms(reported.select(reported.tier <= 1), KEY).tolist())

    return of


def must(held, what=""):
    """Hold it without letting pytest print the values on both sides."""
    assert held, what


def several(draw, make, number=40):
    return [make(draw) for _ in range(number)]


@pytest.mark.parametrize("longer", [1, 2, 3, 4, 12])
def test_a_window_of_a_longer_run_is_nobody(draw, found, longer):
    for value in several(draw, values.resident_id_of_last_century):
        body = value.replace("X", "0")
        must(not found(f"no {values.digits(draw, longer)}{body} x"))
        must(not found(f"no {body}{values.digits(draw, longer)} x"))


@pytest.mark.parametrize(
    "decoy",
    [
        decoys.order_of_the_day,
        decoys.no_province,
        decoys.no_day,
        decoys.wrong_check,
        decoys.unborn,
        decoys.timestamp,
        decoys.digest,
        decoys.digest_of_digits,
        decoys.identifier_of_software,
        decoys.glued_letters,
        decoys.phone_like,
        decoys.legacy_like,
        decoys.longer_groups,
        decoys.lost_digits,
        decoys.masked,
        decoys.part_number,
        decoys.nearly_an_address,
        decoys.nearly_an_account,
        decoys.nearly_a_credit_code,
    ],
    ids=lambda decoy: decoy.__name__,
)
def test_what_only_looks_like_one_is_none(draw, found, decoy):
    for written in several(draw, decoy, 200):
        if decoys.is_nobodys(written):
            must(not found(f"ref={written};\n"), "reported")


@pytest.mark.parametrize("length", [16, 19])
def test_an_instant_that_passes_the_card_check_is_no_card(draw, found, length):
    for _ in range(60):
        instant = luhn.calc_check_digit(
            body := f"{draw.randint(1_200_000_000, 1_799_999_999)}{values.digits(draw, length - 11)}"
        )
        must(not found(f'{{"ts": {body}{instant}}}'))


def test_eleven_digits_are_a_phone_only_where_something_says_so(draw, found, nation):
    for value in several(draw, values.mobile):
        must(not found(f"order {value} shipped"))
        must(found(f"手机：{value}\n", kind="cn-mobile") == [value])
        content = f"order {value} shipped".encode()
        must(set(identity.find(content, nation, BORN).tier.tolist()) <= {2})


def test_a_prefix_that_no_operator_has_is_no_phone(draw, found):
    for prefix in ("140", "154", "160", "169"):
        must(not found(f"手机：{prefix}{values.digits(draw, 8)}\n", kind="cn-mobile"))


def test_a_small_x_is_the_same_person(draw, persons, pseudonyms):
    for value in several(draw, values.resident_id_with_x):
        must(len(persons(value.lower())) == 1)
        must(len(pseudonyms(f"{value}\n{value.lower()}\n")) == 1)


def test_fifteen_digits_count_with_a_word_and_as_the_same_person(draw, persons, pseudonyms):
    for value in several(draw, values.resident_id_of_last_century):
        old = values.legacy(value)
        must(not persons(f"ref {old} end"))
        must(persons(f"身份证号：{old}\n") == [value])
        must(len(pseudonyms(f"身份证号：{old}\n{value}\n")) == 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_full_width_digits_are_digits(draw, persons, pseudonyms, encoding):
    for value in several(draw, values.resident_id):
        must(persons(f"编号{values.full_width(value)}，", encoding) == [value])
        must(len(pseudonyms(f"{value}，{values.full_width(value)}，", encoding)) == 1)


@pytest.mark.parametrize("separator", [" ", "-"])
def test_groups_are_one_number(draw, persons, pseudonyms, separator):
    write = values.grouped((6, 8), separator)
    for value in several(draw, values.resident_id):
        must(persons(f"ID {write(value)}, next") == [value])
        must(len(pseudonyms(f"{value}, {write(value)}, x")) == 1)


@pytest.mark.parametrize("write", [values.json_escaped, values.entities, values.hexadecimal_entities])
def test_digits_written_as_escapes_are_digits(draw, persons, pseudonyms, write):
    for value in several(draw, values.resident_id):
        must(persons(f'<p title="{write(value)}">') == [value])
        must(len(pseudonyms(f"{value} / {write(value)} /")) == 1)


@pytest.mark.parametrize(
    "escape",
    [
        r"\n",
        r"\t",
        r"\r",
        r"\r\n",
        "%2C",
        "%20",
        "%3D",
        "%0A",
        "%09",
        r"\u4e2d",
        r"\u5f20",
        "%E4%B8%AD",
        "&#20013;",
    ],
)
def test_an_escape_before_it_is_no_part_of_it(draw, persons, escape):
    for value in several(draw, values.resident_id):
        must(persons(f'"v": "name{escape}{value}{escape}tail"') == [value])


def test_a_real_letter_or_digit_before_it_is_part_of_it(draw, persons):
    for value in several(draw, values.resident_id):
        for glue in ("n", "t", "2C", "20", "u4e2d", "7", "%7"):
            must(not persons(f"v={glue}{value};"), glue)


@pytest.mark.parametrize("sign", ["玥", "珺", "镕", "㐀", "䶵", "𠀀", "㐀䶵", "玥㐀", "张"])
def test_the_second_half_of_a_character_is_no_letter(draw, persons, sign):
    for value in several(draw, values.resident_id):
        must(persons(f"患者{sign}{value}{sign}。", "gb18030") == [value])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_bytes_a_sign_are_read(draw, persons, encoding):
    for value in several(draw, values.resident_id):
        must(persons(f"姓名,身份证号\n张伟,{value}\n", encoding) == [value])


@pytest.mark.parametrize(
    "write", [values.plain, values.full_width, values.grouped((6, 8), " "), values.json_escaped]
)
def test_wherever_the_stream_is_cut_it_is_found_once(draw, nation, write):
    value = values.resident_id(draw)
    content = f"{'x' * 70},{write(value)},{'y' * 70}".encode()
    whole = identity.find(content, nation, BORN)
    must(len(whole) == 1)
    for cut in range(len(content) + 1):
        stream = identity.Stream(nation, BORN)
        pieces = [stream.feed(content[:cut]), stream.feed(content[cut:]), stream.end()]
        found = identity.Identifiers.joined(pieces)
        must(len(found) == 1, cut)
        must((found.offset[0], found.length[0]) == (whole.offset[0], whole.length[0]), cut)
        must(np.array_equal(found.packed, whole.packed), cut)


def test_a_stream_of_single_bytes_finds_the_same(draw, nation):
    content = "\n".join(f"{values.resident_id(draw)},{values.email(draw)}" for _ in range(20)).encode()
    stream = identity.Stream(nation, BORN)
    pieces = [stream.feed(content[start:end]) for start, end in pairwise(range(len(content) + 1))]
    found, whole = identity.Identifiers.joined([*pieces, stream.end()]), identity.find(content, nation, BORN)
    must(np.array_equal(np.sort(found.offset), np.sort(whole.offset)))


def test_birth_dates_outside_the_callers_window_do_not_count(draw, nation):
    value = values.resident_id(draw)
    year = int(value[6:10])
    content = f"v={value};".encode()
    must(len(identity.find(content, nation, (year, year))) == 1)
    for window in ((year + 1, year + 50), (year - 50, year - 1)):
        found = identity.find(content, nation, window)
        must(not (found.tier <= 1).any())


def test_a_credit_code_is_not_a_person(draw, found, persons):
    for value in several(draw, values.credit_code, 100):
        if not oracle.is_resident_id(value):
            must(not persons(f"统一社会信用代码：{value}\n"))
            must(found(f"统一社会信用代码：{value}\n", kind="cn-credit-code") == [value])


def test_a_number_that_is_both_is_taken_for_the_person(draw, persons):
    both = (
        value
        for value in iter(lambda: values.resident_id(draw), "")
        if uscc.is_valid(value) or _is_card(value)
    )
    for _, value in zip(range(5), both, strict=False):
        must(persons(f"v={value};") == [value])


def _is_card(value):
    return value.startswith("62") and oracle.is_card(value)


def test_masked_numbers_are_counted_apart(draw, nation, found):
    text = "\n".join(f"7,{decoys.masked(draw)},x" for _ in range(30))
    must(found(text) == [])
    must(identity.masked(text.encode(), nation) == 30)
    clear = "\n".join(f"7,{values.resident_id(draw)},x" for _ in range(30))
    must(identity.masked(clear.encode(), nation) == 0)


def test_a_wrong_division_for_the_birth_date_lowers_nothing_to_nothing(draw, nation):
    """Codes are assigned at registration: a county younger than the person is no reason to reject."""
    for value in several(draw, values.resident_id, 100):
        must(len(identity.find(f"v={value};".encode(), nation, BORN)) == 1)


def test_a_foreign_number_of_eleven_digits_is_no_mobile_of_china(draw, found):
    for _ in range(40):
        must(not found(f"tel: +1{draw.choice('345')}{values.digits(draw, 9)}\n", kind="cn-mobile"))
