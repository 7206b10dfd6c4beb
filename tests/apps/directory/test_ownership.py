# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.ownership import proofs_due, with_proofs
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.services import note_look, record_proof
from mendsky.core.rules.ownership import AGAIN_BEFORE, AGAIN_EVERY, TERM
from mendsky.core.terms.grants import ProofMethod

ORIGIN = "http://yb.lab.test:8080"


@pytest.fixture
def proven(bring, grant, monday):
    bring({"grants": [{**grant, "basis": "consent"}]})
    record_proof(grant["id"], ORIGIN, ProofMethod.WELL_KNOWN, monday)


def held(document, now):
    ((grant,),) = [tuple(with_proofs([parse_grant(document)], now))]
    return [(proof.origin, proof.method) for proof in grant.proofs]


def test_a_proof_is_given_to_the_grant_by_consent_while_it_holds(proven, grant, monday):
    by_consent = {**grant, "basis": "consent", "version": 9}
    assert held(by_consent, monday) == [(ORIGIN, ProofMethod.WELL_KNOWN)]
    assert held(by_consent, monday - timedelta(seconds=1)) == []
    assert held(by_consent, monday + TERM) == []
    assert held({**by_consent, "id": "another"}, monday) == []
    assert held({**by_consent, "basis": "law"}, monday) == []


def test_a_proof_is_due_near_its_end_until_a_later_one_stands(proven, grant, monday):
    at = monday + TERM - AGAIN_BEFORE
    assert proofs_due(at - timedelta(seconds=1)) == ()
    assert proofs_due(at) == ((grant["id"], ORIGIN),)
    note_look(grant["id"], ORIGIN, at)
    assert proofs_due(at) == ()
    assert proofs_due(at + AGAIN_EVERY) == ((grant["id"], ORIGIN),)
    record_proof(grant["id"], ORIGIN, ProofMethod.DNS, at)
    assert proofs_due(at + AGAIN_EVERY) == ()


def test_nothing_is_noted_for_a_grant_that_nobody_imported(db, monday):
    with pytest.raises(UnknownEntryError):
        record_proof("never", ORIGIN, ProofMethod.DNS, monday)
