# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The document of a release: its frame, the fact that binds the frame to the ledger, and the whole.

Order of making: `frame` from figures, `release_fact` from the frame, append it to the tree as the
last leaf, sign the checkpoint, `document` from all. So the checkpoint covers not only the facts
but the definitions, the list of divisions and the figures too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from mendsky.core.ledger.checkpoint import VerifierKey
from mendsky.core.ledger.commitment import canonical
from mendsky.core.terms.facts import CommittedFact, Fact, KeyFact, ReleaseFact
from mendsky.core.terms.instants import instant_text

FORMAT = "mendsky-release/1"
FRAME_TAG = b"mendsky release v1\x00"
BESIDE_THE_FRAME = frozenset({"facts", "checkpoint", "key"})
"""Left out of the digest: the checkpoint covers the facts, and the reader's trust the key."""


def frame(
    *,
    origin: str,
    nation: str,
    pack: str,
    as_of: datetime,
    made_at: datetime,
    figures: Mapping[str, Any],
    definitions: Mapping[str, Any],
    divisions: Mapping[str, str | None],
    sectors: Sequence[str],
    attest_key: bytes,
    named: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Give everything of a release but its facts, checkpoint and key.

    `nation` is the code that figures are computed under, `divisions` lead to the province-level
    division or None, `sectors` begin with the headline's; `attest_key` has 32 bytes;
    `named` has the organisation's name by language of each case that is named, by case.
    """
    return {
        "format": FORMAT,
        "origin": origin,
        "nation": nation,
        "pack": pack,
        "as_of": instant_text(as_of),
        "made_at": instant_text(made_at),
        "figures": dict(figures),
        "definitions": dict(definitions),
        "divisions": dict(divisions),
        "sectors": list(sectors),
        "attest_key": attest_key.hex(),
        "named": {case: dict(names) for case, names in named.items()},
    }


def digest(document: Mapping[str, Any]) -> str:
    """Give the SHA-256 over a release's frame, hexadecimal; raises `CommitmentError`."""
    framed = {key: value for key, value in document.items() if key not in BESIDE_THE_FRAME}
    return sha256(FRAME_TAG + canonical(framed)).hexdigest()


def release_fact(framed: Mapping[str, Any], *, id: str) -> ReleaseFact:  # noqa: A002 - the fact's own key
    """Make the fact that binds a frame to the ledger; raises `CommitmentError`."""
    return {
        "type": "release",
        "id": id,
        "origin": framed["origin"],
        "as_of": framed["as_of"],
        "digest": digest(framed),
        "recorded_at": framed["made_at"],
    }


def key_fact(*, id: str, origin: str, purpose: str, key: bytes, recorded_at: datetime) -> KeyFact:  # noqa: A002
    """Make the fact by which the ledger vouches for a key, 32 bytes; purpose `attestation`."""
    return {
        "type": "key",
        "id": id,
        "origin": origin,
        "purpose": purpose,
        "key": key.hex(),
        "recorded_at": instant_text(recorded_at),
    }


def document(
    framed: Mapping[str, Any], *, facts: Sequence[CommittedFact], checkpoint: str, key: VerifierKey
) -> dict[str, Any]:
    """Give the whole release; `facts` are all leaves of the tree in its order."""
    return {**framed, "facts": [_entry(fact) for fact in facts], "checkpoint": checkpoint, "key": str(key)}


def opened(facts: Sequence[CommittedFact]) -> list[Fact]:
    """Give the facts that are not withheld: what figures are computed from."""
    return [fact.fact for fact in facts if fact.fact is not None and fact.salt is not None]


def _entry(fact: CommittedFact) -> dict[str, Any]:
    withheld = fact.salt is None or fact.fact is None
    return {
        "commitment": fact.commitment.hex(),
        "salt": None if withheld or fact.salt is None else fact.salt.hex(),
        "fact": None if withheld else fact.fact,
    }
