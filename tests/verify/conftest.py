# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small release as the platform makes one: real keys, real commitments, a real tree."""

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mendsky.core.ledger import release
from mendsky.core.ledger.attested import attested_bytes
from mendsky.core.ledger.checkpoint import Checkpoint, VerifierKey, note
from mendsky.core.ledger.commitment import commit
from mendsky.core.ledger.tree import Tree
from mendsky.core.lifecycle.fold import advance
from mendsky.core.rules import disclosure
from mendsky.core.statistics.figures import figures
from mendsky.core.terms.cases import EventKind, Stage
from mendsky.core.terms.facts import CommittedFact
from mendsky.core.terms.instants import instant_text

START = datetime(2015, 3, 2, 1, 0, tzinfo=UTC)
AS_OF = START + timedelta(days=30)
ORIGIN = "mendsky.test"
DIVISIONS = {"CN": None, "330000": "330000", "330100": "330000", "610000": "610000"}
SECTORS = ["social-security", "hospitals"]
STORIES = {
    "MS-1": ("330100", "receive verify notify acknowledge claim-repair retest-clean"),
    "MS-2": ("610000", "receive verify notify escalate"),
    "MS-3": ("330000", "receive verify notify claim-repair retest-exposed"),
}


def private(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


@dataclass
class Publisher:
    """Makes releases out of facts, with its own keys."""

    ledger: Ed25519PrivateKey = field(default_factory=lambda: private(1))
    attest: Ed25519PrivateKey = field(default_factory=lambda: private(2))

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(name=ORIGIN, public=self.ledger.public_key().public_bytes_raw())

    @property
    def attest_key(self) -> bytes:
        return self.attest.public_key().public_bytes_raw()

    def facts(self):
        told = [
            release.key_fact(
                id="key", origin=ORIGIN, purpose="attestation", key=self.attest_key, recorded_at=START
            )
        ]
        for case, (division, story) in STORIES.items():
            told += events(case, division, story)
            told.append(count(f"place of {case}", "records", 120))
        told += [count("place of MS-1", "people", 100), count("place of MS-2", "people", 100)]
        told.append(self.attestation("social-security/CN/exposed", ["place of MS-1", "place of MS-2"], 150))
        told.append(
            envelope("coverage", "cover")
            | {
                "day": "2015-03-20",
                "division": "330000",
                "sector": SECTORS[0],
                "in_scope": 9,
                "covered": 8,
                "undetermined": 1,
            }
        )
        return told

    def attestation(self, cell, subjects, people):
        fact = envelope("attestation", f"union {cell}") | {
            "cell": cell,
            "as_of": instant_text(START + timedelta(days=20)),
            "subjects": subjects,
            "series": "2015",
            "k": 4096,
            "count": {"low": people, "point": people, "high": people, "grade": "G3"},
            "key": self.attest_key.hex(),
            "signature": "",
        }
        return fact | {"signature": self.attest.sign(attested_bytes(fact)).hex()}

    def publish(self, facts, *, published=None, withheld=()):
        known = [fact for index, fact in enumerate(facts) if index not in withheld]
        framed = release.frame(
            origin=ORIGIN,
            nation="CN",
            pack="cn/1",
            as_of=AS_OF,
            made_at=AS_OF,
            figures=published or computed(known),
            definitions={"loopholes": "what a loophole is"},
            divisions=DIVISIONS,
            sectors=SECTORS,
            attest_key=self.attest_key,
            named={},
        )
        leaves = [*facts, release.release_fact(framed, id="release")]
        committed = []
        for index, fact in enumerate(leaves):
            salt = bytes([index]) * 32
            kept = None if index in withheld else salt
            committed.append(
                CommittedFact(commitment=commit(salt, fact), salt=kept, fact=fact if kept else None)
            )
        tree = Tree(leaf.commitment for leaf in committed)
        text = Checkpoint(origin=ORIGIN, size=tree.size, root=tree.root()).text
        signed = note(text, key=self.key, sign=self.ledger.sign)
        return release.document(framed, facts=committed, checkpoint=signed, key=self.key)


def computed(facts):
    return figures(facts, as_of=AS_OF, nation_code="CN", provinces=DIVISIONS, sectors=SECTORS)


def envelope(kind, ident):
    return {
        "type": kind,
        "id": ident,
        "origin": ORIGIN,
        "recorded_at": instant_text(START + timedelta(days=20)),
    }


def count(subject, unit, number):
    return envelope("count", f"{unit} of {subject}") | {
        "subject": subject,
        "unit": unit,
        "count": {"low": number, "point": number, "high": number, "grade": "G3"},
        "method": "census",
        "source": "owner",
        "at": instant_text(START),
        "supersedes": None,
    }


def events(case, division, story):
    state, stage = None, Stage.SEALED
    for number, word in enumerate(story.split(), start=1):
        kind, was = EventKind(word), state
        state = advance(state, kind)
        stage = disclosure.advance(stage, kind, state)
        at = instant_text(START + timedelta(days=number))
        public = {
            "subject": f"place of {case}",
            "kind": "sql-injection",
            "division": division,
            "sector": SECTORS[0],
            "organisation": f"owner of {case}",
            "severity": {"score": 9, "level": "high", "rule": "severity/1"},
        }
        yield {
            "type": "event",
            "id": f"{case} {number}",
            "origin": ORIGIN,
            "case": case,
            "number": number,
            "kind": kind.value,
            "schema": 1,
            "at": at,
            "recorded_at": at,
            "actor": "mendsky",
            "rule": "",
            "pack": "cn/1",
            "cause": "",
            "was": was and was.value,
            "state": state.value,
            "stage": stage.value,
            "public": public if kind is EventKind.VERIFY else {},
            "sealed": "",
        }


@pytest.fixture(scope="session")
def publisher():
    return Publisher()


@pytest.fixture(scope="session")
def stranger():
    return Publisher(ledger=private(3), attest=private(4))


@pytest.fixture(scope="session")
def published_release(publisher):
    return publisher.publish(publisher.facts())


@pytest.fixture
def document(published_release):
    return copy.deepcopy(published_release)


@pytest.fixture(scope="session")
def trusted(publisher):
    return str(publisher.key)


@pytest.fixture
def refigure():
    """Compute figures as a publisher does, honest or not."""
    return computed
