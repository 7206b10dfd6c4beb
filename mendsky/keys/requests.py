# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sign requests of probes, with a key of their own: outsiders see it, and it vouches for no figure."""

import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mendsky.core.requests.published_keys import thumbprint
from mendsky.core.requests.signature import VALID_SECONDS, Signed
from mendsky.keys.vault import Vault

NAME = "sign/requests"
NONCE_BYTES = 32


def request_key(vault: Vault) -> bytes:
    """Give the public half of the key, 32 bytes, drawing the key where there is none yet."""
    return _private(vault).public_key().public_bytes_raw()


def request_signer(vault: Vault, agent: str) -> Callable[[str, int], tuple[str, ...]]:
    """Give the function from an authority and an instant in seconds to the header fields of a signature.

    `agent` is the address of the portal that publishes the key.
    """
    private = _private(vault)
    key_id = thumbprint(private.public_key().public_bytes_raw())

    def sign(authority: str, at: int) -> tuple[str, ...]:
        signed = Signed(
            authority=authority,
            agent=agent,
            created=at,
            expires=at + VALID_SECONDS,
            key_id=key_id,
            nonce=secrets.token_urlsafe(NONCE_BYTES),
        )
        return signed.fields(private.sign(signed.base))

    return sign


def _private(vault: Vault) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.ensure(NAME))
