# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.looks import look, numbers_on, stable
from mendsky.core.terms.probing import Body, Page
from tests.people import resident_id
from tests.probing import page_of


def seen(text, **asked):
    return look(page_of("/", text), **asked)


def test_a_clock_and_a_nonce_change_the_exact_look_only():
    first = seen('<p>12:00:01</p><input type="hidden" name="t" value="aaaaaaaa"><p>Anna</p>')
    again = seen('<p>12:00:02</p><input type="hidden" name="t" value="bbbbbbbb"><p>Anna</p>')
    assert first.exact != again.exact
    assert first.blurred == again.blurred
    assert stable(first, again)


def test_scripts_and_comments_are_passed_over():
    assert stable(seen("<script>x('a')</script><!-- one -->y"), seen("<script>x('b')</script><!-- two -->y"))


def test_an_opening_without_an_end_costs_no_square():
    first, again = (Page(target="/", status=200, body=Body(b"<script" * times)) for times in (80_000, 90_000))
    assert look(first).blurred == look(again).blurred


def test_what_differs_in_words_differs():
    assert not stable(seen("<p>found</p>"), seen("<p>not found</p>"))


def test_a_number_of_identifiers_makes_a_difference_even_where_digits_are_blurred():
    assert not stable(
        seen(f"<p>{resident_id(1)}</p>"), seen(f"<p>{resident_id(1)}</p> <p>{resident_id(2)}</p>")
    )


def test_the_echo_of_the_question_makes_no_difference():
    asked = "17' AND '1'='1"
    echo = "<p>17&#x27; AND &#x27;1&#x27;=&#x27;1</p><a href='?q=17%27%20AND%20%271%27%3D%271'>next</a>"
    assert seen(echo, asked=asked, plain="17") == seen("<p>17</p><a href='?q=17'>next</a>")


def test_a_look_that_repeats_another_to_the_byte_is_that_one():
    first = seen("<p>17</p>")
    assert seen("<p>17</p>", like=first) is first
    assert seen("<p>18</p>", like=first) == seen("<p>18</p>") != first


def test_a_status_makes_a_difference():
    assert not stable(seen("x"), look(page_of("/", "x", status=500)))


def test_where_a_page_was_cut_does_not_matter():
    body = "y" * 60_000
    first = look(page_of("/", "<p>1</p>" + body, cut=True), asked="1", plain="1")
    again = look(page_of("/", "<p>1' AND 1</p>" + body[:-8], cut=True), asked="1' AND 1", plain="1")
    assert first.blurred == again.blurred


@given(st.binary(max_size=300), st.text(max_size=10), st.text(max_size=10))
def test_no_page_makes_a_look_raise(body, asked, plain):
    look(Page(target="/", status=200, body=Body(body)), asked=asked, plain=plain)


def test_a_page_is_known_again_by_its_numbers_and_not_by_labels_tokens_or_the_question():
    text = (
        '<script>v=20150422</script><input type=hidden name=t value=99887766><p class="w1234">姓名 12 {}</p>'
    )
    plain = numbers_on(page_of("/", text.format("")))
    assert plain == frozenset()
    shown = numbers_on(page_of("/", text.format('138****5678 <input name=m value="2015-04-22"> 4711')))
    assert len(shown) == 3
    assert shown - numbers_on(page_of("/", "138****5678, 2015-04-22")) == numbers_on(
        page_of("/", "<b>4711</b>")
    )
    assert numbers_on(page_of("/", "4711 47110"), besides=("4711",)) == numbers_on(page_of("/", "47110"))
