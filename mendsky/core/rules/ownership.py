# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether an owner has shown that an origin is its own: a grant by consent counts only there.

A token of the grant and the host stands in a TXT record below the host's name, or in a file at a
well-known address (RFC 8615), as certificate authorities have it (RFC 8555 section 8).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mendsky.core.terms.grants import Basis, Grant, Proof, ProofMethod

LABEL = "_mendsky"
PATH = "/.well-known/mendsky"
MARK = "mendsky="
"""Before the token, for other records and lines may stand beside it."""
TERM = timedelta(days=365)
"""How long a proof holds: hosts change hands."""
AGAIN_BEFORE = timedelta(days=30)
"""So long before its end a proof is looked for again, day by day."""
AGAIN_EVERY = timedelta(days=1)


def needs_proof(grant: Grant) -> bool:
    """Say whether a grant counts only where the owner's control is proven."""
    return grant.basis is Basis.CONSENT


def is_proven(grant: Grant, origin: str, at: datetime) -> bool:
    """Say whether a grant needs no proof for an origin, or has one that holds."""
    if not needs_proof(grant):
        return True
    return any(proof.origin == origin and proof.proven_at <= at < proof.until for proof in grant.proofs)


def unproven(grant: Grant, at: datetime) -> tuple[str, ...]:
    """Give the origins of a grant that are not live for want of a proof, sorted."""
    return tuple(origin for origin in sorted(grant.origins) if not is_proven(grant, origin, at))


def is_basis_unsaid(grant: Grant, words: Iterable[str]) -> bool:
    """Say whether a grant speaks of consent in its legal basis without saying which kind of basis it is.

    `words` are those for consent; whoever signs decides, for consent must be proven and law need not.
    """
    said = grant.legal_basis.casefold()
    return grant.basis is None and any(word.casefold() in said for word in words)


def line(token: str) -> str:
    """Write what an owner puts up."""
    return f"{MARK}{token}"


def holds(texts: Iterable[str], token: str) -> bool:
    """Say whether a token stands among texts, on a line of its own."""
    return any(written.strip() == line(token) for text in texts for written in text.splitlines())


def proof(origin: str, method: ProofMethod, at: datetime) -> Proof:
    """Give the proof that was seen at an instant."""
    return Proof(origin=origin, method=method, proven_at=at, until=at + TERM)
