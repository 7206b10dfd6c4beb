# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes import etcd
from mendsky.core.probes.etcd import after, is_whole, keys_in, read, values
from mendsky.lab.open_etcd.store import framed, row

HEADER = {"header": {"revision": "4"}}
LONG = {**HEADER, "kvs": [row(b"/app/%d" % place, b"x" * 300) for place in range(30)], "count": "30"}


def test_a_question_names_a_range_and_nothing_that_changes():
    asked = keys_in("h:2379", "v3", b"/app/", b"/app0", keys_only=True, limit=3)
    head, _, body = asked.partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[:2] == [b"POST /v3/kv/range HTTP/1.1", b"Host: h:2379"]
    assert f"Content-Length: {len(body)}".encode() in head
    written = json.loads(body)
    assert (b64decode(written["key"]), b64decode(written["range_end"])) == (b"/app/", b"/app0")
    assert (written["keys_only"], written["limit"]) == (True, 3)


@pytest.mark.parametrize("content", [HEADER, LONG], ids=["with a length", "in pieces"])
def test_an_answer_is_whole_at_its_last_byte_and_no_sooner(content):
    answer = framed(200, content)
    assert [end for end in range(len(answer) + 1) if is_whole(answer[:end])] == [len(answer)]
    assert read(answer).fields == content
    assert read(answer[:-1]) is None


def test_keys_and_values_are_given_decoded_of_a_cut_answer_too():
    answer = framed(200, LONG)
    assert read(answer).keys == [b"/app/%d" % place for place in range(30)]
    assert values(answer).split(b"\n")[:2] == [b"/app/0", b"x" * 300]
    assert b"/app/1\n" in values(answer[:3000])
    assert (read(answer).count, read(answer).more) == (30, False)


@pytest.mark.parametrize(
    ("status", "content", "closed", "of_range"),
    [
        (200, HEADER, False, True),
        (200, {"code": 0}, False, False),
        (400, {"error": "etcdserver: user name is empty", "code": 3}, True, False),
        (400, {"message": "etcdserver: user name is empty", "code": 3}, True, False),
        (403, {"error": "etcdserver: permission denied", "code": 7}, True, False),
        (403, "forbidden", True, False),
        (503, {"error": "etcdserver: no leader"}, False, False),
    ],
)
def test_an_answer_says_whether_it_is_closed_or_tells_of_a_range(status, content, closed, of_range):
    answered = read(framed(status, content))
    assert (answered.status, answered.closed, answered.of_range) == (status, closed, of_range)


@pytest.mark.parametrize("kvs", ["x", [7], [{"key": "!"}], [{"key": 7}]])
def test_keys_that_cannot_be_read_are_no_answer(kvs):
    assert read(framed(200, HEADER | {"kvs": kvs})) is None


def test_behind_a_folder_comes_the_first_key_that_is_not_in_it():
    assert (after(b"/app/"), after(b"p:"), after(b"")) == (b"/app0", b"p;", etcd.ALL)
    assert after(b"/\xff") == b"0"
    assert after(b"\xff") == etcd.ALL


@given(st.binary(max_size=60).map(lambda tail: b"HTTP/1.1 200 OK\r\n" + tail) | st.binary(max_size=60))
def test_no_bytes_make_it_raise(heard):
    is_whole(heard)
    read(heard)
    values(heard)


@given(st.binary())
def test_what_stands_in_base64_is_read_for_identifiers_as_it_is(held):
    written = b64encode(held).decode()
    assert values(framed(200, {"kvs": [{"key": "", "value": written}]})) == held
