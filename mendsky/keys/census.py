# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The platform's side of a census: make tickets, open sketches, attest unions of people.

A series has two secrets, one for pseudonyms and one that opens sketches. With them destroyed its
sketches are noise; what was attested stays, as signed facts.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from mendsky.core.census import theta
from mendsky.core.census.sketch_file import SketchDocument
from mendsky.core.ledger.attested import attested_bytes
from mendsky.core.ledger.commitment import canonical
from mendsky.core.terms.counts import People
from mendsky.core.terms.facts import AttestationFact
from mendsky.core.terms.instants import instant_text
from mendsky.keys import sign
from mendsky.keys.ticket import FORMAT, SEALED_FORMAT, SUITE, sealing_context, signed_bytes
from mendsky.keys.vault import Vault

LARGEST_FILE = 32 * 1024 * 1024
NOT_SEALED = f"not a sealed sketch of format {SEALED_FORMAT}: send the file that `mendsky census` wrote"


class CensusError(ValueError):
    """A sealed sketch cannot be opened, or sketches do not go together."""


def ticket(
    vault: Vault,
    *,
    series: str,
    ticket_id: str,
    subject: str,
    birth_years: tuple[int, int],
    kinds: Sequence[str],
    k: int,
    expires: datetime,
    origin: str,
) -> dict[str, Any]:
    """Make the ticket that lets one owner count one table in a series; it carries a secret."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "ticket": ticket_id,
        "origin": origin,
        "series": series,
        "subject": subject,
        "birth_years": list(birth_years),
        "kinds": list(kinds),
        "k": k,
        "expires": instant_text(expires),
        "pseudonym_key": b64encode(vault.ensure(_pseudonyms(series))).decode(),
        "seal_to": b64encode(_opener(vault.ensure(_seal(series))).public_key().public_bytes_raw()).decode(),
        "key": str(sign.verifier_key(vault, origin)),
    }
    document["signature"] = sign.sign(vault, signed_bytes(document)).hex()
    return document


def open_sketch(vault: Vault, sealed: bytes) -> SketchDocument:
    """Open a sealed sketch in memory; raises `CensusError`, `SketchFileError` or `KeyDestroyed`.

    Whether its ticket is one that is open, and for which subject, is the caller's to check.
    """
    series, content = _outer(sealed)
    secret = _opener(vault.get(_seal(series)))
    try:
        plaintext = SUITE.decrypt(content, secret, info=sealing_context(series))
    except InvalidTag as error:
        msg = "the sealed sketch was changed, or sealed for somebody else"
        raise CensusError(msg) from error
    document = SketchDocument.from_bytes(plaintext)
    if document.series != series:
        msg = "the sketch was made in another series than it was sealed for"
        raise CensusError(msg)
    return document


def attest(
    vault: Vault,
    *,
    origin: str,
    cell: str,
    as_of: datetime,
    recorded_at: datetime,
    series: str,
    sketches: Mapping[str, bytes],
) -> AttestationFact:
    """Unite the sealed sketches of a cell, by subject, and sign how many people they hold.

    The upper bound holds those in rows without an identifier too, and is never above the sum of
    the parts. Raises `CensusError` for no sketch, or one of another subject or series.
    """
    if not sketches:
        msg = "a union needs a sketch"
        raise CensusError(msg)
    documents = {subject: open_sketch(vault, sketches[subject]) for subject in sorted(sketches)}
    for subject, document in documents.items():
        if document.subject != subject or document.series != series:
            msg = f"a sketch given for {subject} was made for another subject or series"
            raise CensusError(msg)
    k = min(document.sketch.k for document in documents.values())
    count = _united(list(documents.values()), k)
    fact: AttestationFact = {
        "type": "attestation",
        "id": "",
        "origin": origin,
        "cell": cell,
        "as_of": instant_text(as_of),
        "recorded_at": instant_text(recorded_at),
        "subjects": list(documents),
        "series": series,
        "k": k,
        "count": count.as_json(),
        "key": sign.public_key(vault, sign.ATTEST).hex(),
        "signature": "",
    }
    # The same union asked for twice is the same fact.
    fact["id"] = str(uuid5(NAMESPACE_URL, sha256(canonical(fact)).hexdigest()))
    fact["signature"] = sign.sign(vault, attested_bytes(fact), sign.ATTEST).hex()
    return fact


def destroy(vault: Vault, series: str) -> None:
    """Destroy the secrets of a series: its sketches can be neither opened nor linked to anybody again."""
    vault.destroy(_seal(series))
    vault.destroy(_pseudonyms(series))


def _united(documents: Sequence[SketchDocument], k: int) -> People:
    low, point, high = theta.estimate(theta.union([document.sketch for document in documents], k))
    high += sum(document.rows_without_identifier for document in documents)
    most = sum(document.high for document in documents)
    least = max(document.low for document in documents)
    grade = min((document.grade for document in documents), key=lambda grade: grade.value)
    high = min(high, most)
    low = min(max(low, least), high)
    return People(low=low, point=min(max(point, low), high), high=high, grade=grade)


def _outer(sealed: bytes) -> tuple[str, bytes]:
    try:
        document = json.loads(sealed) if len(sealed) <= LARGEST_FILE else None
        if isinstance(document, dict) and document["format"] == SEALED_FORMAT:
            return str(document["series"]), b64decode(document["sealed"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CensusError(NOT_SEALED) from error
    raise CensusError(NOT_SEALED)


def _opener(secret: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(secret)


def _pseudonyms(series: str) -> str:
    return f"census/{series}/pseudonyms"


def _seal(series: str) -> str:
    return f"census/{series}/seal"
