# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.resp import MOST_ELEMENTS, NotRespError, Refused, asking, command, is_whole, read
from mendsky.lab.open_redis import store


def test_a_command_is_written_with_its_lengths_so_that_no_word_can_be_two():
    assert command(b"GET", b"a b\r\nc") == b"*2\r\n$3\r\nGET\r\n$6\r\na b\r\nc\r\n"
    assert store.command(command(b"GET", b"a b\r\nc")) == ([b"GET", b"a b\r\nc"], 25)


@pytest.mark.parametrize(
    ("content", "reply"),
    [
        (b"+PONG\r\n", b"PONG"),
        (b":12\r\n", 12),
        (b"$5\r\na\r\nb \r\n", b"a\r\nb "),
        (b"$-1\r\n", None),
        (b"*-1\r\n", None),
        (b"*0\r\n", ()),
        (b"*2\r\n$1\r\n0\r\n*2\r\n$1\r\na\r\n:1\r\n", (b"0", (b"a", 1))),
        (b"-NOAUTH Authentication required.\r\n", Refused("NOAUTH", "NOAUTH Authentication required.")),
    ],
)
def test_a_reply_is_read_and_only_when_it_is_whole(content, reply):
    assert read(content, 1) == (reply,)
    assert is_whole(content, count=1)
    for length in range(len(content)):
        assert not is_whole(content[:length], count=1)
        assert read(content[:length], 1) is None


@pytest.mark.parametrize(
    "content",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"SSH-2.0",
        b"ERROR\r\n",
        b"$x\r\n",
        b"$3\r\nabcdef",
        b"*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
        b"*99999999\r\n" + b":1\r\n" * (MOST_ELEMENTS + 1),
        b"+" + b"x" * 600,
        b":" + b"9" * 40 + b"\r\n",
    ],
)
def test_what_can_never_become_a_reply_is_not_waited_for(content):
    assert is_whole(content, count=1)
    assert read(content, 1) is None


def test_what_follows_the_last_reply_makes_it_none():
    assert read(b"+PONG\r\n+PONG\r\n", 1) is None
    assert read(b"+PONG\r\n+PONG\r\n", 2) == (b"PONG", b"PONG")


def test_what_is_asked_does_not_stand_in_its_name_nor_in_its_repr():
    sending, receiving = asking("GET", [command(b"GET", b"made-up-key")], 100)
    assert sending.target == "GET"
    assert "made-up-key" not in repr(sending) + repr(receiving)


@given(st.binary(max_size=200), st.integers(1, 3))
def test_no_bytes_bring_an_error(content, count):
    assert read(content, count) is None or is_whole(content, count=count)
    assert issubclass(NotRespError, ValueError)
