# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mendsky.core.ledger.checkpoint import Checkpoint, VerifierKey, read_checkpoint
from mendsky.keys.sign import ATTEST, checkpoint, public_key, sign, verifier_key


def test_a_signature_is_good_under_the_public_key(vault):
    Ed25519PublicKey.from_public_bytes(public_key(vault)).verify(sign(vault, b"said"), b"said")


def test_the_two_signing_keys_differ(vault):
    assert public_key(vault) != public_key(vault, ATTEST)
    Ed25519PublicKey.from_public_bytes(public_key(vault, ATTEST)).verify(
        sign(vault, b"said", ATTEST), b"said"
    )


def test_the_key_file_opens_the_signed_checkpoint(vault):
    signed = checkpoint(vault, origin="mendsky.test", size=3, root=bytes(32))
    key = VerifierKey.parse(str(verifier_key(vault, "mendsky.test")))
    assert read_checkpoint(signed, key) == Checkpoint(origin="mendsky.test", size=3, root=bytes(32))
