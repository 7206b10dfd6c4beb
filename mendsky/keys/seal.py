# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seal bytes under a named secret of the vault: AES-256-GCM (NIST SP 800-38D), bound to their context."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mendsky.keys.vault import KeyDestroyed, Vault

__all__ = ["KeyDestroyed", "SealError", "seal", "unseal"]

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


class SealError(ValueError):
    """Sealed bytes were changed, belong elsewhere, or were never sealed."""


def seal(vault: Vault, name: str, plaintext: bytes, context: bytes) -> bytes:
    """Seal bytes under a secret, drawn where there is none yet; raises `KeyDestroyed`.

    `context` says where the bytes belong (table, column, row); opened elsewhere, they stay shut.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(vault.ensure(name)).encrypt(nonce, plaintext, _bound(name, context))


def unseal(vault: Vault, name: str, sealed: bytes, context: bytes) -> bytes:
    """Open what `seal` made; raises `KeyMissing`, `KeyDestroyed` or `SealError`."""
    secret = vault.get(name)
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != VERSION or len(rest) < TAG_BYTES:
        msg = "not sealed by this vault, or cut short"
        raise SealError(msg)
    try:
        return AESGCM(secret).decrypt(nonce, rest, _bound(name, context))
    except InvalidTag as error:
        msg = "sealed bytes were changed, or were sealed for another place"
        raise SealError(msg) from error


def _bound(name: str, context: bytes) -> bytes:
    return b"mendsky seal v1\x00" + name.encode() + b"\x00" + context
