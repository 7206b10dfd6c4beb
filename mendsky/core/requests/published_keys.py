# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public key of our requests as it is published: a JSON Web Key Set (RFC 7517, for Ed25519 RFC 8037)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

PATH = "/.well-known/http-message-signatures-directory"
MEDIA_TYPE = "application/http-message-signatures-directory+json"
"""Both of draft-ietf-webbotauth-httpsig-protocol."""
KEY_BYTES = 32


class PublishedKeysError(ValueError):
    """A document holds no key of ours."""


def thumbprint(public: bytes) -> str:
    """Give the identifier of a key: its SHA-256 thumbprint (RFC 7638, RFC 8037 appendix A.3)."""
    members = {"crv": "Ed25519", "kty": "OKP", "x": _text(public)}
    return _text(sha256(json.dumps(members, separators=(",", ":")).encode()).digest())


def key_document(public: bytes) -> dict[str, Any]:
    """Write the document in which a key is published."""
    key = {"kty": "OKP", "crv": "Ed25519", "x": _text(public), "kid": thumbprint(public), "use": "sig"}
    return {"keys": [key]}


def read_keys(document: Mapping[str, Any]) -> dict[str, bytes]:
    """Give the Ed25519 keys of a document by their thumbprints; raises `PublishedKeysError` for none."""
    listed = document.get("keys")
    keys: dict[str, bytes] = {}
    for one in listed if isinstance(listed, list) else ():
        public = _public(one)
        if public is not None:
            keys[thumbprint(public)] = public
    if not keys:
        msg = f"the file holds no Ed25519 key: take it from {PATH} of the portal"
        raise PublishedKeysError(msg)
    return keys


def _public(one: object) -> bytes | None:
    if not isinstance(one, dict) or (one.get("kty"), one.get("crv")) != ("OKP", "Ed25519"):
        return None
    text = one.get("x")
    try:
        public = urlsafe_b64decode(f"{text}=") if isinstance(text, str) else b""
    except ValueError:
        # Not base64: not a key.
        return None
    return public if len(public) == KEY_BYTES and _text(public) == text else None


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
