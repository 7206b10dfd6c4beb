# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.nfs import (
    LOOKUP,
    READ,
    READDIR,
    Entry,
    NotNfsError,
    entering,
    held,
    is_whole,
    listing,
    read,
    reading,
)
from mendsky.lab.files import kept_file
from mendsky.lab.open_nfs.store import fragment, service

TREE = {"/a/x.csv": kept_file(b"0123456789"), "/a/b/y": kept_file(b"")}


def answer(asked, tree=TREE):
    return service(tree)()(asked).content


def test_directories_and_files_are_read_as_they_are():
    assert read(answer(listing([], 4096)), READDIR).entries == (
        Entry(name=b"a", directory=True, size=4096, plain=False),
    )
    found = read(answer(listing([b"a"], 4096)), READDIR)
    assert [(entry.name, entry.plain, entry.size) for entry in found.entries] == [
        (b"x.csv", True, 10),
        (b"b", False, 4096),
    ]
    assert (found.status, found.end) == (0, True)
    head = read(answer(reading([b"a", b"x.csv"], 4)), READ)
    assert (head.content, head.end) == (b"0123", False)
    assert read(answer(reading([b"a", b"x.csv"], 40)), READ).end
    assert [read(answer(entering([name])), LOOKUP).status for name in (b"a", b"z")] == [0, 2]


def test_an_answer_is_whole_at_its_last_byte_and_no_sooner_in_fragments_too():
    whole = answer(listing([b"a"], 4096))
    message = whole[4:]
    parted = pack(">I", 9) + message[:9] + fragment(message[9:])
    for heard in (whole, parted):
        assert [end for end in range(len(heard) + 1) if is_whole(heard[:end])] == [len(heard)]
        assert read(heard, READDIR) == read(whole, READDIR)


def test_lengths_are_not_read_for_identifiers():
    assert held(answer(listing([b"a"], 4096))) == b"x.csv\nb"
    assert held(answer(reading([b"a", b"x.csv"], 40))) == b"0123456789"
    assert held(b"SSH") == b""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((7, 1, 1, 1, 5), {"denied": True}),
        ((7, 1, 1, 0, 2, 2), {"denied": False, "mismatch": False}),
        ((7, 1, 0, 0, 0, 2, 3, 3), {"mismatch": True}),
        ((7, 1, 0, 0, 0, 1), {"mismatch": True}),
        ((7, 1, 0, 0, 0, 0, 13, 0, 1, 24, 13), {"status": 13}),
    ],
)
def test_a_refusal_says_what_it_is(words, said):
    answered = read(fragment(pack(f">{len(words)}I", *words)), READDIR)
    assert {name: getattr(answered, name) for name in said} == said
    assert answered.status != 0


@pytest.mark.parametrize(
    "words",
    [
        (),
        (8, 1),
        (7, 0),
        (7, 1, 0, 0, 99),
        (7, 1, 0, 0, 0, 0, 0, 0, 1, 99, 0),
        (7, 1, 0, 0, 0, 0, 0, 0, 1, 24, 0),
    ],
)
def test_what_is_no_answer_is_not_read_as_one(words):
    with pytest.raises(NotNfsError):
        read(fragment(pack(f">{len(words)}I", *words)), READDIR)


@given(
    st.binary(max_size=120).map(lambda tail: fragment(pack(">6I", 7, 1, 0, 0, 0, 0) + tail))
    | st.binary(max_size=60)
)
def test_no_bytes_make_it_raise_anything_else(heard):
    is_whole(heard)
    held(heard)
    try:
        read(heard, READDIR)
    except NotNfsError:
        return
