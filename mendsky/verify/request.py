# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check whether a request that an owner's server received is signed with a key that the portal publishes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mendsky.core.requests.signature import SignatureError, Signed

MOST_BYTES = 65_536
REQUEST_LINE = re.compile(r"[A-Z]{3,10} \S+( HTTP/[0-9.]+)?")
FIELD = re.compile(r"([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*", re.ASCII)
PORT = re.compile(r":(?:80|443)$")
"""Not signed where it is the scheme's own; the head of a request does not tell the scheme."""


class RequestError(ValueError):
    """What was given is no head of a request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestVerdict:
    """What checking one request showed."""

    ok: bool
    says: str
    """One sentence: what is proven, or why nothing is."""
    authority: str = ""
    key_id: str = ""
    created: datetime | None = None
    expires: datetime | None = None


def verify_request(head: str, keys: Mapping[str, bytes], received: datetime | None) -> RequestVerdict:
    """Check the head of a request against published keys, by thumbprint.

    `received` is when it reached the server; without it only the signature is checked. Raises `RequestError`.
    """
    fields = read_head(head)
    host = fields.get("host", "").lower()
    if not host:
        msg = "the request has no Host field: give its whole head"
        raise RequestError(msg)
    try:
        signed, signature = Signed.read(fields, host)
    except SignatureError as error:
        return RequestVerdict(ok=False, says=str(error))
    public = keys.get(signed.key_id)
    if public is None:
        return _verdict(signed, ok=False, says="signed with a key that is not among those given")
    for authority in dict.fromkeys((host, PORT.sub("", host))):
        signed, _ = Signed.read(fields, authority)
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, signed.base)
        except InvalidSignature:
            continue
        return _in_time(signed, received)
    return _verdict(
        signed, ok=False, says="the signature does not match: the request is not ours, or not for this host"
    )


def read_head(head: str) -> dict[str, str]:
    """Read fields of a request by name in lower case; raises `RequestError`, which repeats none of them."""
    if len(head) > MOST_BYTES:
        msg = f"the head of a request has no more than {MOST_BYTES} bytes"
        raise RequestError(msg)
    fields: dict[str, str] = {}
    for number, line in enumerate(head.strip().splitlines(), 1):
        found = FIELD.fullmatch(line)
        if number == 1 and REQUEST_LINE.fullmatch(line):
            continue
        if not line:
            break
        if found is None:
            msg = f"line {number} is no header field: write it as `Name: value`"
            raise RequestError(msg)
        name, value = found[1].lower(), found[2]
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    return fields


def _in_time(signed: Signed, received: datetime | None) -> RequestVerdict:
    if received is not None and not signed.created <= received.timestamp() < signed.expires:
        return _verdict(
            signed, ok=False, says="the signature is ours, but was not valid when the request came"
        )
    return _verdict(signed, ok=True, says="the request is signed with the given key")


def _verdict(signed: Signed, *, ok: bool, says: str) -> RequestVerdict:
    return RequestVerdict(
        ok=ok,
        says=says,
        authority=signed.authority,
        key_id=signed.key_id,
        created=_instant(signed.created),
        expires=_instant(signed.expires),
    )


def _instant(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
