# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from mendsky.keys.office import OfficeKeyError, draw_office_key, public_text, read_office_key

ED25519, X25519 = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
LOCKED = ED25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"made-up"))
OTHER_KIND = X25519.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PUBLIC = ED25519.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_each_key_that_is_drawn_is_another_and_can_be_read():
    one, other = (public_text(read_office_key(draw_office_key())) for _ in range(2))
    assert one != other
    assert len(one) == 44


@pytest.mark.parametrize(
    ("pem", "says"),
    [
        (LOCKED, "locked by a passphrase"),
        (OTHER_KIND, "no private Ed25519 key"),
        (PUBLIC, "no private Ed25519 key"),
        (b"", "no private Ed25519 key"),
        (b"\xff" * 100, "no private Ed25519 key"),
        (draw_office_key()[:60], "no private Ed25519 key"),
    ],
    ids=["locked", "of another kind", "public", "empty", "no text", "cut short"],
)
def test_what_is_no_key_to_sign_with_is_refused_in_one_line_without_its_content(pem, says):
    with pytest.raises(OfficeKeyError, match=says) as refused:
        read_office_key(pem)
    assert "\n" not in str(refused.value)
