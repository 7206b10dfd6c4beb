# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger: our tree beside pymerkle's, our canonical JSON beside rfc8785's."""

import hashlib
import uuid
from typing import Any

import pymerkle
import rfc8785
from pairs import Row, arguments, race, report

from mendsky.core.ledger.commitment import FACT_TAG, commit
from mendsky.core.ledger.tree import Tree

SALT = bytes(range(32))


def fact(number: int) -> dict[str, Any]:
    """Make an event of the usual size."""
    return {
        "type": "event",
        "id": str(uuid.UUID(int=number)),
        "origin": "bench.mendsky.test",
        "case": f"MS-CN-2015-{number:04d}",
        "number": 2,
        "kind": "verify",
        "schema": 1,
        "at": "2015-03-02T01:10:00Z",
        "recorded_at": "2015-03-02T01:10:00Z",
        "actor": "mendsky",
        "rule": "severity/1",
        "pack": "cn/1",
        "cause": str(uuid.UUID(int=number + 1)),
        "was": "received",
        "state": "verified",
        "stage": "counted",
        "public": {
            "subject": str(uuid.UUID(int=number + 2)),
            "kind": "sql-injection",
            "division": "220100",
            "sector": "social-security",
            "organisation": str(uuid.UUID(int=number + 3)),
            "severity": {"score": 72, "level": "high", "rule": "severity/1"},
        },
        "sealed": "00" * 32,
    }


def committed_by_reference(one: dict[str, Any]) -> bytes:
    return hashlib.sha256(FACT_TAG + SALT + rfc8785.dumps(one)).digest()


def their_tree(leaves: list[bytes]) -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    return tree


def main() -> None:
    given = arguments(__doc__, facts=5_000, leaves=20_000, proofs=500)
    facts = [fact(number) for number in range(given.facts)]
    leaves = [hashlib.sha256(b"%d" % number).digest() for number in range(given.leaves)]
    ours, theirs = Tree(leaves), their_tree(leaves)
    if any(commit(SALT, one) != committed_by_reference(one) for one in facts[:100]):
        msg = "the two commitments differ: no comparison of speeds means anything"
        raise SystemExit(msg)
    if ours.root() != theirs.get_root():
        msg = "the two roots differ: no comparison of speeds means anything"
        raise SystemExit(msg)
    places = [number * given.leaves // given.proofs for number in range(given.proofs)]
    rows: list[Row] = []
    rows += race(
        "facts committed to",
        given.facts,
        {
            "mendsky": lambda: [commit(SALT, one) for one in facts],
            "rfc8785": lambda: [committed_by_reference(one) for one in facts],
        },
        given.rounds,
    )
    rows += race(
        "leaves appended, then the root",
        given.leaves,
        {"mendsky": lambda: Tree(leaves).root(), "pymerkle": lambda: their_tree(leaves).get_root()},
        given.rounds,
    )
    rows += race(
        "inclusions proven",
        given.proofs,
        {
            "mendsky": lambda: [ours.inclusion(place) for place in places],
            "pymerkle": lambda: [theirs.prove_inclusion(place + 1, given.leaves) for place in places],
        },
        given.rounds,
    )
    report("ledger", rows, given, facts=given.facts, leaves=given.leaves)


if __name__ == "__main__":
    main()
