# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms as an owner's browser sees them."""

import pytest

from mendsky.lab import forms

PAGE = """
<a rel="nofollow census-ticket" href="ticket.json">ticket</a><link rel="stylesheet" href="x.css">
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t1">
  <button name="action" value="acknowledge">seen</button></form>
<form method="post" action="answer/"><input type="hidden" name="csrfmiddlewaretoken" value="t2">
  <input type="hidden" name="action" value="plan"><input type="date" name="date">
  <textarea name="words"></textarea>
  <button>send</button></form>
<form method="post" action="/o/abc/claim/"><input type="hidden" name="token" value="t3"></form>
<form name="census" method="post" enctype="multipart/form-data"><input type="hidden" name="c" value="t4">
  <input type="file" name="sketch"></form>
<input name="outside">
"""


@pytest.mark.parametrize(
    ("act", "values", "posted"),
    [
        ("acknowledge", {}, {"csrfmiddlewaretoken": "t1", "action": "acknowledge"}),
        (
            "plan",
            {"date": "2015-03-09"},
            {"csrfmiddlewaretoken": "t2", "action": "plan", "date": "2015-03-09", "words": "好"},
        ),
        ("claim", {}, {"token": "t3"}),
        ("census", {}, {"c": "t4"}),
    ],
)
def test_a_form_is_found_however_it_names_its_act(act, values, posted):
    form = forms.read(PAGE).form_for(act)
    assert form.filled(act, values, "好") == posted


def test_an_act_without_a_form_is_not_found():
    assert forms.read(PAGE).form_for("retest") is None


def test_links_are_known_by_their_relation():
    assert forms.read(PAGE).links["census-ticket"] == "ticket.json"


def test_words_are_left_out_where_there_are_none():
    assert "words" not in forms.read(PAGE).form_for("plan").filled("plan", {}, "")
