# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.surface import Surface
from mendsky.core.probes.targets import Parameter
from mendsky.core.probes.wildcards import Everyone, everyone, terms_for
from mendsky.core.terms.answers import Cause
from tests.people import table
from tests.probing import page_of

PARAMETER = Parameter(path="/s", fields=(("a", ""),), name="a")
SURFACE = Surface(pages=(), links=(), parameters=(), logins=(), login_box=False, cause=None)


def asked(*pages):
    """Ask with two terms; gives what was asked and the answer."""
    run = everyone(PARAMETER, SURFACE, terms=("%", ""), posted=True)
    gets = [next(run)]
    try:
        for page in pages:
            gets += [run.send(page)]
    except StopIteration as end:
        return [get.target for get in gets], end.value
    raise AssertionError(gets)


def test_several_people_are_everyone_and_no_more_is_asked():
    gets, found = asked(page_of("/s?a=%25", table(3)))
    assert (gets, found.people) == (["/s?a=%25"], 3)


@pytest.mark.parametrize("text", ["", table(1)])
def test_nobody_and_one_are_not(text):
    gets, found = asked(page_of("/s?a=%25", text), page_of("/s?a=", text))
    assert (gets, found) == (["/s?a=%25", "/s?a="], None)


def test_the_second_term_may_bring_them():
    _, found = asked(page_of("/s?a=%25", "x"), page_of("/s?a=", table(2)))
    assert isinstance(found, Everyone)


def test_a_form_that_refuses_to_be_asked_cannot_be_told():
    assert asked(page_of("/s?a=%25", "x", status=405))[1] is Cause.NOT_GRANTED


def test_answers_are_kept_for_the_visit():
    assert next(everyone(PARAMETER, SURFACE, terms=("%",))).fresh is False


def test_the_star_is_rare():
    assert terms_for(known=False, star=False) == ("%", "")
    assert set(terms_for(known=True, star=False)) == set(terms_for(known=False, star=True)) == {"%", "", "*"}
