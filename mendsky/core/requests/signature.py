# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signature that each of our requests carries: HTTP Message Signatures (RFC 9421) with Ed25519.

Covered are the authority that is asked and the address where the key is published, as the drafts of the
IETF working group webbotauth (draft-ietf-webbotauth-httpsig-protocol) have it: nothing of a single
question, so that one signature serves every request to a host for a minute.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LABEL = "mendsky"
"""Under which our signature stands among others that a request may carry (RFC 9421 section 4)."""
TAG = "web-bot-auth"
VALID_SECONDS = 180
"""From creation to expiry: a minute of use, and room for an answer that is waited for."""
DEFAULT_PORTS = {"http": 80, "https": 443}
"""Left out of an authority (RFC 9421 section 2.2.3)."""
COVERED = f'("@authority" "signature-agent";key="{LABEL}")'
PARAMETERS = (
    re.escape(COVERED)
    + r';created=(\d{1,12});expires=(\d{1,12});keyid="([\w-]{43})";alg="ed25519";nonce="([\w-]{1,100})"'
    + f';tag="{TAG}"'
)
MEMBER = rf"(?:^|,)[ \t]*{LABEL}="
"""Where our member of a dictionary begins (RFC 8941 section 3.2)."""
INPUT = re.compile(f"{MEMBER}{PARAMETERS}[ \t]*(?:,|$)", re.ASCII)
SIGNATURE = re.compile(rf"{MEMBER}:([\w+/]{{86}}==):[ \t]*(?:,|$)", re.ASCII)
AGENT = re.compile(rf'{MEMBER}"([!#-\[\]-~]{{1,300}})"[ \t]*(?:,|$)')


class SignatureError(ValueError):
    """A request carries no signature of ours that can be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """What a signature is made over."""

    authority: str
    """Host and port that are asked, as `authority_of` writes them."""
    agent: str
    """Address of the portal that publishes the key."""
    created: int
    """Seconds since 1970, by the real clock; so for `expires`."""
    expires: int
    key_id: str
    """Thumbprint of the public key (RFC 7638)."""
    nonce: str

    @property
    def parameters(self) -> str:
        """Write the covered components and the signature's parameters (RFC 9421 section 2.3)."""
        return (
            f'{COVERED};created={self.created};expires={self.expires};keyid="{self.key_id}"'
            f';alg="ed25519";nonce="{self.nonce}";tag="{TAG}"'
        )

    @property
    def base(self) -> bytes:
        """Write the signature base, the bytes that are signed (RFC 9421 section 2.5)."""
        lines = (
            f'"@authority": {self.authority}',
            f'"signature-agent";key="{LABEL}": "{self.agent}"',
            f'"@signature-params": {self.parameters}',
        )
        return "\n".join(lines).encode("ascii")

    def fields(self, signature: bytes) -> tuple[str, ...]:
        """Write the header fields of a request that carries the signature."""
        return (
            f'Signature-Agent: {LABEL}="{self.agent}"',
            f"Signature-Input: {LABEL}={self.parameters}",
            f"Signature: {LABEL}=:{b64encode(signature).decode()}:",
        )

    @classmethod
    def read(cls, fields: Mapping[str, str], authority: str) -> tuple[Self, bytes]:
        """Read what a request says was signed, and the signature; raises `SignatureError`.

        Names of fields in lower case, several of a name joined by commas (RFC 9110 section 5.2).
        """
        found = [
            pattern.search(fields.get(name, ""))
            for name, pattern in (
                ("signature-input", INPUT),
                ("signature", SIGNATURE),
                ("signature-agent", AGENT),
            )
        ]
        made, sealed, agent = found
        if made is None or sealed is None or agent is None:
            msg = f"the request carries no whole signature under the label {LABEL}"
            raise SignatureError(msg)
        created, expires, key_id, nonce = made.groups()
        signed = cls(
            authority=authority,
            agent=agent.group(1),
            created=int(created),
            expires=int(expires),
            key_id=key_id,
            nonce=nonce,
        )
        try:
            return signed, b64decode(sealed.group(1), validate=True)
        except Base64Error as error:
            msg = "the signature is no base64"
            raise SignatureError(msg) from error


def authority_of(scheme: str, host: str, port: int) -> str:
    """Write the authority of an origin, its scheme's own port left out; an IPv6 host comes in brackets."""
    return host.lower() if DEFAULT_PORTS.get(scheme) == port else f"{host.lower()}:{port}"
