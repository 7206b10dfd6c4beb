# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.bson import is_whole, message, read
from mendsky.lab.open_mongodb import store


def test_a_command_is_written_as_the_wire_protocol_has_it():
    written = message(("hello", 1), ("$db", "admin"), ("nameOnly", True))
    plain = b"\x10hello\0\1\0\0\0" + b"\x02$db\0\6\0\0\0admin\0" + b"\x08nameOnly\0\1"
    document = pack("<i", len(plain) + 5) + plain + b"\0"
    assert written == pack("<iiiiIB", 21 + len(document), 1, 0, 2013, 0, 0) + document


def test_what_is_written_is_read():
    assert read(message(("find", "x"), ("limit", -5), ("singleBatch", False))) == {
        "find": "x",
        "limit": -5,
        "singleBatch": False,
    }


def test_documents_within_documents_and_what_is_left_out_are_read():
    elements = [
        store.array("rows", [store.document(store.text("name", "张三"))]),
        b"\x07_id\0" + bytes(12),
        b"\x09at\0" + bytes(8),
        b"\x05raw\0" + pack("<i", 3) + b"\0abc",
        b"\x0anone\0",
        b"\x12long\0" + pack("<q", 1 << 40),
        b"\x01n\0" + pack("<d", 2.5),
    ]
    found = read(store.message(store.document(*elements)))
    assert found == {
        "rows": {"0": {"name": "张三"}},
        "_id": None,
        "at": None,
        "raw": None,
        "none": None,
        "long": 1 << 40,
        "n": 2.5,
    }


WHOLE = store.message(store.ok())
DEEP = store.document()
for _ in range(40):
    DEEP = store.document(b"\x03a\0" + DEEP)


@pytest.mark.parametrize(
    "heard",
    [
        b"",
        WHOLE[:-1],
        WHOLE + b"x",
        WHOLE.replace(pack("<i", 2013), pack("<i", 1)),
        store.message(b"\xff\xff\xff\x7f\0"),
        store.message(store.document(b"\x02a\0\xff\xff\xff\x7fx\0")),
        store.message(store.document(b"\x02a\0\xff\xff\xff\xffx\0")),
        store.message(store.document(b"\x42a\0")),
        store.message(store.document(b"\x02a")),
        store.message(DEEP),
    ],
)
def test_what_is_no_document_is_none(heard):
    assert read(heard) is None


@pytest.mark.parametrize("heard", [b"", WHOLE[:3], WHOLE[:12], WHOLE[:-1]])
def test_a_beginning_is_waited_for(heard):
    assert not is_whole(heard)


@pytest.mark.parametrize("heard", [WHOLE, b"SSH-", bytes(40), b"\xff\xff\xff\xff"])
def test_a_whole_message_and_what_can_be_none_are_not(heard):
    assert is_whole(heard)


@given(st.binary(max_size=90))
def test_nothing_makes_reading_raise(heard):
    is_whole(heard)
    read(heard)
    read(store.message(heard))
