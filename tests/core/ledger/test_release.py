# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

from mendsky.core.ledger.checkpoint import VerifierKey
from mendsky.core.ledger.commitment import commit
from mendsky.core.ledger.release import digest, document, frame, key_fact, opened, release_fact
from mendsky.core.ledger.shapes import check_fact
from mendsky.core.terms.facts import CommittedFact

AS_OF = datetime(2015, 4, 24, tzinfo=UTC)
KEY = VerifierKey(name="mendsky.test", public=bytes(32))


def framed(**changes):
    parts = {
        "origin": "mendsky.test",
        "nation": "CN",
        "pack": "cn/1",
        "as_of": AS_OF,
        "made_at": AS_OF,
        "figures": {"loopholes": 8},
        "definitions": {"loopholes": "what a loophole is"},
        "divisions": {"330000": "330000", "CN": None},
        "sectors": ["social-security"],
        "attest_key": bytes(32),
        "named": {},
    }
    return frame(**parts | changes)


def test_a_document_is_its_frame_with_facts_checkpoint_and_key():
    whole = document(framed(), facts=[], checkpoint="signed\n", key=KEY)
    assert whole == framed() | {"facts": [], "checkpoint": "signed\n", "key": str(KEY)}
    assert digest(whole) == digest(framed())


def test_any_change_of_the_frame_changes_its_digest():
    digests = {digest(framed())}
    for key, value in framed().items():
        changed = framed() | {key: [value]}
        digests.add(digest(changed))
    assert len(digests) == 1 + len(framed())


def test_the_release_fact_binds_the_frame_and_is_sound():
    fact = release_fact(framed(), id="r")
    check_fact(fact)
    assert fact["digest"] == digest(framed())
    assert fact["as_of"] == fact["recorded_at"] == "2015-04-24T00:00:00Z"


def test_the_key_fact_is_sound():
    check_fact(
        key_fact(id="k", origin="mendsky.test", purpose="attestation", key=bytes(32), recorded_at=AS_OF)
    )


def test_an_erased_fact_leaves_only_its_commitment():
    salt, fact = bytes(32), {"type": "key"}
    shown = CommittedFact(commitment=commit(salt, fact), salt=salt, fact=fact)
    erased = CommittedFact(commitment=bytes(32), salt=None, fact=fact)
    entries = document(framed(), facts=[shown, erased], checkpoint="", key=KEY)["facts"]
    assert entries[0] == {"commitment": commit(salt, fact).hex(), "salt": "00" * 32, "fact": fact}
    assert entries[1] == {"commitment": "00" * 32, "salt": None, "fact": None}
    assert opened([shown, erased]) == [fact]
