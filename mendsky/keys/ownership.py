# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokens by which owners show that a host is their own: keyed, so that none of another grant serves."""

import hmac
from base64 import b32encode

from mendsky.keys.vault import Vault

NAME = "ownership"
TOKEN_BYTES = 20
"""160 bits of HMAC-SHA-256 (RFC 2104 section 5): 32 letters and digits."""


def token(vault: Vault, grant_id: str, host: str) -> str:
    """Give the token of a grant, whatever its version, for one host."""
    said = f"{grant_id}\n{host.lower()}".encode()
    digest = hmac.digest(vault.ensure(NAME), said, "sha256")
    return b32encode(digest[:TOKEN_BYTES]).decode().lower()
