# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the key service signs of an attestation, and how anybody checks it (Ed25519, RFC 8032)."""

from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mendsky.core.ledger.commitment import canonical


def attested_bytes(fact: Mapping[str, Any]) -> bytes:
    """Give the bytes of an attestation that are signed: all but the signature, canonically."""
    return canonical({key: value for key, value in fact.items() if key != "signature"})


def is_attested(fact: Mapping[str, Any]) -> bool:
    """Say whether a checked attestation bears the signature of the key that it names."""
    key, signature = bytes.fromhex(fact["key"]), bytes.fromhex(fact["signature"])
    return is_signed(attested_bytes(fact), key=key, signature=signature)


def is_signed(message: bytes, *, key: bytes, signature: bytes) -> bool:
    """Say whether a signature of 64 bytes is that of a public key of 32 bytes over a message."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
