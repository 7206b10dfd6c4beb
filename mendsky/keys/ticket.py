# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner's side of a census: read a ticket, seal a sketch to it. Needs no vault and no database.

A ticket carries the series' secret for pseudonyms, so it is handed to one owner, kept by nobody
else, and never printed or logged. Sealing is HPKE (RFC 9180): only the key service can open it.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mendsky.core.census.sketch_file import SketchDocument
from mendsky.core.census.theta import LARGEST_K, SMALLEST_K
from mendsky.core.ledger.checkpoint import VerifierKey
from mendsky.core.ledger.commitment import canonical
from mendsky.core.terms.instants import read_instant

FORMAT = "mendsky-ticket/1"
SEALED_FORMAT = "mendsky-sealed-sketch/1"
TICKET_TAG = b"mendsky ticket v1\x00"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class TicketError(ValueError):
    """A ticket is damaged, not signed by its platform, or expired."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """What an owner needs to count one table and to answer."""

    ticket: str
    origin: str
    series: str
    subject: str
    birth_years: tuple[int, int]
    kinds: tuple[str, ...]
    """Kinds of identifiers that people are counted by."""
    k: int
    expires: datetime
    pseudonym_key: bytes = field(repr=False)
    seal_to: bytes
    """Public X25519 key of the series, 32 bytes."""
    key: VerifierKey
    """Whose signature the ticket bears."""


def read(document: Any, *, now: datetime | None, trusted_key: str | None = None) -> Ticket:
    """Read a ticket and check its signature and, where `now` is given, its term; raises `TicketError`.

    `trusted_key` is the platform's verifier key as the owner knows it from elsewhere; without it,
    the signature shows only that the ticket was not damaged on its way.
    """
    try:
        ticket = _read(document)
        signature = bytes.fromhex(document["signature"])
        trusted = VerifierKey.parse(trusted_key) if trusted_key is not None else ticket.key
    except (ValueError, KeyError, TypeError) as error:
        # Without the values: they are secrets.
        msg = f"not a ticket of format {FORMAT}, or a damaged one: ask for a new one"
        raise TicketError(msg) from error
    if trusted != ticket.key:
        msg = f"the ticket is not signed by the key you trust ({trusted.name})"
        raise TicketError(msg)
    try:
        Ed25519PublicKey.from_public_bytes(trusted.public).verify(signature, signed_bytes(document))
    except (InvalidSignature, ValueError) as error:
        msg = "the ticket's signature is not good: it was changed; ask for a new one"
        raise TicketError(msg) from error
    if now is not None and now >= ticket.expires:
        msg = "the ticket has expired: ask for a new one"
        raise TicketError(msg)
    return ticket


def signed_bytes(document: dict[str, Any]) -> bytes:
    """Give the bytes of a ticket that are signed: all but the signature, canonically."""
    return TICKET_TAG + canonical({key: value for key, value in document.items() if key != "signature"})


def seal_for(ticket: Ticket, document: SketchDocument) -> bytes:
    """Seal a sketch document to a ticket's series; gives a file that only the key service can open."""
    if (document.ticket, document.series, document.subject) != (ticket.ticket, ticket.series, ticket.subject):
        msg = "the sketch was made for another ticket"
        raise TicketError(msg)
    public = X25519PublicKey.from_public_bytes(ticket.seal_to)
    sealed = SUITE.encrypt(document.to_bytes(), public, info=sealing_context(ticket.series))
    return json.dumps(
        {"format": SEALED_FORMAT, "series": ticket.series, "sealed": b64encode(sealed).decode()},
    ).encode()


def sealing_context(series: str) -> bytes:
    """Give what binds a sealed sketch to its series (the `info` of RFC 9180)."""
    return b"mendsky census v1\x00" + series.encode()


def _read(document: Any) -> Ticket:
    _require(isinstance(document, dict) and document["format"] == FORMAT)
    first, last = document["birth_years"]
    texts = {name: document[name] for name in ("ticket", "origin", "series", "subject")}
    kinds = tuple(document["kinds"])
    numbers = (first, last, document["k"])
    _require(all(isinstance(text, str) for text in (*texts.values(), *kinds)))
    _require(all(type(number) is int for number in numbers) and SMALLEST_K <= document["k"] <= LARGEST_K)
    ticket = Ticket(
        **texts,
        birth_years=(first, last),
        kinds=kinds,
        k=document["k"],
        expires=read_instant(document["expires"]),
        pseudonym_key=b64decode(document["pseudonym_key"], validate=True),
        seal_to=b64decode(document["seal_to"], validate=True),
        key=VerifierKey.parse(document["key"]),
    )
    _require(len(ticket.pseudonym_key) == 32 and len(ticket.seal_to) == 32)
    return ticket


def _require(sound: bool) -> None:  # noqa: FBT001 - reads as a sentence where it stands
    if not sound:
        msg = "a key of a ticket holds something else"
        raise ValueError(msg)
