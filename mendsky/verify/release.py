# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Check a release from its leaves up, trusting nothing but one key.

Commitments → tree → signed checkpoint → the frame that the checkpoint covers → attestations → the
fold of every case → figures. Each difference is one line; what could not be proven is said too.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mendsky.core.ledger.attested import is_attested
from mendsky.core.ledger.checkpoint import Checkpoint, NoteError, VerifierKey, open_note, split_note
from mendsky.core.ledger.commitment import CommitmentError, commit
from mendsky.core.ledger.release import FORMAT, digest
from mendsky.core.ledger.shapes import FactError, check_fact
from mendsky.core.ledger.tree import Tree
from mendsky.core.statistics.figures import figures
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import read_instant
from mendsky.verify.cases import case_differences
from mendsky.verify.compare import differences, nesting
from mendsky.verify.names import name_differences

DEEPEST = 50
MOST_DIFFERENCES = 200
SHAPE: Mapping[str, type | tuple[type, ...]] = {
    "origin": str,
    "nation": str,
    "as_of": str,
    "made_at": str,
    "figures": dict,
    "definitions": dict,
    "divisions": dict,
    "sectors": list,
    "facts": list,
    "checkpoint": str,
    "key": str,
    "attest_key": str,
    "named": dict,
}
NEVER_PROVEN = (
    "that everything which happened became a fact: a ledger shows no omission",
    "that other readers were shown the same ledger: no witness has cosigned the checkpoint",
    "that counts stated by servers and by owners are true",
)


