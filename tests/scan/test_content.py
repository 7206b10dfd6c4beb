# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A content can be looked at and is still whole afterwards; its file fits the limit or is refused."""

import pytest

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import HEAD, Content
from mendsky.scan.limits import Limits, Meter


def given(*chunks, **limits):
    return Content("x", iter(chunks), Meter(Limits(**limits)))


def test_the_head_is_not_taken_off():
    content = given(b"ab", b"", b"cd")
    assert content.head == content.head == b"abcd"
    assert list(content.chunks()) == [b"ab", b"cd"]


def test_of_much_only_the_head_is_looked_at():
    taken = []
    content = Content("x", (taken.append(1) or bytes(HEAD) for _ in range(9)), Meter(Limits()))
    assert len(content.head) == HEAD
    assert len(taken) == 1


def test_what_was_read_before_a_failure_is_given_first():
    def chunks():
        yield b"ab"
        raise UnreadError(Cause.CORRUPT)

    content = Content("x", chunks(), Meter(Limits()))
    assert content.head == b"ab"
    read = content.chunks()
    assert next(read) == b"ab"
    with pytest.raises(UnreadError):
        next(read)


def test_a_stream_becomes_a_file_while_it_fits():
    assert given(b"ab", b"cd").file().read() == b"abcd"


def test_one_that_does_not_fit_can_still_be_read_forward():
    content = given(b"ab", b"cd", b"ef", in_memory=3)
    with pytest.raises(UnreadError, match="too-big"):
        content.file()
    assert b"".join(content.chunks()) == b"abcdef"


def test_a_file_is_counted_and_can_be_read_again(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    content = Content.of_file(path, Meter(Limits()))
    assert b"".join(content.chunks()) == b"".join(content.again().chunks()) == b"abc"
    assert content.meter.read == 3
    assert given(b"a").again() is None


def test_a_file_that_is_gone_is_unreadable(tmp_path):
    content = Content.of_file(tmp_path / "none", Meter(Limits()))
    assert content.head == b""
    with pytest.raises(UnreadError, match="unreadable"):
        list(content.chunks())
    with pytest.raises(UnreadError, match="unreadable"):
        content.file()
