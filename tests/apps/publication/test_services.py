# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Releases are made whole, verified before they are kept, and never change."""

import hashlib
import json
from datetime import timedelta

import pytest

from mendsky.apps.publication import queries, services
from mendsky.apps.publication.models import Leaf, OwnFact, Release
from mendsky.core.terms.cases import Actor, EventKind
from mendsky.core.terms.counts import CountGrade, Records
from mendsky.verify.release import verify
from tests import published


def test_a_release_verifies_with_the_key_that_outsiders_trust(world):
    entry = services.release(world.now)
    document = json.loads(queries.document(entry))
    verdict = verify(document, services.verifier_key())
    assert verdict.ok, verdict.differences
    assert (verdict.size, verdict.root) == (entry.size, entry.root)


def test_a_release_counts_what_happened(world):
    figures = services.release(world.now).figures
    assert (figures["loopholes"], figures["high_risk"], figures["provinces"]) == (3, 3, 3)
    assert figures["records"]["point"] == 600_000
    assert figures["systems"] == {"in_scope": 3, "covered": 3, "undetermined": 0}
    assert figures["as_of"] == "2015-03-02T01:00:00Z"


def test_the_document_is_the_file_whose_digest_stands_in_the_row(world, home):
    entry = services.release(world.now)
    content = (home / "releases" / f"{entry.id}.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry.sha256
    assert len(content) == entry.bytes


def test_releases_of_a_day_are_numbered(world, synthetic):
    first = services.release(world.now)
    synthetic(world.now + timedelta(hours=1))
    second = services.release(world.now + timedelta(hours=1))
    synthetic(world.now + timedelta(days=1))
    third = services.release(world.now + timedelta(days=1))
    assert [first.id, second.id, third.id] == ["2015-03-02-1", "2015-03-02-2", "2015-03-03-1"]


def test_the_ledger_only_grows(world, synthetic):
    services.release(world.now)
    before = list(Leaf.objects.order_by("index").values_list("index", "commitment", "app", "serial"))
    synthetic(world.now + timedelta(hours=1))
    services.release(world.now + timedelta(hours=1))
    after = list(Leaf.objects.order_by("index").values_list("index", "commitment", "app", "serial"))
    assert after[: len(before)] == before
    assert len(after) > len(before)


def test_a_sealed_case_stands_in_the_document_as_commitments_only(world, synthetic):
    from mendsky.apps.cases.services.recording import begin

    system = world.systems[0]
    case = begin(
        at=world.now, subject=system.id, system=system.id, organisation=system.organisation,
        observation=system.id, kind="directory-listing", place_group="/", division=system.division,
        sector=system.sector,
    )  # fmt: skip
    published.happen(case, EventKind.RECEIVE, world.now, public={"source": "watch"})
    entry = services.release(world.now)
    content = queries.document(entry)
    assert case.public_id.encode() not in content
    withheld = [fact for fact in json.loads(content)["facts"] if fact["fact"] is None]
    assert len(withheld) == 1
    assert withheld[0]["salt"] is None


def test_sealed_parts_and_names_of_owners_are_in_no_document(world):
    content = queries.document(services.release(world.now)).decode()
    assert "医疗保险管理局" not in content
    assert "lab.test" not in content.replace(f'"origin":"{json.loads(content)["origin"]}"', "")
    assert published.PATH not in content


def test_people_are_united_attested_and_counted_once(world, nation, tmp_path, synthetic):
    published.census(world.subjects[0], 3_000, world.now, nation, tmp_path)
    published.census(world.subjects[1], 2_000, world.now, nation, tmp_path)
    later = world.now + timedelta(hours=1)
    synthetic(later)
    entry = services.release(later)
    people = entry.figures["people"]
    assert people["low"] <= 3_000
    attested = list(OwnFact.objects.filter(kind="attestation").values_list("fact__cell", flat=True))
    assert "social-security/CN/exposed" in attested
    united = OwnFact.objects.get(kind="attestation", fact__cell="social-security/CN/exposed").fact
    assert united["count"]["low"] <= 3_000 <= united["count"]["high"] < 5_000


def test_a_union_is_attested_once(world, nation, tmp_path):
    published.census(world.subjects[0], 300, world.now, nation, tmp_path)
    published.census(world.subjects[1], 200, world.now, nation, tmp_path)
    assert services.attest(world.now) > 0
    services.sequence(world.now)
    assert services.attest(world.now) == 0


def test_a_release_that_does_not_verify_is_refused_and_nothing_is_kept(world, home, monkeypatch):
    from mendsky.verify.release import Verdict

    verdict = Verdict(ok=False, size=0, root="", differences=("figures: loopholes",), unproven=())
    monkeypatch.setattr(services, "verify", lambda *_: verdict)
    with pytest.raises(services.ReleaseRefusedError, match="figures: loopholes"):
        services.release(world.now)
    assert not Release.objects.exists()
    assert not list((home / "releases").glob("*")) if (home / "releases").exists() else True


def test_a_later_count_changes_the_next_release_only(world, synthetic):
    first = services.release(world.now)
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.count(world.subjects[0], Records, 500_000, CountGrade.G2, later)
    second = services.release(later)
    assert second.figures["records"]["high"] > first.figures["records"]["high"]
    unchanged = queries.by_id(first.id)
    assert unchanged is not None
    assert unchanged.figures == first.figures


def test_a_claim_is_no_repair(world, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.CLAIM_REPAIR, later, actor=Actor.OWNER)
    figures = services.release(later).figures
    assert figures["repaired"] == {"verified": 0, "claimed": 1, "false_claims": 0}
    assert figures["open"] == 3


def test_reading_facts_takes_no_query_a_row(world, django_assert_max_num_queries):
    services.sequence(world.now)
    from mendsky.apps.publication import ledger

    with django_assert_max_num_queries(8):
        ledger.read()
