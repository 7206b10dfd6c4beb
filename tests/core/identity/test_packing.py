# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.identity import packing


@given(st.integers(0, 10**19 - 1))
def test_digits_pack_alone_as_they_do_in_arrays(number):
    written = b"%019d" % number
    array = packing.of_digits(np.array([number], dtype=np.uint64), 19)
    assert tuple(array[0].tolist()) == packing.packed(written, numbered=False)


@given(st.binary(min_size=16, max_size=64), st.binary(min_size=16, max_size=64))
def test_long_ones_are_mixed_apart(one, other):
    assert (packing.mixed(one) == packing.mixed(other)) == (one == other)


def test_a_leading_nought_is_another_identifier():
    assert packing.packed(b"0123", numbered=False) != packing.packed(b"123", numbered=False)
