# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.lookups import lookups
from tests.probing import ORIGIN, page_of


def found(text):
    return [(one.parameter.target("7"), one.posted) for one in lookups(page_of("/cx/", text), ORIGIN)]


def test_a_form_with_one_field_is_a_lookup():
    assert found('<form action="/q"><input name="sfzh"><button>go</button></form>') == [("/q?sfzh=7", False)]
    assert found("<form method=post action=q><input type=text name=n><input type=submit name=s></form>") == [
        ("/cx/q?n=7", True)
    ]


def test_hidden_fields_and_choices_are_sent_as_they_stand():
    text = (
        '<form action="/q"><input type=hidden name=kind value=2><select name=year><option value=2015>'
        "<option value=2014></select><input name=n></form>"
    )
    assert found(text) == [("/q?kind=2&year=2015&n=7", False)]


def test_what_asks_for_more_or_for_a_secret_is_none():
    for text in (
        '<form action="/q"><input name="n"><input name="code"></form>',
        '<form action="/q"><input name="n"><input type="password" name="p"></form>',
        '<form action="/q"><input name="n"><textarea name="t"></textarea></form>',
        '<form action="/q"><input type="hidden" name="n"></form>',
        '<form action="/q"><input></form>',
        '<form action="/save"><input name="n"></form>',
        '<form action="http://other.test/"><input name="n"></form>',
        '<input name="n">',
    ):
        assert found(text) == []


PIECES = [
    "<form action=/q>",
    "</form>",
    "<input name=a>",
    "<select name=b>",
    "<option value=c>",
    "<textarea>",
]


@given(st.lists(st.sampled_from([*"<>\"'= ", *PIECES]), max_size=30).map("".join))
def test_no_page_makes_it_raise(text):
    found(text)


def test_a_field_for_a_word_is_a_search_and_one_for_a_number_is_none():
    def searches(form):
        (one,) = lookups(page_of("/", f"<form>{form}</form>"), ORIGIN)
        return one.searches

    for form in (
        "<input name=q>",
        "<input name=xm>",
        "<input type=search name=a>",
        "<input name=a placeholder=请输入姓名>",
        "<label>关键字</label><input name=a>",
    ):
        assert searches(form)
    for form in ("<input name=sfzh>", "身份证号 <input name=a>", "<input name=qh>", "<input name=xmbh>"):
        assert not searches(form)


def test_what_was_made_out_in_a_page_is_not_made_out_again():
    page = page_of("/", '<form action="/q"><input name="q"></form>')
    assert lookups(page, ORIGIN) is lookups(page, ORIGIN)
