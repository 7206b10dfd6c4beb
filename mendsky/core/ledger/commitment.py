# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commit to a fact so that it can be shown, withheld or erased without touching the tree.

SHA-256 over a tag, a random salt and the canonical JSON (RFC 8785); with the salt destroyed, nobody
can tell from the commitment what it was, as in selective disclosure for JWTs (RFC 9901).
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import rfc8785

FACT_TAG = b"mendsky fact v1\x00"
SALT_BYTES = 32


class CommitmentError(ValueError):
    """A fact cannot be committed to."""


def canonical(document: Mapping[str, Any]) -> bytes:
    """Write a JSON object canonically (RFC 8785); raises `CommitmentError` where it is not I-JSON."""
    try:
        return rfc8785.dumps(dict(document))
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"not a JSON object that can be written canonically ({type(error).__name__})"
        raise CommitmentError(msg) from error


def commit(salt: bytes, fact: Mapping[str, Any]) -> bytes:
    """Give the 32-byte commitment to a fact under a 32-byte random salt; raises `CommitmentError`."""
    if len(salt) != SALT_BYTES:
        msg = f"a salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise CommitmentError(msg)
    return sha256(FACT_TAG + salt + canonical(fact)).digest()
