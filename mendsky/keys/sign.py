# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sign with the keys of the installation: Ed25519 (RFC 8032)."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mendsky.core.ledger.checkpoint import Checkpoint, VerifierKey, note
from mendsky.keys.vault import Vault

LEDGER = "sign/ledger"
"""Signs checkpoints and tickets: the key that outsiders trust."""
ATTEST = "sign/attest"
"""Signs unions of people; the ledger vouches for it by a fact of type `key`."""


def public_key(vault: Vault, name: str = LEDGER) -> bytes:
    """Give a signing key's public half, 32 bytes."""
    return _private(vault, name).public_key().public_bytes_raw()


def sign(vault: Vault, message: bytes, name: str = LEDGER) -> bytes:
    """Sign a message; gives 64 bytes."""
    return _private(vault, name).sign(message)


def verifier_key(vault: Vault, origin: str) -> VerifierKey:
    """Give the ledger's public key under the installation's name; `str` of it is the key file's line."""
    return VerifierKey(name=origin, public=public_key(vault))


def checkpoint(vault: Vault, *, origin: str, size: int, root: bytes) -> str:
    """Give the signed checkpoint of the ledger."""
    text = Checkpoint(origin=origin, size=size, root=root).text
    return note(text, key=verifier_key(vault, origin), sign=lambda message: sign(vault, message))


def _private(vault: Vault, name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.ensure(name))
