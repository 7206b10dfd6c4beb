# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.identity.held import SPARE, Held


@given(st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 400)), max_size=30))
def test_what_was_added_and_not_dropped_is_held(steps):
    held, expected = Held(), b""
    for chunk, drop in steps:
        held.add(chunk)
        expected += chunk
        size = min(drop, len(expected))
        held.drop(size)
        expected = expected[size:]
        assert bytes(held.room[: held.size]) == held.first(1000) == expected[:1000]
        assert held.first(2) == expected[:2]
        assert len(held.room) >= held.size + SPARE


def test_the_memory_is_used_again():
    held = Held()
    held.add(bytes(1000))
    room = held.room
    for _ in range(10):
        held.drop(900)
        held.add(bytes(900))
    assert held.room is room
