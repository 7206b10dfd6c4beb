# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.net.probing.heads import MOST_BYTES, MOST_LINES, is_flooded, read_head


@pytest.mark.parametrize(
    ("head", "flooded"),
    [
        (b"", False),
        (b"X: y\r\n" * MOST_LINES, False),
        (b"X: y\r\n" * (MOST_LINES + 1), True),
        (b"y" * MOST_BYTES, False),
        (b"y" * (MOST_BYTES + 1), True),
    ],
)
def test_a_head_is_bounded_in_bytes_and_lines(head, flooded):
    assert is_flooded(bytearray(head)) is flooded


@pytest.mark.parametrize(
    ("head", "ended", "fields", "set_cookies"),
    [
        (b"", False, {}, []),
        (b"HTTP/1.1 200 OK\r\n", False, {}, []),
        (b"HTTP/1.1 200 OK\r\nX:", False, {}, []),
        (b"HTTP/1.1 200 OK\r\nX: a:b \r\nx: c\r\n\r\n", True, {"x": "a:b"}, []),
        (b"HTTP/1.1 200 OK\nX: y\n\n", True, {"x": "y"}, []),
        (b"HTTP/1.1 200 a:b\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n", True, None, ["a=1", "b=2"]),
        (b"HTTP/1.1 103 E\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nZ: y\r\n", False, {"z": "y"}, []),
        (b"HTTP/1.1 200 OK\r\n\r\nX: y\r\n", True, {"x": "y"}, []),
    ],
    ids=[
        "none",
        "begun",
        "broken off",
        "first value",
        "bare line ends",
        "cookies",
        "informational",
        "trailers",
    ],
)
def test_the_fields_of_the_last_answer_are_read(head, ended, fields, set_cookies):
    headers, cookies = {}, []
    assert read_head(bytearray(head), headers, cookies) is ended
    assert cookies == set_cookies
    assert fields is None or headers == fields


LINES = [
    "HTTP/1.1 200 OK",
    "HTTP/1.1 103 a:b",
    "X: y",
    "x:z ",
    "Set-Cookie: a=1",
    "no colon",
    " X : y",
    ":v",
    "",
    " ",
]


def line_by_line(head):
    headers, cookies, ended = {}, [], False
    for line in head.split("\n")[:-1]:
        name, colon, value = line.partition(":")
        if line.startswith("HTTP/"):
            headers, cookies, ended = {}, [], False
        elif not colon:
            ended = ended or not name.strip()
        elif name.strip().lower() == "set-cookie":
            cookies.append(value.strip())
        else:
            headers.setdefault(name.strip().lower(), value.strip())
    return ended, headers, cookies


@given(
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["\r\n", "\n"])), max_size=12),
    st.integers(0, 9),
)
def test_a_head_is_read_as_line_by_line(lines, cut):
    head = "".join(map("".join, lines))
    head = head[: len(head) - cut]
    headers, cookies = {}, []
    ended = read_head(bytearray(head.encode()), headers, cookies)
    assert (ended, headers, cookies) == line_by_line(head)