class VerifyError(ValueError):
    """The document is not a release."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What checking a release showed."""

    ok: bool
    size: int
    """Leaves of the tree."""
    root: str
    """Root of the tree as recomputed, hexadecimal."""
    differences: tuple[str, ...]
    unproven: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the contract's object."""
        return {
            "ok": self.ok,
            "size": self.size,
            "root": self.root,
            "differences": list(self.differences),
            "unproven": list(self.unproven),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Leaves:
    """The leaves of a document as far as they could be read."""

    tree: Tree
    facts: list[Fact]
    """Opened, sound facts in the ledger's order."""
    withheld: int
    faults: list[str]


def verify(document: Any, trusted_key: str | None = None) -> Verdict:
    """Check a release against the verifier key that one already trusts.

    Without a key the document's own is taken, and the verdict says so. Raises `VerifyError` for
    what is not a release or a key; whatever is wrong inside one is a difference, never an error.
    """
    _check_shape(document)
    key, known = _key(document, trusted_key)
    leaves = _leaves(document["facts"])
    found = list(leaves.faults)
    found += _ledger_differences(document, leaves.tree, key)
    found += _frame_differences(document, leaves.facts)
    found += _key_differences(document, leaves.facts)
    found += case_differences(leaves.facts, withheld=leaves.withheld)
    found += name_differences(document["named"], leaves.facts)
    found += _figure_differences(document, leaves.facts)
    unproven = [*NEVER_PROVEN]
    if not known:
        unproven.insert(
            0, "that the key inside the document is the publisher's: give the one you know from elsewhere"
        )
    if leaves.withheld:
        unproven.insert(
            0, f"what {leaves.withheld} withheld or erased facts say: figures are recomputed without them"
        )
    return Verdict(
        ok=not found,
        size=leaves.tree.size,
        root=leaves.tree.root().hex(),
        differences=_limited(found),
        unproven=tuple(unproven),
    )


def _check_shape(document: Any) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        msg = f"not a release of format {FORMAT}"
        raise VerifyError(msg)
    for name, kind in SHAPE.items():
        if not isinstance(document.get(name), kind):
            msg = f"not a release: `{name}` is missing or of another kind"
            raise VerifyError(msg)
    if nesting(document, DEEPEST) > DEEPEST:
        msg = f"not a release: nested more than {DEEPEST} deep"
        raise VerifyError(msg)


def _key(document: Mapping[str, Any], trusted_key: str | None) -> tuple[VerifierKey, bool]:
    try:
        return VerifierKey.parse(
            document["key"] if trusted_key is None else trusted_key
        ), trusted_key is not None
    except NoteError as error:
        msg = f"the key cannot be used: {error}"
        raise VerifyError(msg) from error


def _leaves(entries: Sequence[Any]) -> _Leaves:
    tree, sound, faults, withheld = Tree(), list[Fact](), list[str](), 0
    for index, entry in enumerate(entries):
        try:
            commitment, salt, fact = _entry(entry)
            tree.append(commitment)
            if salt is None:
                withheld += 1
                continue
            if commit(salt, fact) != commitment:
                faults.append(f"facts[{index}]: the fact is not the one committed to")
            check_fact(fact)
        except (FactError, CommitmentError, ValueError) as error:
            faults.append(f"facts[{index}]: {error}")
        else:
            sound.append(fact)
    repeated = [ident for ident, times in Counter(fact["id"] for fact in sound).items() if times > 1]
    faults += [f"facts: the identifier {ident!a} stands more than once" for ident in repeated]
    return _Leaves(tree=tree, facts=sound, withheld=withheld, faults=faults)


def _entry(entry: Any) -> tuple[bytes, bytes | None, Fact]:
    """Read one leaf as commitment, salt and fact; the salt is None where the fact is withheld."""
    if not isinstance(entry, dict) or set(entry) != {"commitment", "salt", "fact"}:
        msg = "a leaf has a commitment, a salt and a fact"
        raise ValueError(msg)
    commitment, salt, fact = _bytes(entry["commitment"]), entry["salt"], entry["fact"]
    if salt is None and fact is None:
        return commitment, None, {}
    if salt is None or not isinstance(fact, dict):
        msg = "a leaf has both its salt and its fact, or neither"
        raise ValueError(msg)
    return commitment, _bytes(salt), fact


def _bytes(text: Any) -> bytes:
    content = bytes.fromhex(text) if isinstance(text, str) else b""
    if len(content) != 32 or content.hex() != text:
        msg = "a commitment or salt is 32 bytes in lower-case hexadecimal"
        raise ValueError(msg)
    return content


def _ledger_differences(document: Mapping[str, Any], tree: Tree, key: VerifierKey) -> list[str]:
    found = []
    try:
        checkpoint = Checkpoint.parse(split_note(document["checkpoint"])[0])
    except NoteError as error:
        return [f"checkpoint: {error}"]
    try:
        open_note(document["checkpoint"], key)
    except NoteError as error:
        found.append(f"checkpoint: {error}")
    if checkpoint.origin != document["origin"] or key.name != document["origin"]:
        found.append(
            f"origin: the document says {document['origin']!a}, "
            f"the checkpoint {checkpoint.origin!a}, the key {key.name!a}"
        )
    if str(key) != document["key"]:
        found.append("key: the document names another key than the one you trust")
    if checkpoint.size != tree.size:
        found.append(f"size: the checkpoint covers {checkpoint.size} facts, the document holds {tree.size}")
    if checkpoint.root != tree.root():
        found.append(f"root: signed {checkpoint.root.hex()}, recomputed {tree.root().hex()}")
    return found


def _frame_differences(document: Mapping[str, Any], facts: Sequence[Fact]) -> list[str]:
    try:
        expected = digest(document)
    except CommitmentError as error:
        return [f"frame: {error}"]
    bound = [fact for fact in facts if fact["type"] == "release" and fact["digest"] == expected]
    if not bound:
        return ["frame: no release in the ledger has these figures, definitions, divisions and dates"]
    fact = bound[-1]
    return differences(
        {"as_of": document["as_of"], "made_at": document["made_at"]},
        {"as_of": fact["as_of"], "made_at": fact["recorded_at"]},
        "frame",
    )


def _key_differences(document: Mapping[str, Any], facts: Sequence[Fact]) -> list[str]:
    """Check that unions of people are signed by keys that the ledger vouched for before."""
    found, vouched = [], set()
    for fact in facts:
        if fact["type"] == "key" and fact["purpose"] == "attestation":
            vouched.add(fact["key"])
        elif fact["type"] == "attestation":
            name = f"attestation {fact['id']!a}"
            if fact["key"] not in vouched:
                found.append(f"{name}: its key is not one that the ledger vouched for")
            if not is_attested(fact):
                found.append(f"{name}: its signature is not good")
    if vouched and document["attest_key"] not in vouched:
        found.append("attest_key: not a key that the ledger vouches for")
    return found


def _figure_differences(document: Mapping[str, Any], facts: Sequence[Fact]) -> list[str]:
    try:
        recomputed = figures(
            facts,
            as_of=read_instant(document["as_of"]),
            nation_code=document["nation"],
            provinces=document["divisions"],
            sectors=_sectors(document["sectors"]),
        )
    except KeyError as error:
        return [f"figures: cannot be recomputed, the list of divisions lacks {str(error.args[0])[:40]!a}"]
    except (ValueError, TypeError) as error:
        return [f"figures: cannot be recomputed: {str(error)[:200]!a}"]
    return differences(document["figures"], recomputed, "figures")


def _sectors(sectors: Sequence[Any]) -> list[str]:
    if not all(isinstance(sector, str) for sector in sectors):
        msg = "sectors are named by text"
        raise ValueError(msg)
    return list(sectors)


def _limited(found: Sequence[str]) -> tuple[str, ...]:
    if len(found) <= MOST_DIFFERENCES:
        return tuple(found)
    return (*found[:MOST_DIFFERENCES], f"and {len(found) - MOST_DIFFERENCES} more differences")
