# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mendsky.core.ledger.attested import attested_bytes, is_attested, is_signed

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FACT = {"type": "attestation", "k": 16, "key": PRIVATE.public_key().public_bytes_raw().hex()}


def test_a_signed_attestation_is_believed_and_a_changed_one_is_not():
    fact = {**FACT, "signature": PRIVATE.sign(attested_bytes(FACT)).hex()}
    assert is_attested(fact)
    assert not is_attested({**fact, "k": 17})
    assert not is_attested({**fact, "signature": "00" * 64})


def test_the_signature_is_not_part_of_what_is_signed():
    assert attested_bytes({**FACT, "signature": "00"}) == attested_bytes(FACT)


def test_what_is_no_key_or_no_signature_has_signed_nothing():
    key, signature = PRIVATE.public_key().public_bytes_raw(), PRIVATE.sign(b"said")
    assert is_signed(b"said", key=key, signature=signature)
    assert not is_signed(b"else", key=key, signature=signature)
    assert not is_signed(b"said", key=key[:31], signature=signature)
    assert not is_signed(b"said", key=key, signature=signature[:63])
