# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading forward by exact sizes gives the same however the chunks fall."""

import pytest

from mendsky.scan.causes import UnreadError
from mendsky.scan.forward import Forward

TEXT = bytes(range(200))


@pytest.fixture(params=[1, 3, 7, 500])
def stream(request):
    size = request.param
    return Forward(iter([TEXT[at : at + size] for at in range(0, len(TEXT), size)]))


def test_exact_sizes(stream):
    assert (stream.peek(5), stream.take(5), stream.take(3), stream.at) == (TEXT[:5], TEXT[:5], TEXT[5:8], 8)
    assert b"".join(stream.pieces(100)) == TEXT[8:108]
    with pytest.raises(UnreadError, match="truncated"):
        stream.take(1000)
    with pytest.raises(UnreadError, match="truncated"):
        list(stream.pieces(1000))
    assert stream.some(5) == b""


def test_what_was_taken_can_be_given_back(stream):
    taken = stream.take(50)
    stream.give_back(taken[10:])
    assert (stream.at, stream.take(40)) == (10, TEXT[10:50])


def test_a_mark_is_found_across_borders(stream):
    assert b"".join(stream.until(TEXT[77:80], 5)) == TEXT[:77]
    assert stream.seek_to((b"none", TEXT[90:93]))
    assert (stream.at, stream.take(3)) == (90, TEXT[90:93])
    assert not stream.seek_to((b"none",))


def test_without_the_mark_everything_is_taken(stream):
    assert b"".join(stream.until(b"none", 9)) == TEXT
