# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import hashlib
from enum import IntEnum, StrEnum

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.ledger.commitment import CommitmentError, canonical, commit

SALT = bytes(range(32))


def test_a_commitment_is_a_hash_over_tag_salt_and_canonical_json():
    assert (
        commit(SALT, {"b": 1, "a": "é"})
        == hashlib.sha256(b"mendsky fact v1\x00" + SALT + '{"a":"é","b":1}'.encode()).digest()
    )


def test_the_order_of_keys_does_not_matter():
    assert commit(SALT, {"a": 1, "b": 2}) == commit(SALT, {"b": 2, "a": 1})


def test_another_salt_gives_another_commitment():
    assert commit(SALT, {"a": 1}) != commit(SALT[::-1], {"a": 1})


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt):
    with pytest.raises(CommitmentError, match="32 bytes"):
        commit(salt, {})


@pytest.mark.parametrize("value", [2**60, float("nan"), "\ud800", object(), {1: 2}])
def test_what_json_cannot_keep_exactly_is_refused(value):
    with pytest.raises(CommitmentError):
        canonical({"a": value})


class Word(StrEnum):
    ONE = "one"


class Number(IntEnum):
    TWO = 2


NUMBERS = st.one_of(st.integers(), st.sampled_from([2**53 - 1, 2**53, -(2**53) + 1, -(2**53), 10**30]))
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.text(st.sampled_from('"\\/\b\f\n\r\t\x00\x1f\x7f\x80\u2028\u2029\ud800\ue000\U0001f600a')),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    st.floats(),
    TEXTS,
    st.binary(max_size=1),
    st.sampled_from([*Word, *Number]),
)
KEYS = st.one_of(TEXTS, st.sampled_from([Word.ONE, 1, None]))
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES,
        lambda below: st.one_of(
            st.lists(below), st.lists(below).map(tuple), st.dictionaries(KEYS, below, max_size=4)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


def written(write, document):
    try:
        return write(document)
    except ValueError:
        return "refused"


@settings(max_examples=200)
@given(DOCUMENTS)
def test_every_document_is_written_as_the_reference_writes_it_or_refused_as_there(document):
    assert written(canonical, document) == written(rfc8785.dumps, document)


@pytest.mark.parametrize("code", [*range(0x100), 0x2028, 0x2029, 0xD7FF, 0xE000, 0xFEFF, 0xFFFF, 0x10FFFF])
def test_every_character_is_escaped_as_the_reference_does(code):
    document = {"text": f"a{chr(code)}b"}
    assert canonical(document) == rfc8785.dumps(document)


def test_keys_sort_by_utf_16_code_units():
    # As UTF-16, U+1F600 begins with D83D and stands before U+E000; as code points it stands behind.
    assert canonical({"\ue000": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ue000":1}'.encode()


def test_a_document_that_refers_to_itself_is_refused():
    document = {}
    document["self"] = document
    with pytest.raises(CommitmentError):
        canonical(document)
