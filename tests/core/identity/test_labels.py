# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity.labels import NEAR, Surroundings, in_bytes, named, without_markup

PHONE = ("电话", "tel")


def announced(content, mark="#"):
    content = content.encode()
    return Surroundings(content).announce(content.index(mark.encode()), PHONE)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("电话: #", True),
        ("TEL #", True),
        ("hotel #", False),
        ("telling #", False),
        ("# 电话", False),
        ("tel" + " " * NEAR + "#", False),
        ("tel\n#", True),
        ("id,tel\n1,#", True),
        ("id\ttel\n#\t1", False),
        ("id|tel\n1|2|#", False),
        ("<table><tr><td>tel<td>#", True),
        ("<table><tr><td>id<td>tel<tr><td>1<td>#", True),
        ("<table><tr><td>id<td>tel<tr><td>1<td>" + "x" * NEAR + "#", True),
        ("<table><tr><td>tel</table>" + "x" * NEAR + "<table><tr><td>id<tr><td>#", False),
        ("<table><tr><td>tel<tr><td>1<td>" + "x" * NEAR + "#", False),
        ("<table>" + "x" * NEAR + "#", False),
    ],
)
def test_a_label_announces_a_number(content, expected):
    assert announced(content) is expected


def test_a_label_in_text_is_a_whole_word():
    assert named("Tel: none", PHONE)
    assert not named("hotel", PHONE)
    assert named("联系电话", PHONE)


def test_markup_names_nothing():
    text = without_markup('<input name="tel"><script>var tel = 1</script><b>address</b>')
    assert not named(text, PHONE)
    assert "address" in text


def test_hostile_markup_is_read_in_one_pass():
    """Each of these cost the square of its length when tags could hold further tags."""
    for hostile in ("<" * 500_000, "<script" * 70_000, "<script>" * 60_000, "<style></" * 60_000):
        assert len(without_markup(hostile)) <= len(hostile)


def test_a_script_that_is_never_closed_hides_the_rest():
    assert without_markup("before<SCRIPT>name") == "before"
    assert without_markup("a<script>name</script >b<style>c</STYLE>d").split() == ["a", "b", "d"]


LABELS = (PHONE, ("card",))
PARTS = [
    "<table>",
    "<tr>",
    "<tr>",
    "<td>",
    "<td>",
    "<TH a=1>",
    "<td ",
    "</table>",
    "tel",
    "电话",
    "card",
    "#",
    "#",
    ",",
    ",",
    ";",
    "\n",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=50).map("".join), min_size=1, max_size=2))
def test_heads_of_tables_are_asked_together_as_one_by_one(contents):
    heads = None
    for content in (one.encode() for one in contents):
        around = Surroundings(content, heads)
        offsets = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("#"))
        kinds = (np.arange(len(offsets)) % 2).astype(np.uint8)
        if around.in_tables or b'"' not in content:
            single = [
                bool(in_bytes(LABELS[kind]).search(around._column_head(at)))
                for at, kind in zip(offsets.tolist(), kinds.tolist(), strict=True)
            ]
            assert around.headed(offsets, kinds, LABELS).tolist() == single
        heads = around.heads(len(content))
