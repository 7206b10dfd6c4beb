# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import proving
from mendsky.apps.watch.models import SystemRun
from mendsky.apps.watch.services import Item, run
from mendsky.core.rules.ownership import AGAIN_BEFORE, TERM
from mendsky.core.terms.answers import Cause, Purpose
from mendsky.core.terms.grants import ProofMethod
from tests.apps.watch.conftest import HOST
from tests.signing import THEIRS

DAY = timedelta(days=1)
YEARS = {"expires": "2018-01-01T00:00:00+08:00"}


@pytest.fixture
def consented(enter, office, texts):
    (system_id,) = enter(office, basis="consent", **YEARS)
    return system_id


def put_up(texts):
    (asked,) = proving.prove_and_note("grant-1")
    texts[asked.record] = [asked.line]


def swept(system_id):
    run([Item(system_id=system_id)], Purpose.SWEEP)
    return SystemRun.objects.latest("at", "pk")


def test_nothing_is_asked_under_a_consent_that_nobody_proved(consented, office):
    assert swept(consented).control["cause"] == Cause.NOT_GRANTED
    assert office.asked == []


def test_a_record_of_the_owner_makes_its_origin_live(consented, office, texts, monday):
    (before,) = proving.prove_and_note("grant-1")
    assert (before.origin, before.record, before.file, before.method, before.until) == (
        office.origin, f"_mendsky.{HOST}", f"https://{HOST}/.well-known/mendsky", None, None,
    )  # fmt: skip
    texts[before.record] = [before.line]
    (after,) = proving.prove_and_note("grant-1")
    assert (after.method, after.until) == (ProofMethod.DNS, monday + TERM)
    (grant,) = directory.live_grants(monday)
    assert [(proof.origin, proof.method, proof.proven_at) for proof in grant.proofs] == [
        (office.origin, ProofMethod.DNS, monday)
    ]
    assert swept(consented).requests == len(office.asked) > 0


def test_a_grant_by_law_is_asked_for_no_proof(enter, office, texts):
    (system_id,) = enter(office, basis="law")
    with pytest.raises(proving.NotConsentError, match="rests on law"):
        proving.prove_and_note("grant-1")
    assert swept(system_id).requests > 0


def due(now, deferred):
    proving.defer_due(now)
    return [(name, arguments) for name, arguments in deferred() if name == "prove"]


def test_a_proof_is_looked_for_again_before_it_ends_once_a_day(consented, texts, synthetic, monday, deferred):
    put_up(texts)
    proving.prove_and_note("grant-1")
    assert due(monday + TERM - AGAIN_BEFORE - DAY, deferred) == []
    at = monday + TERM - AGAIN_BEFORE
    synthetic(at)
    assert due(at, deferred) == [("prove", {"grant_id": "grant-1"})]
    assert due(at, deferred) == []
    assert due(at + DAY, deferred) == [("prove", {"grant_id": "grant-1"})]
    (again,) = proving.prove_and_note("grant-1")
    assert again.until == at + TERM
    assert due(at + 2 * DAY, deferred) == []


def test_a_proof_that_is_gone_ends_the_grant_there(consented, office, texts, synthetic, monday):
    put_up(texts)
    proving.prove_and_note("grant-1")
    texts.clear()
    synthetic(monday + TERM - DAY)
    (gone,) = proving.prove_and_note("grant-1")
    assert (gone.method, gone.until) == (None, monday + TERM)
    assert swept(consented).requests > 0
    synthetic(monday + TERM)
    asked = len(office.asked)
    assert swept(consented).control["cause"] == Cause.NOT_GRANTED
    assert len(office.asked) == asked


def test_nothing_is_looked_for_under_a_grant_without_power(consented, office, texts, listed):
    put_up(texts)
    listed((THEIRS, "Some office"))
    (asked,) = proving.prove_and_note("grant-1")
    assert (asked.method, asked.until) == (None, None)
    assert asked.unlooked is not None
    assert "list of keys" in asked.unlooked
