# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seal what the directory holds of persons: addresses of contacts, test identities of grants."""

import hashlib
import hmac
import json
from uuid import UUID

from mendsky.keys.seal import seal, unseal
from mendsky.keys.vault import Vault

KEY = "directory"
LOOKUP_KEY = "directory/lookup"


def seal_email(vault: Vault, contact: UUID, email: str) -> bytes:
    """Seal an address, bound to the entry of its contact."""
    return seal(vault, KEY, email.encode(), _contact(contact))


def unseal_email(vault: Vault, contact: UUID, sealed: bytes) -> str:
    """Give an address back; raises the errors of `keys.seal`."""
    return unseal(vault, KEY, sealed, _contact(contact)).decode()


def lookup(vault: Vault, email: str) -> str:
    """Give the keyed digest (HMAC-SHA-256, RFC 2104) by which an address is recognised, case ignored."""
    return hmac.new(vault.ensure(LOOKUP_KEY), email.casefold().encode(), hashlib.sha256).hexdigest()


def seal_identities(vault: Vault, grant: str, version: int, identities: tuple[str, ...]) -> bytes:
    """Seal the test identities of a grant's version; empty where it names none."""
    if not identities:
        return b""
    return seal(vault, KEY, json.dumps(identities).encode(), _grant(grant, version))


def unseal_identities(vault: Vault, grant: str, version: int, sealed: bytes) -> tuple[str, ...]:
    """Give test identities back; raises the errors of `keys.seal`."""
    if not sealed:
        return ()
    return tuple(json.loads(unseal(vault, KEY, sealed, _grant(grant, version))))


def _contact(contact: UUID) -> bytes:
    return f"directory_contact/email/{contact}".encode()


def _grant(grant: str, version: int) -> bytes:
    return f"directory_grant/test_identities/{grant}/{version}".encode()
