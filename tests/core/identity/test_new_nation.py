# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A nation that code knows nothing of: its pack is a folder of data."""

from pathlib import Path

import pytest

from mendsky.core.census.summary import Totals
from mendsky.core.identity import find, redact
from mendsky.nations.load import read_pack
from tests.core.identity.made import WINDOW, seeded


@pytest.fixture(scope="module")
def nowhere():
    return read_pack(Path(__file__).parent / "packs" / "xx")


def citizen(draw):
    body = f"{draw.randint(10**8, 10**9 - 1)}"
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), body, strict=True))
    return body + "0X987654321"[total % 11]


def test_its_identifiers_are_found(nowhere):
    number = citizen(seeded(1))
    found = find(f"no. {number}, no. {number[1:]}".encode(), nowhere, WINDOW)
    assert [found.named(n) for n in range(len(found))] == ["xx-citizen"]
    assert number[2:].encode() not in redact(f"no. {number}".encode(), nowhere, WINDOW)


def test_its_columns_prove_what_a_number_cannot(nowhere):
    draw = seeded(2)
    totals = Totals(nation=nowhere, birth_years=WINDOW, key=bytes(16))
    piece = totals.piece()
    rows = [f"{n};{citizen(draw)};7{draw.randint(0, 99_999_999):08d}" for n in range(20)]
    piece.feed(("row;number;pension\n" + "\n".join(rows)).encode())
    piece.feed(None)
    result = totals.result()
    assert {kind: count.occurrences for kind, count in result.kinds.items()} == {
        "xx-citizen": 20,
        "xx-pension": 20,
    }
    assert (result.records, result.people.point) == (20, 20)
