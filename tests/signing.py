# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Made-up offices that sign their grants, and lists of their keys."""

from dataclasses import asdict

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.signatures import sign
from mendsky.keys.office import public_text

OURS, THEIRS = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2))


def signed(document, private=OURS):
    """Give the document of a grant with the signature of a key."""
    return {**document, "signature": asdict(sign(parse_grant(document), private))}


def listing(path, *lines):
    """Write a list of keys, each line a private key and its office; gives the path."""
    path.write_text(
        "".join(f"{public_text(private)} {office}\n" for private, office in lines), encoding="utf-8"
    )
    return path
