# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.identity import pseudonyms, pseudonyms_of_numbers

KEY, OTHER = bytes(range(16)), bytes(range(32))
ONE, TWO, PHONE = b"230101185003211048", b"37060018770615106X", b"13800000000"


def test_equal_values_agree_and_others_do_not():
    first, second, third, phone = pseudonyms([ONE, TWO, ONE, PHONE], KEY).tolist()
    assert first == third
    assert len({first, second, phone}) == 3


def test_another_key_gives_other_pseudonyms():
    assert pseudonyms([ONE], KEY)[0] != pseudonyms([ONE], OTHER)[0]


@pytest.mark.parametrize(
    ("value", "block"),
    [
        (ONE, b"\x01" + int(ONE[:17]).to_bytes(8, "little") + bytes(7)),
        (PHONE, b"\x02" + PHONE.ljust(15, b"\0")),
    ],
)
def test_the_block_is_as_documented(value, block):
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(bytes(16))).encryptor()
    assert pseudonyms([value], KEY)[0] == int.from_bytes(encryptor.update(block)[:8], "little")


def test_no_values_give_no_pseudonyms():
    empty = pseudonyms([], KEY)
    assert empty.dtype == np.uint64
    assert empty.shape == (0,)


@pytest.mark.parametrize(
    "value", [b"", b"2301011850032110481", b"2301011850O3211048", b"1234567890123456", b"138\x0000000"]
)
def test_what_fits_no_block_is_refused_without_being_shown(value):
    with pytest.raises(ValueError, match=r"value of \d+ characters") as caught:
        pseudonyms([ONE, value], KEY)
    assert "0" * 3 not in str(caught.value)
    assert "23010" not in str(caught.value)


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="16 or 32 bytes, not 5"):
        pseudonyms([ONE], b"short")


@given(st.lists(st.integers(0, 10**17 - 1)), st.sampled_from([16, 32]))
def test_numbers_have_the_pseudonyms_of_what_they_are_the_digits_of(numbers, length):
    written = [b"%017dX" % number for number in numbers]
    key = bytes(range(length))
    assert (
        pseudonyms_of_numbers(np.array(numbers, dtype=np.uint64), key).tolist()
        == pseudonyms(written, key).tolist()
    )
