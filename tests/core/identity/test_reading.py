# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from mendsky.core.identity import read
from mendsky.core.identity.reading import stated_records
from mendsky.core.terms.probing import Reading, Seen
from mendsky.nations.load import load
from tests.core.identity import slow

CN = load("cn")
BORN = (1800, 1899)


def number(body):
    return body + ric.calc_check_digit(body + "0")


ONE, TWO = number("23010118500321104"), number("37060018770615106")


def reading(content, encoding="utf-8"):
    return read(content.encode(encoding), CN, BORN)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_is_counted_by_kind_tier_and_row(encoding):
    seen = reading(
        f"<p>共 8,220,000 条记录</p><table><tr><th>姓名</th><th>身份证号</th><th>手机</th></tr>"
        f"<tr><td>甲一</td><td>{ONE}</td><td>13800000000</td></tr>"
        f"<tr><td>乙二</td><td>{TWO}</td><td>13800000000</td></tr>"
        f"<tr><td>甲一</td><td>{ONE}</td><td></td></tr></table>",
        encoding,
    )
    assert seen == Reading(
        identifiers=(
            Seen(kind="cn-mobile", tier="B", occurrences=2, distinct=1),
            Seen(kind="cn-resident-id", tier="A", occurrences=3, distinct=2),
        ),
        classes=frozenset({"name", "identity-number", "phone"}),
        rows=3,
        stated_records=8_220_000,
    )


def test_masked_numbers_are_counted_apart():
    seen = reading(
        "姓名,身份证号\n甲一,230101********1104\n乙二,3706**********106X\n丙三,138****0000\n丁四,12***3"
    )
    assert seen.masked == 3
    assert seen.identifiers == ()
    assert seen.rows == 0


def test_each_line_list_item_and_json_object_is_a_row():
    assert reading(f"{ONE}\n{TWO} {ONE}\n7").rows == 2
    assert reading(f"<ul><li>{ONE}<li>{TWO}</ul>").rows == 2
    assert reading(f'[{{"id": "{ONE}"}}, {{"id": "{TWO}"}}]').rows == 2


@pytest.mark.parametrize(
    "where",
    ["<script>var one = '{}'</script>", "<td data-id='{}'>*", "<!-- {} -->", "<td hidden>{}</td>"],
)
def test_what_a_page_does_not_show_is_told_apart(where):
    seen = reading(f"<table>{where.format(ONE)}<td>{TWO}<td data-id='{TWO}'>")
    assert seen.hidden == (Seen(kind="cn-resident-id", tier="A", occurrences=1, distinct=1),)
    assert seen.identifiers == (Seen(kind="cn-resident-id", tier="A", occurrences=3, distinct=2),)


def test_of_what_is_no_page_nothing_is_hidden():
    assert reading(f'{{"sfzh": "{ONE}"}}').hidden == ()


def test_an_empty_page_reads_as_nothing():
    assert reading("") == Reading()


def test_a_form_of_inputs_named_name_shows_no_names():
    assert reading('<form><input name="name"><input name="q"></form>').classes == frozenset()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("共 1,234 条记录", 1234),
        ("共有1234条", 1234),
        ("共<b>1,234</b>条", 1234),
        ("记录总数：1234", 1234),
        ("1,234 records in total", 1234),
        ("Total records: 1,234", 1234),
        ("第 3 页，共 12 页", None),
        ("共 20 条，全库共 1,234 条", 1234),
        ("", None),
    ],
)
def test_a_page_states_its_total(text, total):
    assert stated_records(text, CN.total_patterns) == total


PIECES = st.sampled_from([
    ONE, TWO, ONE.lower(), "13800000000", "15412345678", "1380000000", "230101********1104", "138****0000",
    "**", "姓名", "身份证号", "手机", "姓", "名", "name", "Name", "full", "id", "card", "no", "number",
    "tel", "telling", "共", "共 1,234 条", "记录总数", "：88", "12,345", "records in total",
    "Total records: 7", "subtotal records 9", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "<li>",
    "<script>", "</script>", "<STYLE", "</style>", "<", ">", " ", "\n", "\t", ",", '"', "{", ":", "_", "-",
    "7", "x", "中", "镕", "ſ", "ı", "İ", "\N{KELVIN SIGN}", "ß", r"\n", r"\u59d3", r"\u540d", r"\u006eame",
    "<!--", "-->", "<b title='", "'>", r"\ud800", "\\", "１２３４５６７８９０１２",
])  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["utf-8", "gb18030"]), st.integers(0, 3))
@settings(max_examples=600, deadline=None)
def test_the_quick_reading_is_the_slow_one(text, encoding, cut):
    content = text.encode(encoding, errors="replace")
    content = content[: len(content) - cut]
    assert read(content, CN, BORN) == slow.read(content, CN, BORN)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_text_read_the_same(content):
    assert read(content, CN, BORN) == slow.read(content, CN, BORN)


@given(st.data())
@settings(max_examples=200)
def test_whatever_a_pattern_of_totals_matches_has_one_of_its_words(data):
    position = data.draw(st.integers(0, len(CN.total_patterns) - 1))
    text = data.draw(st.from_regex(CN.total_patterns[position]))
    assert any(word in text.lower() for word in CN.total_words[position])
