# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
import pytest

from mendsky.core.identity import Identifiers, find
from tests.core.identity.written import CN, Writer

ONE = Writer(1).resident()


def test_a_repr_says_how_many_and_never_which():
    found = find(f"{ONE} a@b.cn".encode(), CN, (1800, 2020))
    assert repr(found).startswith("Identifiers({")
    assert ONE not in repr(found)


def test_some_are_selected_moved_and_joined():
    found = find(b"a@b.cn c@d.cn", CN, (1800, 2020))
    assert found.select(found.offset > 0).offset.tolist() == [7]
    assert found.moved(5).offset.tolist() == [5, 12]
    assert len(Identifiers.joined([found, found])) == 4
    assert found.of_kinds(["email"]).tolist() == [True, True]
    assert found.named(0) == "email"


def test_identifiers_of_two_nations_are_not_joined():
    with pytest.raises(ValueError, match="one nation"):
        Identifiers.joined([Identifiers.none(("a",)), Identifiers.none(("b",))])


def test_none_has_the_arrays_of_any():
    none = Identifiers.none(("a",))
    assert (len(none), none.packed.shape, none.kind.dtype) == (0, (0, 2), np.uint8)


def test_two_in_order_are_merged_in_order():
    first = find(b"a@b.cn  c@d.cn  e@f.cn", CN, (1800, 2020))
    second = Identifiers.joined([first.select([0, 2]), first.select([2]).moved(3)])
    merged = first.merged(second)
    assert merged.offset.tolist() == [0, 0, 8, 16, 16, 19]
    assert merged.packed[:, 0].tolist() == first.packed[[0, 0, 1, 2, 2, 2], 0].tolist()
    assert len(first.select([]).merged(first)) == len(first)
