# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A fact: what the ledger commits to and figures are computed from.

Each fact is a JSON object with `type`, `id`, `origin` and `recorded_at`; the other keys follow
from its type. Its commitment is SHA-256 over a tag, a 32-byte random salt and the canonical JSON
(RFC 8785), as selective-disclosure tokens do (RFC 9901): destroying the salt erases the fact and
leaves the tree intact.
"""

from dataclasses import dataclass
from typing import Any, TypedDict


class EventFact(TypedDict):
    """One event of a case, without its sealed part."""

    type: str
    """`event`"""
    id: str
    origin: str
    case: str
    number: int
    kind: str
    schema: int
    at: str
    recorded_at: str
    actor: str
    rule: str
    pack: str
    cause: str
    was: str | None
    state: str
    stage: str
    public: dict[str, Any]
    sealed: str
    """Commitment to the sealed part, hexadecimal; empty where there is none."""


class CountFact(TypedDict):
    """One count of the records or people behind a place."""

    type: str
    """`count`"""
    id: str
    origin: str
    subject: str
    """Pseudonym of system and place group; a case's `verify` event names it in `public`."""
    unit: str
    """`records` or `people`"""
    count: dict[str, int | str | None]
    method: str
    source: str
    at: str
    recorded_at: str
    supersedes: str | None


class CoverageFact(TypedDict):
    """How many systems of one cell were covered on one day."""

    type: str
    """`coverage`"""
    id: str
    origin: str
    day: str
    division: str
    """Province-level division."""
    sector: str
    in_scope: int
    covered: int
    undetermined: int
    recorded_at: str


class AttestationFact(TypedDict):
    """A union of people over sketches, computed and signed by the key service."""

    type: str
    """`attestation`"""
    id: str
    origin: str
    cell: str
    """`<sector>/<division>/<exposed|at-risk>`, for example `social-security/CN/exposed`."""
    as_of: str
    recorded_at: str
    subjects: list[str]
    """Sorted subjects whose sketches were united."""
    series: str
    k: int
    count: dict[str, int | str | None]
    key: str
    """Public Ed25519 key of the key service, hexadecimal."""
    signature: str
    """Ed25519 over the canonical JSON of this object without `signature`, hexadecimal."""


class KeyFact(TypedDict):
    """A public key that the signer of the ledger's checkpoints vouches for."""

    type: str
    """`key`"""
    id: str
    origin: str
    purpose: str
    """`attestation`: it signs unions of people."""
    key: str
    """Public Ed25519 key, hexadecimal."""
    recorded_at: str


class ReleaseFact(TypedDict):
    """A release bound to the ledger, so that the checkpoint covers its figures and definitions too."""

    type: str
    """`release`"""
    id: str
    origin: str
    as_of: str
    digest: str
    """SHA-256 over the canonical JSON of the release's frame (`core.ledger.release`), hexadecimal."""
    recorded_at: str


Fact = dict[str, Any]
"""A fact as JSON; the classes above give its shape by `type`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommittedFact:
    """A fact with what opens its commitment."""

    commitment: bytes
    salt: bytes | None
    """None where the fact is withheld or erased."""
    fact: Fact | None
