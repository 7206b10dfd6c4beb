# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipt codes: what a citizen keeps to ask how a report stands; only a keyed digest is kept here."""

import hashlib
import hmac
import re
import secrets

from mendsky.keys.vault import Vault

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that are not mistaken for one another when read aloud or written by hand."""
GROUPS, GROUP = 4, 4
LOOKUP_KEY = "reports/lookup"
SHAPE = re.compile(f"[{ALPHABET}]{{{GROUPS * GROUP}}}")


def draw() -> str:
    """Draw a code of 78 random bits: `7F3K-…-…-…`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def lookup(vault: Vault, code: str) -> str | None:
    """Give the keyed digest (HMAC-SHA-256, RFC 2104) of a code as typed, or None where it cannot be one."""
    plain = re.sub(r"[\s-]", "", code).upper()
    if not SHAPE.fullmatch(plain):
        return None
    return hmac.new(vault.ensure(LOOKUP_KEY), plain.encode(), hashlib.sha256).hexdigest()
