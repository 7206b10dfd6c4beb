# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Base64 within text: plain, wrapped, escaped, safe for addresses, across borders, and prose that is none."""

import base64
import random
from itertools import product

import pytest

from mendsky.core.identity.base64_runs import LARGE, Runs
from mendsky.core.identity.base64_runs import found as found_in
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked


def found(chunks):
    runs = Runs()
    return [piece for chunk in chunks for piece in runs.feed(chunk)] + list(runs.end())


@pytest.mark.parametrize(
    "written",
    [
        base64.b64encode(TABLE),
        base64.b64encode(TABLE).rstrip(b"="),
        base64.urlsafe_b64encode(TABLE),
        base64.encodebytes(TABLE * 4),
        base64.encodebytes(TABLE * 4).replace(b"\n", b"\r\n"),
        base64.encodebytes(TABLE * 4).replace(b"\n", b"\\n"),
        base64.b64encode(TABLE + b"???>>>").replace(b"/", b"\\/"),
        base64.b64encode(PEOPLE[0].encode()),
    ],
)
def test_it_is_found_however_it_is_written_and_wherever_chunks_end(written):
    text = b'{"held": "' + written + b'", "more": "not this"}'
    for size in (5, 7, 64, len(text)):
        pieces = b"|".join(found(in_pieces(text, size)))
        assert PEOPLE[0].encode() in pieces, size


def test_the_kernel_and_the_arrays_say_the_same(monkeypatch):
    lot = random.Random(5)
    text = bytes(lot.choices(b"abcdefABCxyz0123456789+/_-=, \n\\", k=200_000))
    large, small = ([match.span() for match in found_in(text, large=large)] for large in (True, False))
    assert large == small
    assert len(small) > 100
    assert list(found_in(b"a" * 23, large=True)) == []
    assert [match.span() for match in found_in(b" " + b"a" * 24, large=True)] == [(1, 25)]


@pytest.mark.parametrize("letters", [b"abcdef", b"ABCDEF"])
def test_what_is_left_out_can_hold_no_number_and_no_address(letters):
    every = b"".join(map(bytes, product(b"0123456789-_" + letters, repeat=4)))
    unpacked = base64.urlsafe_b64decode(every)
    assert not set(unpacked[::3]) & set(b"0123456789")
    assert b"." not in unpacked or not set(unpacked[::3]) & set(range(0x20, 0x7F))


def test_in_a_large_text_they_are_found_among_prose():
    lot = random.Random(4)
    words = [bytes(lot.choices(b"abcdefghijklmnopqrstuvwxyz", k=lot.randint(2, 9))) for _ in range(60_000)]
    prose = b" ".join(words) * 4
    written = base64.b64encode(TABLE * 2)
    for at in (LARGE + 11, LARGE + 100_003):
        text = prose[:at] + b" " + written + b" " + prose[at:]
        for size in (1 << 16, 1 << 20):
            assert TABLE * 2 in found(in_pieces(text, size))


def test_prose_is_hardly_ever_taken_for_it():
    text = (
        b"the quick brown fox jumps over the lazy dog, and so on; /usr/share/doc/x 2015-03-02T09:00:00\n"
        * 500
    )
    assert found([text]) == []


def test_a_file_within_is_walked():
    import gzip

    done = walked(b"data:application/gzip;base64," + base64.b64encode(gzip.compress(TABLE)), "a.html")
    assert TABLE in done.texts.values()


def test_base64_within_base64_ends_at_the_limit_of_depth():
    written = TABLE * 40
    for _ in range(12):
        written = base64.b64encode(written)
    assert "too-deep" in walked(written, "a").causes.values()
