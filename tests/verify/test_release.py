# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A release that was changed in any way does not verify."""

import copy
import json
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mendsky.core.ledger.checkpoint import Checkpoint, note
from mendsky.core.ledger.commitment import commit
from mendsky.core.ledger.release import digest
from mendsky.core.ledger.tree import Tree
from mendsky.verify.release import VerifyError, verify


def facts_of(document):
    return [entry["fact"] for entry in document["facts"]]


def recommit(document):
    """Make every commitment fit its fact again, as a forger without the ledger's key could."""
    for entry in document["facts"]:
        entry["commitment"] = commit(bytes.fromhex(entry["salt"]), entry["fact"]).hex()


def resign(document, by):
    """Sign the tree as it now is with a forger's own key."""
    tree = Tree(bytes.fromhex(entry["commitment"]) for entry in document["facts"])
    text = Checkpoint(origin=document["origin"], size=tree.size, root=tree.root()).text
    document["checkpoint"] = note(text, key=by.key, sign=by.ledger.sign)


def test_an_honest_release_verifies(document, trusted):
    verdict = verify(document, trusted)
    assert verdict.differences == ()
    assert verdict.ok
    assert verdict.size == len(document["facts"])
    assert len(verdict.root) == 64
    assert not any("inside the document" in line for line in verdict.unproven)


def test_it_verifies_after_the_way_through_a_file(document, trusted):
    assert verify(json.loads(json.dumps(document)), trusted + "\n").ok


def test_without_a_key_the_verdict_says_what_it_rests_on(document):
    verdict = verify(document)
    assert verdict.ok
    assert "inside the document" in verdict.unproven[0]


def test_the_verdict_is_the_contracts_object(document, trusted):
    assert set(verify(document, trusted).as_json()) == {"ok", "size", "root", "differences", "unproven"}


def test_a_changed_fact_is_found(document, trusted):
    fact = next(fact for fact in facts_of(document) if fact.get("kind") == "escalate")
    fact["kind"] = "acknowledge"
    verdict = verify(document, trusted)
    assert not verdict.ok
    assert any("not the one committed to" in line for line in verdict.differences)
    assert any("the table says acknowledged" in line for line in verdict.differences)


def test_a_changed_figure_is_found_with_both_numbers(document, trusted):
    document["figures"]["loopholes"] = 2
    verdict = verify(document, trusted)
    assert "figures.loopholes: published 2, recomputed 3" in verdict.differences


def test_fact_and_figure_changed_consistently_are_found(document, trusted, refigure):
    drop = [entry for entry in document["facts"] if entry["fact"].get("case") != "MS-2"]
    document["facts"] = drop
    document["figures"] = refigure(facts_of(document))
    recommit(document)
    verdict = verify(document, trusted)
    assert any(line.startswith("size:") for line in verdict.differences)
    assert any(line.startswith("root:") for line in verdict.differences)


def test_everything_changed_consistently_under_another_key_is_found(publisher, stranger, trusted):
    facts = [fact for fact in publisher.facts() if fact.get("case") != "MS-2"]
    forged = stranger.publish(facts)
    verdict = verify(forged, trusted)
    assert any("not signed by mendsky.test" in line for line in verdict.differences)


def test_a_forger_who_also_names_the_trusted_key_is_found(publisher, stranger, trusted):
    forged = stranger.publish(publisher.facts()) | {"key": trusted}
    assert not verify(forged, trusted).ok
    assert not verify(forged).ok


def test_a_figure_forged_by_the_publisher_itself_is_found(publisher, trusted, refigure):
    published = refigure(publisher.facts())
    published["silent"] = 0
    verdict = verify(publisher.publish(publisher.facts(), published=published), trusted)
    assert verdict.differences == ("figures.silent: published 0, recomputed 1",)


def test_a_dropped_fact_is_found(document, trusted):
    for index in range(len(document["facts"])):
        changed = copy.deepcopy(document)
        del changed["facts"][index]
        assert not verify(changed, trusted).ok


def test_reordered_facts_are_found(document, trusted):
    document["facts"][3], document["facts"][4] = document["facts"][4], document["facts"][3]
    verdict = verify(document, trusted)
    assert [line for line in verdict.differences if line.startswith("root:")]


def test_a_stale_checkpoint_is_found(document, publisher, trusted):
    old = Tree(bytes.fromhex(entry["commitment"]) for entry in document["facts"][:-2])
    text = Checkpoint(origin="mendsky.test", size=old.size, root=old.root()).text
    document["checkpoint"] = note(text, key=publisher.key, sign=publisher.ledger.sign)
    verdict = verify(document, trusted)
    assert (
        f"size: the checkpoint covers {old.size} facts, the document holds {old.size + 2}"
        in verdict.differences
    )


def test_an_old_part_of_the_ledger_does_not_pass_for_the_release(document, publisher, trusted):
    document["facts"] = document["facts"][:-1]
    resign(document, publisher)
    assert verify(document, trusted).differences == (
        "frame: no release in the ledger has these figures, definitions, divisions and dates",
    )


@pytest.mark.parametrize(
    "key", ["definitions", "divisions", "sectors", "as_of", "made_at", "pack", "attest_key", "nation"]
)
def test_whatever_frames_the_figures_is_covered_too(document, trusted, key):
    other = {"sectors": ["hospitals"], "as_of": "2015-05-01T00:00:00Z", "divisions": {}, "definitions": {}}
    document[key] = other.get(key, "other")
    assert not verify(document, trusted).ok


