# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.identity import Identifiers, find, packing, pseudonyms
from mendsky.core.identity.pseudonym import ciphered
from mendsky.nations.load import load

CN = load("cn")
BORN = (1800, 1899)
KEY, OTHER = bytes(range(16)), bytes(range(32))
ONE, TWO, PHONE = "230101185003211048", "37060018770615102X", "13800000000"


def of(*texts, key=KEY, bits=64):
    return pseudonyms(find("\n".join(texts).encode(), CN, BORN), key, bits)


def test_equal_values_agree_and_others_do_not():
    first, second, third, phone = of(ONE, TWO, ONE, PHONE).tolist()
    assert first == third
    assert len({first, second, phone}) == 3


@pytest.mark.parametrize(
    "written",
    [
        TWO.lower(),
        "370600 18770615 102X",
        "370600-18770615-102x",
        "３７０６００１８７７０６１５１０２Ｘ",
        "".join(f"\\u{ord(character):04x}" for character in TWO),
        "".join(f"&#{ord(character)};" for character in TWO),
    ],
)
def test_the_same_person_has_one_pseudonym_however_written(written):
    assert of(written).tolist() == of(TWO).tolist()
    assert len(of(TWO)) == 1


def test_the_former_form_is_the_same_person():
    old = "身份证 110101991231123"
    window = (1900, 2015)
    completed = "11010119991231123"
    row = CN.identifier("cn-resident-id")
    total = sum(weight * int(digit) for weight, digit in zip(row.weights, completed, strict=True))
    new = completed + row.check[total % row.modulus]
    one, other = (pseudonyms(find(text.encode(), CN, window), KEY).tolist() for text in (old, new))
    assert one == other
    assert len(one) == 1


def test_another_key_gives_other_pseudonyms():
    assert of(ONE)[0] != of(ONE, key=OTHER)[0]


@pytest.mark.parametrize(
    ("value", "block"),
    [
        (ONE, b"\x01" + int(ONE[:17]).to_bytes(8, "little") + bytes(7)),
        (PHONE, b"\x03" + int(PHONE).to_bytes(8, "little") + b"\x0b" + bytes(6)),
    ],
)
def test_the_block_is_as_documented(value, block):
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(bytes(16))).encryptor()
    expected = encryptor.update(block)
    assert of(value)[0] == int.from_bytes(expected[:8], "little")
    assert of(value, bits=128)[0].tobytes() == expected


def test_no_values_give_no_pseudonyms():
    empty = of("nothing")
    assert empty.dtype == np.uint64
    assert empty.shape == (0,)
    assert of("nothing", bits=128).shape == (0, 2)


def test_a_key_or_size_of_another_length_is_refused():
    with pytest.raises(ValueError, match="16 or 32 bytes, not 5"):
        of(ONE, key=b"short")
    with pytest.raises(ValueError, match="64 or 128 bits, not 63"):
        of(ONE, bits=63)


@given(st.lists(st.integers(0, 10**17 - 1)), st.sampled_from([16, 32]))
def test_numbers_have_the_pseudonyms_of_what_they_are_the_digits_of(numbers, length):
    written = packing.as_array([packing.packed(b"%017dX" % number, numbered=True) for number in numbers])
    key = bytes(range(length))
    array = np.array(numbers, dtype=np.uint64)
    assert ciphered(packing.numbered(array), key).tolist() == ciphered(written, key).tolist()


def test_identifiers_of_two_nations_are_not_joined():
    with pytest.raises(ValueError, match="one nation"):
        Identifiers.joined([Identifiers.none(("a",)), Identifiers.none(("b",))])
