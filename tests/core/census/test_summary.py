# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pickle
import tracemalloc

import numpy as np
import pytest

from mendsky.core.census import summary as module
from mendsky.core.census.summary import Totals
from tests.core.identity.made import WINDOW, mobile, order, resident, seeded

KEY = bytes(range(16))


@pytest.fixture
def draw():
    return seeded(11)


@pytest.fixture
def totals(nation):
    return Totals(nation=nation, birth_years=WINDOW, key=KEY)


def read(totals, content, chunk=1 << 16):
    piece = totals.piece()
    for at in range(0, len(content), chunk):
        piece.feed(content[at : at + chunk])
    piece.feed(None)
    return totals.result()


def test_records_people_and_kinds_are_counted(totals, draw):
    people = [resident(draw) for _ in range(10)]
    rows = [f"{n},{person},{mobile(draw)}" for n, person in enumerate([*people, *people[:4]])]
    result = read(totals, ("no,身份证,手机\n" + "\n".join(rows) + "\n5,,\n").encode())
    assert (result.records, result.people.point, result.people.exact) == (14, 10, True)
    assert {kind: (n.occurrences, n.distinct.point) for kind, n in result.kinds.items()} == {
        "cn-mobile": (14, 14),
        "cn-resident-id": (14, 10),
    }
    assert set(result.classes) == {"identity-number", "phone"}
    assert result.classes[0] == "identity-number"


def test_the_same_person_is_one_in_all_pieces(totals, draw):
    person = resident(draw)
    read(totals, f"{person}\n".encode())
    result = read(totals, f'{{"id": "{person.lower()}"}}'.encode())
    assert (result.records, result.people.point) == (2, 1)


def test_a_record_counts_one_person_though_it_has_a_passport(totals, draw):
    rows = "".join(f"{resident(draw)},E{n:08d}\n" for n in range(9))
    result = read(totals, ("身份证,护照\n" + rows).encode())
    assert result.kinds["cn-passport"].occurrences == 9
    assert (result.records, result.people.point) == (9, 9)


def test_several_people_in_a_line_are_several(totals, draw):
    result = read(totals, " and ".join(resident(draw) for _ in range(3)).encode())
    assert (result.records, result.people.point) == (1, 3)


def test_what_a_column_proves_late_counts_from_its_beginning(totals, draw):
    rows = [f"{n};{mobile(draw) if n > 4 else 'x'};{'y' * 2000}\n" for n in range(3_000)]
    result = read(totals, "".join(rows).encode())
    assert result.kinds["cn-mobile"].occurrences == 2_995
    assert result.unsure == {}


def test_what_nothing_proves_is_unsure(totals):
    result = read(totals, "".join(f"{n};{order(n)}\n" for n in range(50)).encode())
    assert (result.kinds, result.unsure, result.records) == ({}, {"cn-mobile": 50}, 0)


def test_damage_and_masks_are_told(totals):
    content = "身份证,x\n" + "1.10105E+17,110101********1234\n" * 9
    result = read(totals, content.encode())
    assert (result.damaged_columns, result.masked, result.people.point) == (1, 9, 0)


def test_too_many_become_a_sketch(totals, draw, monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 1_000)
    result = read(totals, "".join(f"{resident(draw)}\n" for _ in range(3_000)).encode())
    assert not result.people.exact or result.people.point == 3_000
    assert result.people.low <= 3_000 <= result.people.high


def test_sums_made_apart_are_one(nation, draw):
    people = [resident(draw) for _ in range(50)]
    parts = []
    for some in (people[:30], people[20:]):
        totals = Totals(nation=nation, birth_years=WINDOW, key=KEY)
        read(totals, "".join(f"{person}\n" for person in some).encode())
        parts.append(totals)
    parts[0].absorb(parts[1].sums)
    result = parts[0].result()
    assert (result.records, result.people.point, result.kinds["cn-resident-id"].occurrences) == (60, 50, 60)
    assert result.size == 60 * 19


def test_sums_can_go_to_another_process(totals, draw):
    read(totals, f"{resident(draw)}\n".encode())
    gone = pickle.loads(pickle.dumps(totals.sums))  # noqa: S301 - our own
    assert gone.people.number().point == 1


def test_nothing_gives_nothing(totals):
    result = read(totals, b"")
    assert (result.records, result.people.point, result.kinds, result.size) == (0, 0, {}, 0)


def test_no_value_is_told(totals, draw):
    person = resident(draw)
    result = read(totals, f"{person},{person}\n{person},x\n".encode())
    assert person[:10] not in repr(result)


@pytest.mark.deep
def test_memory_stays_small(totals):
    tracemalloc.start()
    random_numbers = np.random.default_rng(1)
    for _ in range(120):
        totals.sums.people.add(random_numbers.integers(0, 2**64, 100_000, dtype=np.uint64))
        totals.keep_small()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 << 20
    assert totals.sums.people.number().low <= 12_000_000 <= totals.sums.people.number().high
