# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses by arrays: the same as one by one, wherever they do not ask for a closer look."""

import random

import numpy as np
import pytest

from mendsky.core.identity.addresses import NEAR, found_addresses
from mendsky.core.identity.contacts import email
from mendsky.core.identity.packing import packed

PIECES = (
    b"a", b"Zhang.San", b"user", b"x" * 31, b"q" * 64, b"1234567", b".", b"..", b"-", b"+", b"_",
    b"@", b"@", b"@",
    b"example", b"EXAMPLE.cn", b"a.b.cn", b"png", b"jpeg", b".com", b".c", b" ", b",", b"\n", b"\\n", b"%20",
    b"%", b"\\", "喆".encode("gb18030"), "张".encode(), b"y" * 70 + b".cn", b"z.travelersinsurance",
)  # fmt: skip


WHOLE = (b" user1@example.cn ", b",a.b+c@x.example.com.,", b"%2Cfirst@example.cn", b"<last@b-c.png.org>")


def content(draw, pieces):
    several = draw.choices(PIECES, k=pieces) + draw.choices(WHOLE, k=pieces // 10)
    draw.shuffle(several)
    return b"\n" * NEAR + b"".join(several) + b"\n"


def by_arrays(text):
    characters = np.frombuffer(text + b"\n" * NEAR, dtype=np.uint8)
    return found_addresses(characters, np.flatnonzero(characters == ord("@")), ("email",), 0)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_not_looked_at_closer_is_what_one_by_one_gives(seed):
    draw, settled = random.Random(seed), 0
    for _ in range(150):
        text = content(draw, 60)
        found, closer = by_arrays(text)
        signs = {place for place, byte in enumerate(text) if byte == ord("@")} - set(closer.tolist())
        expected = [one for one in (email(text, sign, utf8=True) for sign in sorted(signs)) if one]
        assert list(zip(found.offset.tolist(), found.length.tolist(), strict=True)) == expected
        values = [text[start : start + length].lower() for start, length in expected]
        assert [tuple(pair) for pair in found.packed.tolist()] == [
            packed(one, numbered=False) for one in values
        ]
        settled += len(expected)
    assert settled > 500


def test_most_addresses_need_no_closer_look():
    found, closer = by_arrays(b"\n" * 70 + b"first.last@example.cn,second@b.example.com\n" * 5000)
    assert (len(found), len(closer)) == (10_000, 0)


def test_the_first_and_the_longest_are_looked_at_closer():
    text = b"a@example.cn " + b"b" * 64 + b"@example.cn c@" + b"d" * 70 + b".cn \\n1@example.cn"
    assert len(by_arrays(text)[1]) == 4
