# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import hashlib

import pytest

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
