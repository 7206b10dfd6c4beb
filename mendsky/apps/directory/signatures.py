# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signature of an office on a grant, and the list of keys by which an installation believes it.

Signed is the grant in its one form, test identities and accounts too, without the signature itself and the
revocation, which only takes away.
"""

from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from mendsky.apps.directory.grants import grant_document
from mendsky.apps.directory.shape import is_line, is_public_key
from mendsky.core.ledger.attested import is_signed
from mendsky.core.ledger.commitment import CommitmentError, canonical
from mendsky.core.rules import signed
from mendsky.core.rules.signed import GrantKeys
from mendsky.core.terms.grants import Grant, Signature, Signing
from mendsky.keys.office import public_text

TAG = b"mendsky grant 1\n"
"""Before what is signed, so that no signature made for something else is one of a grant."""
APART = frozenset({"signature", "revoked_at"})
MOST_VERIFIED = 10_000
NO_KEYS: GrantKeys = frozenset()


class GrantKeysError(ValueError):
    """The list of keys cannot be read."""


def signed_bytes(grant: Grant) -> bytes:
    """Give the bytes of a grant that are signed; raises `CommitmentError` for a text that is not Unicode."""
    document = grant_document(grant)
    return TAG + canonical({field: value for field, value in document.items() if field not in APART})


def sign(grant: Grant, private: Ed25519PrivateKey) -> Signature:
    """Sign a grant with the key of an office; raises `CommitmentError` as `signed_bytes`."""
    value = b64encode(private.sign(signed_bytes(grant))).decode()
    return Signature(key=public_text(private), value=value)


# Asked for every slice of a sweep: what is the same in every field was verified before.
@lru_cache(maxsize=MOST_VERIFIED)
def is_genuine(grant: Grant) -> bool:
    """Say whether a grant bears a signature by the key that it names, whoever's that is."""
    if grant.signature is None:
        return False
    try:
        message = signed_bytes(grant)
    except CommitmentError:
        return False
    key, value = (b64decode(text) for text in (grant.signature.key, grant.signature.value))
    return is_signed(message, key=key, signature=value)


def signing(grant: Grant, keys: GrantKeys | None) -> Signing:
    """Say how a grant is signed; None where the installation has no list."""
    return signed.signing(grant, keys or NO_KEYS, genuine=is_genuine(grant))


def why_powerless(grant: Grant, keys: GrantKeys | None) -> str | None:
    """Say why nothing may be asked under a grant for the way it is signed; None where something may."""
    return signed.why_powerless(signing(grant, keys), demanded=keys is not None)


def grant_keys() -> GrantKeys | None:
    """Give the keys that are listed now, None where the setting names no list; raises `GrantKeysError`."""
    return None if settings.GRANT_KEYS is None else read_keys(settings.GRANT_KEYS)


def read_keys(path: Path) -> GrantKeys:
    """Read a list of keys, as it stands at this moment; raises `GrantKeysError`."""
    try:
        return _keys(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        msg = f"the list of keys {path} cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        msg = f"the list of keys {path} is not text in UTF-8"
    except GrantKeysError as error:
        msg = f"the list of keys {path}: {error}"
    raise GrantKeysError(msg)


@lru_cache(maxsize=8)
def _keys(text: str) -> GrantKeys:
    """Read `<public key> <office>` from each line but empty ones and those that begin with `#`."""
    keys = set()
    for number, line in enumerate(text.split("\n"), start=1):
        key, _, office = line.strip().partition(" ")
        if not key or key.startswith("#"):
            continue
        if not is_public_key(key) or not is_line(office):
            msg = f"line {number} must be a public key, a blank and the office as signed_by has it"
            raise GrantKeysError(msg)
        keys.add((key, office.strip()))
    return frozenset(keys)
