# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.core.rules.signed import signing, why_powerless
from mendsky.core.terms.grants import Account, Signature, Signing
from tests.probing import NOON, grant_for

KEY, OTHER = "our key", "another key"
UNSIGNED = grant_for("http://yb.lab.test:80")
SIGNED = replace(UNSIGNED, signature=Signature(key=KEY, value="value"))
REVOKED = replace(SIGNED, revoked_at=NOON)
OURS = UNSIGNED.signed_by


@pytest.mark.parametrize(
    ("grant", "keys", "genuine", "how"),
    [
        (UNSIGNED, {(KEY, OURS)}, False, Signing.NONE),
        (SIGNED, {(KEY, OURS)}, True, Signing.LISTED),
        (SIGNED, {(OTHER, "Office"), (KEY, "Office"), (KEY, OURS)}, True, Signing.LISTED),
        (SIGNED, {(KEY, "Office"), (OTHER, OURS)}, True, Signing.OTHER_OFFICE),
        (SIGNED, {(OTHER, OURS)}, True, Signing.UNLISTED),
        (SIGNED, set(), True, Signing.UNLISTED),
        (SIGNED, {(KEY, OURS)}, False, Signing.CHANGED),
        (REVOKED, {(KEY, OURS)}, True, Signing.LISTED),
        (REVOKED, {(KEY, OURS)}, False, Signing.FORGOTTEN),
        (replace(REVOKED, accounts=(Account(name="a"),)), {(KEY, OURS)}, False, Signing.CHANGED),
        (replace(REVOKED, test_identities=("b",)), {(KEY, OURS)}, False, Signing.CHANGED),
    ],
)
def test_how_a_grant_is_signed(grant, keys, genuine, how):
    assert signing(grant, frozenset(keys), genuine=genuine) is how


@pytest.mark.parametrize(
    ("how", "demanded", "free"),
    [
        (Signing.LISTED, True, True),
        (Signing.OTHER_OFFICE, False, True),
        (Signing.UNLISTED, False, True),
        (Signing.NONE, False, True),
        (Signing.CHANGED, False, False),
        (Signing.FORGOTTEN, False, False),
    ],
)
def test_where_keys_are_listed_only_they_give_power_and_a_wrong_signature_never_does(how, demanded, free):
    assert (why_powerless(how, demanded=demanded) is None) is free
    assert (why_powerless(how, demanded=True) is None) is (how is Signing.LISTED)
