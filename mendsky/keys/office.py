# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The key with which an office signs its grants: Ed25519 in PEM (PKCS #8), kept by the office, not by us."""

from base64 import b64encode

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


class OfficeKeyError(ValueError):
    """A file holds no key with which grants can be signed; the message repeats nothing of it."""


def draw_office_key() -> bytes:
    """Draw a key; gives its PEM."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_office_key(pem: bytes) -> Ed25519PrivateKey:
    """Read a key; raises `OfficeKeyError`."""
    try:
        private = load_pem_private_key(pem, password=None)
    except TypeError:
        msg = "the key is locked by a passphrase: write it without one, into a file that only you can read"
        raise OfficeKeyError(msg) from None
    except (ValueError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        msg = "the file holds no private Ed25519 key in PEM: `mendsky grant key` makes one"
        raise OfficeKeyError(msg)
    return private


def public_text(private: Ed25519PrivateKey) -> str:
    """Give the public half in base64, as grants and lists of keys have it."""
    return b64encode(private.public_key().public_bytes_raw()).decode()
