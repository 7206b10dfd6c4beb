# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.talking import ask, people_in
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


def test_people_are_counted_once_each():
    text = " ".join(resident_id(number) for number in (1, 2, 2, 1))
    assert people_in(page_of("x", text)) == 2
    assert people_in(page_of("x", "nobody")) == 0
