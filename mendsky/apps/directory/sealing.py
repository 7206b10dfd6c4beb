# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seal addresses of contacts, and test identities and accounts of grants."""

import hashlib
import hmac
import json
from uuid import UUID

from mendsky.core.terms.grants import Account
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


def seal_identities(
    vault: Vault, grant: str, version: int, identities: tuple[str, ...], accounts: tuple[Account, ...] = ()
) -> bytes:
    """Seal the test identities and accounts of a grant's version; empty where it names none."""
    if not identities and not accounts:
        return b""
    named = [[account.name, *account.passwords] for account in accounts]
    tests = [position for position, account in enumerate(accounts) if account.test]
    content = json.dumps([identities, named, tests] if named else identities)
    return seal(vault, KEY, content.encode(), _grant(grant, version))


def unseal_identities(vault: Vault, grant: str, version: int, sealed: bytes) -> tuple[str, ...]:
    """Give test identities back; raises the errors of `keys.seal`."""
    return _unsealed(vault, grant, version, sealed)[0]


def unseal_accounts(vault: Vault, grant: str, version: int, sealed: bytes) -> tuple[Account, ...]:
    """Give accounts back; raises the errors of `keys.seal`."""
    return _unsealed(vault, grant, version, sealed)[1]


def _unsealed(
    vault: Vault, grant: str, version: int, sealed: bytes
) -> tuple[tuple[str, ...], tuple[Account, ...]]:
    content = json.loads(unseal(vault, KEY, sealed, _grant(grant, version))) if sealed else []
    if not content or isinstance(content[0], str):
        return tuple(content), ()
    # What was sealed before there were test accounts has no third part.
    identities, named, tests = content if len(content) == 3 else (*content, ())
    accounts = (
        Account(name=name, passwords=tuple(passwords), test=position in tests)
        for position, (name, *passwords) in enumerate(named)
    )
    return tuple(identities), tuple(accounts)


def _contact(contact: UUID) -> bytes:
    return f"directory_contact/email/{contact}".encode()


def _grant(grant: str, version: int) -> bytes:
    return f"directory_grant/test_identities/{grant}/{version}".encode()
