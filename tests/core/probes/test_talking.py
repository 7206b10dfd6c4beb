# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.answers import not_exposed
from mendsky.core.probes.open_nfs import SPEC
from mendsky.core.probes.talking import Walk, ask, people_in, walked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Page
from mendsky.core.terms.streams import Receive, Send
from tests.people import resident_id
from tests.probing import page_of


def test_it_sends_then_hears():
    asking = ask("hello", b"hello\n", 9, bool)
    assert next(asking) == Send(b"hello\n", target="hello")
    assert asking.send(Page(target="hello")) == Receive(9, bool)
    heard = page_of("hello", "x")
    with pytest.raises(StopIteration) as end:
        asking.send(heard)
    assert end.value.value is heard


@pytest.mark.parametrize("turns", [1, 2])
def test_why_nothing_came_is_given_in_its_place(turns):
    asking = ask("hello", b"hello\n", 9, bool)
    next(asking)
    if turns == 2:
        asking.send(Page(target="hello"))
    with pytest.raises(StopIteration) as end:
        asking.send(Page(target="hello", failure=Cause.TIMED_OUT))
    assert end.value.value is Cause.TIMED_OUT


def walking(waiting, most, answers):
    """Walk through places of which each answers, or names others; give where it was and how it ended."""
    walk = Walk(waiting=waiting)

    def look(place):
        answer = answers.get(place)
        if isinstance(answer, list):
            walk.waiting += answer
            return None
        return answer
        yield

    try:
        next(walked(walk, most, look))
    except StopIteration as end:
        return walk.seen, end.value


def test_a_walk_goes_to_what_it_finds_until_something_answers():
    found = not_exposed(SPEC, "made up")
    assert walking(["/"], 9, {"/": ["a", "b"], "a": found}) == ({"/", "a"}, found)
    assert walking(["/"], 9, {"/": ["a"]}) == ({"/", "a"}, None)


def test_a_walk_that_is_cut_short_or_hindered_says_why():
    assert walking(["/"], 2, {"/": ["a", "b"]}) == ({"/", "a"}, Cause.OVER_BUDGET)
    hindered = {"/": ["a", "b"], "a": Cause.BLOCKED, "b": Cause.SERVER_ERROR}
    assert walking(["/"], 2, hindered)[1] is walking(["/"], 9, hindered)[1] is Cause.BLOCKED


def test_people_are_counted_once_each():
    text = " ".join(resident_id(number) for number in (1, 2, 2, 1))
    assert people_in(page_of("x", text)) == 2
    assert people_in(page_of("x", "nobody")) == 0
