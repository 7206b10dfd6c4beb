# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes import jute
from mendsky.core.probes.jute import GET_CHILDREN, GET_DATA, are_whole, held, is_session, listed, names, read
from mendsky.lab.open_zookeeper.store import SESSION, Store

TREE = {"/a": b"", "/a/x": "张三".encode(), "/a/y": b"2"}


def hear(kind, *paths):
    store = Store(tree=TREE)
    store(jute.CONNECT)
    return store(jute.questions(kind, list(paths))).content


def test_questions_are_written_as_the_protocol_has_it():
    assert len(jute.CONNECT) == 49
    assert pack(">iiqiqi", 45, 0, 0, 30_000, 0, 16) + bytes(16) + b"\1" == jute.CONNECT
    written = jute.questions(GET_DATA, ["/a", "/b"])
    assert written == b"".join(
        pack(">iiii", 15, turn, 4, 2) + path + b"\0" for turn, path in ((1, b"/a"), (2, b"/b"))
    )


def test_replies_are_read_in_their_order():
    found = read(hear(GET_CHILDREN, "/a", "/none"), 2)
    assert [reply.error for reply in found] == [0, -101]
    assert names(found[0].content) == ["x", "y"]


def test_how_much_a_node_holds_is_read():
    (found,) = read(hear(jute.EXISTS, "/a/x"), 1)
    assert jute.node(found.content) == jute.Node(size=6, children=0)
    assert jute.node(b"") is None


def test_what_is_read_for_identifiers_is_names_and_contents_alone():
    assert listed(hear(GET_CHILDREN, "/a")) == b"x\ny"
    assert held(hear(GET_DATA, "/a/x", "/none", "/a/y")).split(b"\n") == ["张三".encode(), b"2"]
    assert held(hear(GET_DATA, "/a/y", "/a/x")[:-70]).split(b"\n") == [b"2", "张三".encode()[:-2]]


def test_a_session_that_began_is_told_from_one_that_did_not():
    assert is_session(SESSION)
    # Servers before 3.4 do not say whether they only read.
    assert is_session(pack(">iiiqi16s", 36, 0, 4000, 7, 16, b""))
    assert is_session(pack(">iiiqi16s", 36, 0, 0, 0, 16, b"")) is False
    assert [
        is_session(heard) for heard in (b"", SESSION[:-1], SESSION + b"x", pack(">i", 33) + b"\1" * 33)
    ] == [None] * 4


TWO = hear(GET_DATA, "/a/x", "/a/y")


@pytest.mark.parametrize("heard", [b"", TWO[:-1], TWO + b"x", TWO * 2, TWO[4:], bytes(40), b"\xff" * 40])
def test_what_is_no_reply_is_none(heard):
    assert read(heard, 2) is None


def test_names_that_are_not_whole_are_none():
    content = pack(">ii", 2, 1) + b"x"
    assert [names(one) for one in (b"", content, content + pack(">i", 9) + b"y")] == [None] * 3


@pytest.mark.parametrize("heard", [b"", TWO[:3], TWO[:40], TWO[:-1]])
def test_a_beginning_is_waited_for(heard):
    assert not are_whole(2)(heard)


@pytest.mark.parametrize("heard", [TWO, b"SSH-", bytes(9), b"\xff\xff\xff\xff", TWO + b"x"])
def test_whole_replies_and_what_can_be_none_are_not(heard):
    assert are_whole(2)(heard)


@given(st.binary(max_size=90))
def test_nothing_makes_reading_raise(heard):
    for content in (heard, pack(">iiqi", 16 + len(heard), 1, 0, 0) + heard):
        assert {type(read(content, 1)), type(names(content))} <= {list, type(None)}
        are_whole(1)(content)
        is_session(content)
        listed(content)
        held(content)
