# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes import rsync
from mendsky.core.probes.rsync import NotRsyncError

SEED = b"\1\2\3\4"
DIRECTORY = 0o040755


def message(content, tag=7):
    return len(content).to_bytes(3, "little") + bytes([tag]) + content


def entry(name, size, mode=0o100644):
    """Write an entry with nothing left out."""
    return bytes([0x40]) + pack("<i", len(name)) + name + pack("<iii", size, 0, mode)


LIST = entry(b".", 4096, DIRECTORY) + entry(b"pub/a.csv", 900) + b"\xa2\x04\x05b.csv" + pack("<i", 7)
ENDED = b"\0" + bytes(4)


def test_a_list_is_read_with_what_its_entries_share():
    found, whole = rsync.listed(SEED + message(LIST + ENDED))
    assert [(one.path, one.size) for one in found] == [("pub/a.csv", 900), ("pub/b.csv", 7)]
    assert whole


def test_a_list_in_many_messages_beside_others_is_the_same():
    split = b"".join(message(bytes([one])) + message(b"note", 9) for one in LIST + ENDED)
    assert rsync.listed(SEED + split) == rsync.listed(SEED + message(LIST + ENDED))


def test_a_large_file_is_listed_with_its_size():
    large = bytes([0x40]) + pack("<i", 1) + b"a" + pack("<iqii", -1, 5 << 32, 0, 0o100600)
    assert rsync.listed(SEED + message(large + ENDED))[0][0].size == 5 << 32


def test_of_a_list_that_is_not_whole_what_came_is_kept():
    found, whole = rsync.listed(SEED + message(LIST)[:-3])
    assert ([one.path for one in found], whole) == (["pub/a.csv"], False)
    assert not rsync.is_listed(SEED + message(LIST))


NO_LISTS = [
    SEED + b"HTTP/1.1",
    SEED + message(b"\x20\xff\x01a") + bytes(3),
    SEED + message(b"\x40" + pack("<i", -4)) + bytes(3),
]


@pytest.mark.parametrize("heard", NO_LISTS)
def test_what_is_no_list_is_told(heard):
    with pytest.raises(NotRsyncError):
        rsync.listed(heard)
    assert rsync.is_listed(heard) == heard.endswith(bytes(3))


def test_a_file_is_read_to_its_end_or_as_far_as_it_came():
    begun = message(rsync.REQUEST) + message(pack("<i", 5) + b"hello") + message(pack("<i", 9) + b"wor")
    assert rsync.sent(begun) == (b"hellowor", False)
    ended = message(rsync.REQUEST + pack("<i", 5) + b"hello" + bytes(20))
    assert rsync.sent(ended) == (b"hello", True)
    assert (rsync.is_sent(begun), rsync.is_sent(ended)) == (False, True)


def test_a_file_that_cannot_be_sent_is_not_waited_for():
    heard = message(b"Permission denied\n", 8)
    assert rsync.is_refused(heard)
    assert rsync.is_sent(heard)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (b"@RSYNCD: 31.0 md5\nwelcome\n@RSYNCD: OK\n", "@RSYNCD: OK"),
        (b"@RSYNCD: 30.0\npub\tx\n@RSYNCD: EXIT\n", "@RSYNCD: EXIT"),
        (b"@RSYNCD: 29\n@RSYNCD: AUTHREQD abc\n", "@RSYNCD: AUTHREQD abc"),
        (b"@RSYNCD: 31.0\n@ERROR: Unknown module 'x'\n", "@ERROR: Unknown module 'x'"),
        (b"@RSYNCD: 31.0\n@RSYNCD: O", ""),
        (b"SSH-2.0\n@RSYNCD: OK\n", ""),
    ],
)
def test_what_the_daemon_says_is_found_behind_its_greetings(heard, said):
    assert rsync.said(heard) == said


@pytest.mark.parametrize("heard", [b"", b"@RSY", b"@RSYNCD: 31.0", b"@RSYNCD: 31.0\nwelcome\n"])
def test_a_beginning_is_waited_for(heard):
    assert not rsync.is_said(heard)


@pytest.mark.parametrize("heard", [b"SSH-2.0\r\n", b"220 x\r\n", bytes(4), b"@ROOT"])
def test_what_no_daemon_says_is_not(heard):
    assert rsync.is_said(heard)


def test_arguments_ask_for_a_list_and_leave_nothing_out():
    assert rsync.arguments("a/", whole=True) == b"--server\n--sender\n-r\n.\na/\n\n\0\0\0\0"


@given(st.binary(max_size=80))
def test_nothing_makes_the_end_of_an_answer_raise(heard):
    for until in (rsync.is_said, rsync.is_listed, rsync.is_sent):
        until(heard)
