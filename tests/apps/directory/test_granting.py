# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.apps.directory import queries, services
from mendsky.apps.directory.granting import covered_origins, plan_grants
from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.reading import WantedGrant
from mendsky.apps.directory.report import Outcome
from mendsky.core.terms.grants import ProofMethod
from tests.signing import OURS, THEIRS, signed

ORIGIN = "http://yb.lab.test:8080"


def wanted(*documents):
    return [WantedGrant(number=number, grant=parse_grant(one)) for number, one in enumerate(documents)]


def test_versions_are_planned_in_their_order_whatever_the_file_s(db, vault, grant, monday):
    part = plan_grants(wanted({**grant, "version": 2}, grant), monday, vault)
    assert [(change.key, change.outcome) for change in part.changes] == [
        ("changchun-2015 version 1", Outcome.ADDED),
        ("changchun-2015 version 2", Outcome.CHANGED),
    ]
    assert part.refused == []


def test_every_fault_of_a_document_is_found_at_once(bring, vault, grant, monday):
    bring({"grants": [{**grant, "version": 3}]})
    part = plan_grants(wanted({**grant, "version": 2}, {**grant, "version": 3, "rate": 9}), monday, vault)
    assert [remark.says for remark in part.refused] == [
        "version 3 is here already; raise the version",
        "differs from what was signed; raise the version",
    ]


def test_an_expired_grant_is_told_and_covers_nothing(db, vault, grant, monday):
    late = monday.replace(year=2017)
    (warning,) = plan_grants(wanted(grant), late, vault).warnings
    assert warning.says == "expired on 2015-12-31: nothing is probed under it"
    assert covered_origins(wanted(grant), monday) == {ORIGIN}
    assert covered_origins(wanted(grant), late) == frozenset()
    revoked = {**grant, "revoked_at": "2015-02-01T00:00:00+08:00"}
    assert plan_grants(wanted(revoked), late, vault).warnings == []
    assert covered_origins(wanted(revoked), monday) == frozenset()


def test_a_grant_of_the_directory_covers_too(bring, grant, monday):
    bring({"grants": [grant]})
    assert covered_origins([], monday) == {ORIGIN}


def test_consent_is_told_to_be_not_live_where_it_is_not_proven(bring, grant, monday):
    by_consent = {**grant, "basis": "consent"}
    (warning,) = bring({"grants": [by_consent]}).warnings
    assert "control of 1 of 1 origins is not proven: not live there; `mendsky grant prove" in warning.says
    services.record_proof(grant["id"], ORIGIN, ProofMethod.DNS, monday)
    again = bring({"grants": [by_consent]})
    assert (again.warnings, again.grants.unchanged) == ((), 1)


def test_one_test_account_alone_is_told_to_be_of_no_use(db, vault, grant, monday):
    trials = [{"name": name, "passwords": ["made-up"], "test": True} for name in ("trial-a", "trial-b")]
    (warning,) = plan_grants(wanted({**grant, "accounts": trials[:1]}), monday, vault).warnings
    assert warning.says.startswith("names one test account")
    assert plan_grants(wanted({**grant, "accounts": trials}), monday, vault).warnings == []


def refusals(vault, now, *documents):
    return [remark.says for remark in plan_grants(wanted(*documents), now, vault).refused]


def test_where_keys_are_listed_a_grant_must_be_signed_by_one_of_its_office(db, vault, grant, monday, listed):
    listed((OURS, grant["signed_by"]), (THEIRS, "Another office"))
    assert refusals(vault, monday, signed(grant)) == []
    assert refusals(vault, monday, grant) == ["has no signature, and the list of keys demands one"]
    (other,) = refusals(vault, monday, signed(grant, THEIRS))
    assert other == "is signed with a key that is listed for another office than signed_by"
    listed((THEIRS, "Another office"))
    assert refusals(vault, monday, signed(grant)) == ["is signed with a key that is not in the list of keys"]


def test_a_changed_document_is_refused_even_where_no_key_is_listed(db, vault, grant, monday):
    assert refusals(vault, monday, signed(grant)) == []
    (says,) = refusals(vault, monday, {**signed(grant), "test_identities": ["made-up-identity"]})
    assert says == "has a signature that does not fit: it was changed after it was signed"


def test_what_is_revoked_needs_no_signature_but_what_will_be_does(bring, vault, grant, monday, listed):
    bring({"grants": [grant]})
    listed()
    assert len(refusals(vault, monday, {**grant, "revoked_at": "2015-08-01T00:00:00Z"})) == 1
    assert bring({"grants": [{**grant, "revoked_at": monday.isoformat()}]}).grants.closed == 1


def test_a_signature_that_is_added_wants_a_new_version(bring, vault, grant, monday):
    bring({"grants": [grant]})
    assert refusals(vault, monday, signed(grant)) == ["differs from what was signed; raise the version"]
    bring({"grants": [signed({**grant, "version": 2})]})
    assert bring({"grants": [signed({**grant, "version": 2})]}).grants.unchanged == 1
    assert queries.grant_document(grant["id"])["signature"] == signed({**grant, "version": 2})["signature"]
