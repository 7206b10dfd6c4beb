# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.net.probing.origins import OriginError, parse_origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://yb.lab.test", "http://yb.lab.test:80"),
        ("https://yb.lab.test/", "https://yb.lab.test:443"),
        ("HTTP://YB.lab.test:8080", "http://yb.lab.test:8080"),
        ("http://127.1.2.3:81", "http://127.1.2.3:81"),
        ("http://[::1]:81", "http://[::1]:81"),
        ("http://[0:0::1]", "http://[::1]:80"),
        ("redis://yb.lab.test", "redis://yb.lab.test:6379"),
        ("memcached://[::1]", "memcached://[::1]:11211"),
    ],
)
def test_an_origin_is_written_in_one_way(text, origin):
    assert str(parse_origin(text)) == origin
    assert parse_origin(origin) == parse_origin(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yb.lab.test",
        "gopher://yb.lab.test",
        "file:///etc/passwd",
        "http://yb.lab.test/path",
        "redis://yb.lab.test/0",
        "redisss://yb.lab.test",
        "http://user@yb.lab.test",
        "http://yb.lab.test:0",
        "http://yb.lab.test:65536",
        "http://yb.lab.test:80\r\nx",
        "http://[::g]",
        "http://医.test",
        "http://-x.test",
        "http:///",
    ],
)
def test_anything_else_is_refused_in_one_line(text):
    with pytest.raises(OriginError) as refused:
        parse_origin(text)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=40))
def test_no_text_brings_another_error(text):
    try:
        parse_origin(f"http://{text}")
    except OriginError:
        return
