# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.keys.seal import SealError, seal, unseal
from mendsky.keys.vault import KeyDestroyed, KeyMissing

PLAIN = b"handler@city.test"
CONTEXT = b"contact/1"


def test_what_was_sealed_is_opened(vault):
    sealed = seal(vault, "directory", PLAIN, CONTEXT)
    assert PLAIN not in sealed
    assert unseal(vault, "directory", sealed, CONTEXT) == PLAIN


def test_the_same_bytes_sealed_twice_look_different(vault):
    assert seal(vault, "directory", PLAIN, CONTEXT) != seal(vault, "directory", PLAIN, CONTEXT)


def test_sealed_bytes_open_only_where_they_belong(vault):
    sealed = seal(vault, "directory", PLAIN, CONTEXT)
    with pytest.raises(SealError):
        unseal(vault, "directory", sealed, b"contact/2")
    vault.ensure("case/1")
    with pytest.raises(SealError):
        unseal(vault, "case/1", sealed, CONTEXT)


def test_any_changed_byte_keeps_them_shut(vault):
    sealed = seal(vault, "directory", PLAIN, CONTEXT)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealError):
            unseal(vault, "directory", changed, CONTEXT)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(27), b"plain text that was never sealed"])
def test_what_was_never_sealed_is_refused(vault, sealed):
    vault.ensure("directory")
    with pytest.raises(SealError):
        unseal(vault, "directory", sealed, CONTEXT)


def test_with_the_key_destroyed_nothing_opens_again(vault):
    sealed = seal(vault, "case/1", PLAIN, CONTEXT)
    vault.destroy("case/1")
    with pytest.raises(KeyDestroyed):
        unseal(vault, "case/1", sealed, CONTEXT)
    with pytest.raises(KeyDestroyed):
        seal(vault, "case/1", PLAIN, CONTEXT)


def test_opening_draws_no_key(vault):
    with pytest.raises(KeyMissing):
        unseal(vault, "case/1", bytes(40), CONTEXT)
