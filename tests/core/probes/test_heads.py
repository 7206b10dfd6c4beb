# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.heads import about_many, estimate, instead, longest_head, named_rows, size_of
from mendsky.core.probes.surface import Surface
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Target
from tests.people import resident_id, table
from tests.probing import NONCE, ORIGIN, WELL, page_of

OF_A_THOUSAND = {"content-range": "bytes 0-99/1000"}
PLAIN = Surface(pages=(), links=(), parameters=(), logins=(), login_box=False, cause=None)


def test_a_head_is_no_longer_than_the_records_that_may_be_read():
    target = Target(origin=ORIGIN, control=WELL, nonce=NONCE, sample_records=20)
    head = "".join(f"{resident_id(number)}\n" for number in range(99)).encode()[: longest_head(target)]
    assert page_of("/", head.decode()).reading.rows == 20
    assert longest_head(Target(origin=ORIGIN, control=WELL, nonce=NONCE)) == 0


@pytest.mark.parametrize(
    ("headers", "cut", "size"),
    [
        (OF_A_THOUSAND, False, 1000),
        ({"content-length": "700"}, True, 700),
        ({"content-length": "5"}, True, None),
        ({"content-length": "5"}, False, 5),
        ({"content-range": "bytes 0-99/*"}, False, None),
    ],
)
def test_the_size_is_what_the_server_says_where_it_can_be(headers, cut, size):
    assert size_of(page_of("/x", "x" * 100, headers=headers, cut=cut)) == size


def test_the_rows_of_a_head_stand_for_the_whole_file():
    head = page_of(
        "/x", table(10)[:400], headers={"content-range": f"bytes 0-399/{len(table(3000).encode())}"}
    )
    whole = estimate(head, head.reading.rows)
    assert whole.low <= 3000 <= whole.high
    assert about_many(head, head.reading.rows)


def test_a_head_without_a_byte_says_nothing_of_the_whole():
    empty = page_of("/x", "", headers={"content-length": "7"})
    assert (estimate(empty, 0).low, estimate(empty, 0).high) == (0, None)


def test_rows_with_names_are_counted_in_a_table_that_says_so_alone():
    assert named_rows(page_of("/x", "编号,姓名\n1,甲\n2,乙\n3,")) == 2
    assert named_rows(page_of("/x", "year,budget\n1,2\n3,4\n")) == 0
    assert named_rows(page_of("/x", "姓名请如实填写。\n二\n三\n")) == 0


def test_few_names_are_not_many_and_one_row_tells_nothing_of_the_rest():
    assert not about_many(page_of("/x", "x" * 100, headers={"content-length": "100"}), 5)
    assert not about_many(page_of("/x", "x" * 100, headers=OF_A_THOUSAND), 1)
    assert about_many(page_of("/x", "x" * 100, headers=OF_A_THOUSAND), 2)


@pytest.mark.parametrize(
    ("whole", "cause"),
    [
        ("<p>nothing here</p>", None),
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ('<form><input name="captcha"></form>', Cause.CAPTCHA),
    ],
)
def test_a_page_in_a_files_place_is_looked_at_whole(whole, cause):
    asking = instead(page_of("/x.sql", "<html>"), PLAIN)
    assert next(asking).target == "/x.sql"
    with pytest.raises(StopIteration) as end:
        asking.send(page_of("/x.sql", whole))
    assert end.value.value is cause


def test_what_is_no_markup_is_not_asked_again():
    with pytest.raises(StopIteration):
        next(instead(page_of("/x.sql", "CREATE TABLE"), PLAIN))
