# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes import ldap
from mendsky.core.probes.ldap import BIND, is_whole, read, values
from mendsky.lab.open_ldap import store

ENTRY = store.entry("cn=1,o=x", {"cn": "张三", "mail": "a\0b", "empty": ""})
SHOWN = ENTRY + store.result(store.DONE, 4, "enough")


def test_requests_are_written_as_the_protocol_has_it():
    assert bytes.fromhex("300c020101600702010304008000") == BIND
    written = ldap.search("o=x", scope=2, wanted=ldap.present("cn"), most=200, kinds=("cn",), only_kinds=True)
    assert written == bytes.fromhex(
        "3024" "020101" "631f" "04036f3d78" "0a0102" "0a0100" "020200c8" "02010a" "0101ff" "8702636e"
        "3004" "0402636e"
    )  # fmt: skip


def test_a_long_length_is_written_in_bytes_of_its_own():
    assert ldap.element(4, bytes(200))[:3] == b"\x04\x81\xc8"
    assert ldap.element(4, bytes(70_000))[:5] == b"\x04\x83\x01\x11\x70"


def test_entries_and_how_it_ended_are_read():
    found = read(SHOWN)
    assert (found.code, found.said, found.entries[0].name) == (4, "enough", "cn=1,o=x")
    assert found.entries[0].values == {"cn": ("张三".encode(),), "mail": (b"a", b"b"), "empty": ()}


def test_a_reference_to_another_directory_is_passed_over():
    reference = store.message(store.element(0x73, store.element(4, b"ldap://x.test/")))
    assert len(read(reference + SHOWN).entries) == 1


def test_what_is_read_for_identifiers_is_the_values_alone():
    assert values(SHOWN).decode() == "\ndn: cn=1,o=x\ncn: 张三\nmail: a\nmail: b"
    assert values(SHOWN + SHOWN[:-1]).decode().count("张三") == 1
    assert values(ENTRY + ENTRY[:-1]).decode().count("张三") == 1


WRONG = {
    "nothing": b"",
    "cut": SHOWN[:-1],
    "more": SHOWN + b"x",
    "no end": ENTRY,
    "another operation": store.message(store.element(0x77)) + SHOWN,
    "no number": store.element(0x30, store.element(4), store.element(0x65)),
    "no operation": store.element(0x30, store.element(2, b"\1")),
    "an endless length": b"\x30\x80" + SHOWN,
    "a length beyond all": b"\x30\x89" + bytes(20),
    "a code of another kind": store.message(store.element(0x65, *[store.element(4)] * 3)),
    "an end without words": store.message(store.element(0x65, store.element(10, b"\0"))),
    "a name that is none": store.message(store.element(0x64, store.element(4, b"\xff"), store.element(0x30)))
    + SHOWN,
    "an entry without values": store.message(store.element(0x64, store.element(4))) + SHOWN,
    "entries without end": ENTRY * 300 + SHOWN,
}


@pytest.mark.parametrize("way", WRONG)
def test_what_is_no_answer_is_none(way):
    assert read(WRONG[way]) is None


@pytest.mark.parametrize("heard", [b"", b"0", ENTRY[:4], ENTRY, ENTRY + b"0", SHOWN[:-1], b"\x30\x84\1"])
def test_a_beginning_is_waited_for(heard):
    assert not is_whole(heard)


@pytest.mark.parametrize("heard", [SHOWN, b"SSH-", bytes(9), b"\x30\x80", ENTRY + b"x", ENTRY * 300])
def test_a_whole_answer_and_what_can_be_none_are_not(heard):
    assert is_whole(heard)


@given(st.binary(max_size=90))
def test_nothing_makes_reading_raise(heard):
    for content in (heard, store.message(store.element(0x64, heard)), store.message(heard)):
        is_whole(content)
        read(content)
        values(content)