def test_a_gap_in_a_case_is_found_even_when_the_publisher_signs_it(publisher, trusted):
    facts = [fact for fact in publisher.facts() if fact["id"] != "MS-2 4"]
    assert verify(publisher.publish(facts), trusted).ok  # the last event left out: a ledger shows no omission
    facts = [fact for fact in publisher.facts() if fact["id"] != "MS-2 3"]
    verdict = verify(publisher.publish(facts), trusted)
    assert any("without gaps" in line for line in verdict.differences)


def test_a_state_that_the_table_does_not_give_is_found(publisher, trusted):
    facts = publisher.facts()
    next(fact for fact in facts if fact["id"] == "MS-3 5")["state"] = "repaired"
    verdict = verify(publisher.publish(facts), trusted)
    assert verdict.differences == (
        "case 'MS-3': event 5 says that the case is repaired, but the table says refuted",
    )


def test_a_union_signed_by_a_key_that_the_ledger_does_not_vouch_for_is_found(publisher, stranger, trusted):
    facts = [fact for fact in publisher.facts() if fact["type"] != "attestation"]
    facts.append(stranger.attestation("social-security/CN/exposed", ["place of MS-1", "place of MS-2"], 150))
    verdict = verify(publisher.publish(facts), trusted)
    assert any("vouched for" in line for line in verdict.differences)


def test_a_union_with_a_changed_number_is_found(publisher, trusted):
    facts = publisher.facts()
    next(fact for fact in facts if fact["type"] == "attestation")["count"]["low"] = 1
    verdict = verify(publisher.publish(facts), trusted)
    assert any("signature is not good" in line for line in verdict.differences)


def test_the_same_fact_twice_is_found(publisher, trusted):
    facts = publisher.facts()
    verdict = verify(publisher.publish([*facts, facts[-1]]), trusted)
    assert any("more than once" in line for line in verdict.differences)


def test_withheld_facts_are_counted_and_named(publisher, trusted):
    facts = publisher.facts()
    erased = [index for index, fact in enumerate(facts) if fact["id"] in {"MS-1 4", "MS-3 3"}]
    verdict = verify(publisher.publish(facts, withheld=erased), trusted)
    assert verdict.differences == ()
    assert "2 withheld" in verdict.unproven[0]


@pytest.mark.parametrize("document", [None, [], {}, "release", {"format": "mendsky-release/2"}])
def test_what_is_no_release_is_refused(document):
    with pytest.raises(VerifyError, match="not a release"):
        verify(document)


@pytest.mark.parametrize("key", ["figures", "facts", "checkpoint", "key", "divisions", "sectors", "as_of"])
def test_a_release_that_lacks_a_part_is_refused_by_its_name(document, key):
    del document[key]
    with pytest.raises(VerifyError, match=key):
        verify(document)


def test_a_release_nested_without_end_is_refused(document):
    deep: list = []
    for _ in range(5_000):
        deep = [deep]
    document["figures"]["deep"] = deep
    with pytest.raises(VerifyError, match="nested"):
        verify(document)


def test_a_key_that_is_none_is_refused(document):
    with pytest.raises(VerifyError, match="key"):
        verify(document, "not a key")


def test_many_differences_are_cut_short(document, trusted):
    document["figures"] |= {str(number): number for number in range(1_000)}
    differences = verify(document, trusted).differences
    assert len(differences) == 201
    assert differences[-1].endswith("more differences")


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.sampled_from(["", "x", "\ud800", "00" * 32, "2015-01-01T00:00:00Z", "CN", "repaired", "\n\n"]),
    st.just([]),
    st.just({}),
    st.just([{}]),
)


def places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def holder(document, path):
    for key in path[:-1]:
        document = document[key]
    return document


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), JUNK, st.sampled_from(["replace", "drop", "add"]))
def test_no_mutation_passes_and_none_makes_the_verifier_fail(published_release, trusted, chance, junk, way):
    document = copy.deepcopy(published_release)
    path = chance.choice([path for path in places(document) if path])
    held = holder(document, path)
    if way == "replace":
        if isinstance(held[path[-1]], bool) == isinstance(junk, bool) and held[path[-1]] == junk:
            return  # 1 and 1.0 are one number in JSON
        held[path[-1]] = junk
    elif way == "drop":
        del held[path[-1]]
    elif isinstance(held, dict):
        held["one key more"] = junk
    else:
        held.insert(path[-1], junk)
    for key in (trusted, None):
        try:
            verdict = verify(document, key)
        except VerifyError:
            continue
        assert not verdict.ok


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), JUNK)
def test_no_fact_however_damaged_makes_the_verifier_fail_when_its_publisher_signs_it(
    published_release, publisher, trusted, chance, junk
):
    document = copy.deepcopy(published_release)
    index = chance.randrange(len(document["facts"]))
    fact = document["facts"][index]["fact"]
    path = chance.choice([path for path in places(fact) if path])
    holder(fact, path)[path[-1]] = junk
    try:
        recommit(document)
        document["facts"][-1]["fact"]["digest"] = digest(document)
        recommit(document)
    except ValueError:
        document["facts"][index]["commitment"] = sha256(b"").hexdigest()
    resign(document, publisher)
    with suppress(VerifyError):
        verify(document, trusted)
