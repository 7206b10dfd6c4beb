# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every probe over every counterpart of every kind: each finds its own weakness, and nothing else's."""

from functools import cache

import pytest

from mendsky.core.probes import REGISTER, by_kind
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.grants import Account
from mendsky.documents.evidence import shown
from mendsky.lab.counterpart import premises
from mendsky.lab.object_references.portal import TEST_ACCOUNTS
from mendsky.lab.oddities import EVERYWHERE
from mendsky.lab.sites import COUNTERPARTS
from mendsky.lab.truth import place_group
from mendsky.nations.load import load
from tests.probing import ORIGIN, counterpart, look_at, tries_at
from tests.rehearsal import drawn, rehearse

KINDS = tuple(COUNTERPARTS)
NATION = load("cn")
SEEDS = range(1, 60)
TRIALS = tuple(Account(name=name, passwords=(word,), test=True) for name, word in TEST_ACCOUNTS.items())
OVERLAPS: dict[tuple[str, str], str] = {}
"""Kind of the counterpart, kind of a probe that finds something there too: why it may. None is needed."""
AT_PLACE = {
    "bad-gateway": Cause.SERVER_ERROR,
    "never-answers": Cause.TIMED_OUT,
    "drops": Cause.NO_ANSWER,
    "captcha": Cause.CAPTCHA,
    "truncated": Cause.TRUNCATED,
    "login-page": Cause.LOGIN_PAGE,
    "honeypot": Cause.HONEYPOT,
}
"""What each kind's odd page must be called."""
BESIDE = {
    ("sql-injection", "firewall"): Cause.BLOCKED,
    ("sql-injection", "unstable"): Cause.UNSTABLE,
    ("directory-listing", "redirects-away"): Cause.REDIRECTED,
    ("lookup-by-id-only", "post-only"): Cause.NOT_GRANTED,
    ("exposed-backup", "sealed"): Cause.OVER_BUDGET,
    ("exposed-settings", "long"): Cause.OVER_BUDGET,
    ("export-without-login", "workbook"): Cause.UNREADABLE,
    ("published-list", "damaged"): Cause.UNREADABLE,
    ("published-list", "pictures"): Cause.UNREADABLE,
    ("unlimited-enumeration", "tires"): Cause.SERVER_ERROR,
    ("open-store", "lookalike"): Cause.CATCH_ALL,
    ("open-store", "posts-alone"): Cause.NOT_GRANTED,
    ("open-api", "soap-alone"): Cause.NOT_GRANTED,
    ("open-api", "graphql-posts-alone"): Cause.NOT_GRANTED,
    ("open-influxdb", "lookalike"): Cause.CATCH_ALL,
    ("object-references", "public-notice"): Cause.UNSTABLE,
    ("object-references", "lets-nobody-in"): Cause.LOGIN_PAGE,
    ("weak-password", "locks"): Cause.BLOCKED,
    ("weak-console-password", "locks"): Cause.BLOCKED,
    ("weak-console-password", "locked-account"): Cause.BLOCKED,
    ("weak-console-password", "asks-for-captcha"): Cause.CAPTCHA,
    ("weak-console-password", "second-factor"): Cause.LOGIN_PAGE,
    ("weak-password", "always-an-error"): Cause.SERVER_ERROR,
    ("weak-password", "captcha-after-one"): Cause.CAPTCHA,
}
MOST_BESIDE = dict.fromkeys(KINDS, 6) | {
    "sql-injection": 12,
    "weak-password": 12,
    "directory-listing": 7,
    "open-store": 2,
    "open-bucket": 1,
    "open-influxdb": 0,
    "weak-console-password": 8,
    "exposed-repository": 2,
    "exposed-settings": 3,
    "open-console": 3,
    "identifiers-in-page": 0,
    "error-page": 0,
    "open-to-any-origin": 0,
    "wildcard-search": 0,
    "path-traversal": 0,
    "unlimited-enumeration": 0,
    "export-without-login": 0,
}
"""Requests that a sound system may cost a probe beside the pages that all probes share: a nation has
thousands of systems, and nearly all are sound."""


@cache
def seeds(kind, part):
    """Give the first seed of each way in which a kind's weakness is made, or repaired."""
    first = {}
    for seed in SEEDS:
        first.setdefault(getattr(premises(kind, seed).fault, part), seed)
    return tuple(first.values())


def visited(made, site, *entries, **known):
    outcome = rehearse(
        made,
        site,
        *(entries or REGISTER),
        **({"tries": tries_at(ORIGIN, *TRIALS), "accounts": TRIALS} | known),
    )
    for observation in outcome.observations:
        assert not observation.reason.startswith("the probe failed"), observation
        assert observation.requests <= by_kind(observation.probe).spec.cost
    return outcome


def exposed_by(outcome):
    return {found.probe: found for found in outcome.observations if found.answer is Answer.EXPOSED}


@cache
def found(kind, seed):
    """Visit a vulnerable counterpart with every probe: what was exposed, and the pairs that were let in."""
    made, site = drawn(kind, "vulnerable", seed=seed)
    outcome = visited(made, site)
    return exposed_by(outcome), outcome.credentials


@pytest.mark.parametrize("kind", KINDS)
def test_the_vulnerable_counterpart_is_exposed_to_its_own_probe_alone(kind):
    for seed in seeds(kind, "form"):
        made = premises(kind, seed)
        exposed, _ = found(kind, seed)
        assert set(exposed) - {other for weak, other in OVERLAPS if weak == kind} == {kind}
        assert exposed[kind].place.group == place_group(made.fault)
        assert exposed[kind].records.high == made.holding.records
        assert not exposed[kind].writable
        for line in exposed[kind].evidence:
            assert made.register.test_identity not in line.target
            assert shown(NATION, "zh-Hans", line.note) != line.note


@pytest.mark.parametrize("kind", KINDS)
def test_a_pretended_repair_is_seen_through_at_the_known_place(kind):
    for seed in seeds(kind, "form"):
        exposed, pairs = found(kind, seed)
        place = exposed[kind].place
        made, site = drawn(kind, "pretended", seed=seed)
        again = exposed_by(visited(made, site, by_kind(kind), places={kind: (place,)}, credentials=pairs))
        assert again[kind].place == place
        assert set(exposed_by(visited(made, site))) <= {kind}


@pytest.mark.parametrize("kind", KINDS)
def test_the_repaired_counterpart_is_exposed_to_no_probe_and_clean_at_the_known_place(kind):
    for seed in {*seeds(kind, "repair"), *seeds(kind, "form")[:2]}:
        exposed, pairs = found(kind, seed)
        made, site = drawn(kind, "repaired", seed=seed)
        (again,) = visited(
            made, site, by_kind(kind), places={kind: (exposed[kind].place,)}, credentials=pairs
        ).observations
        assert (again.answer, again.cause) == (Answer.NOT_EXPOSED, None), (seed, again)
        assert exposed_by(visited(made, site)) == {}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in KINDS for name in COUNTERPARTS[kind].odd]
)
def test_an_odd_counterpart_is_undetermined_to_its_probe_and_exposed_to_none(kind, name):
    exposed, _ = found(kind, 1)
    made, site = drawn(kind, f"odd:{name}")
    outcome = visited(made, site, places={kind: (exposed[kind].place,)})
    assert outcome.control.cause is None
    assert exposed_by(outcome) == {}
    (own,) = [one for one in outcome.observations if one.probe == kind]
    assert own.cause is (BESIDE.get((kind, name)) or AT_PLACE[name])


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_system_that_is_odd_all_over_is_undetermined_to_every_probe(name):
    outcome = visited(*drawn("sql-injection", f"odd:site-{name}"))
    assert {one.answer for one in outcome.observations} == {Answer.UNDETERMINED}


@pytest.mark.parametrize("seed", range(15))
def test_a_sound_system_is_exposed_to_no_probe_and_costs_little(seed):
    made, site = drawn("sql-injection", "sound", seed=seed)
    shared = {entry.spec.kind: entry for entry in REGISTER}
    outcome = visited(made, site, shared["sql-injection"], *REGISTER, accounts=())
    first, *others, ungranted = outcome.observations
    assert (ungranted.cause, ungranted.requests) == (Cause.NOT_GRANTED, 0)
    assert {one.answer for one in (first, *others)} == {Answer.NOT_EXPOSED}
    asked = [sent.target for sent in outcome.transcript]
    assert asked.count("/robots.txt") == asked.count("/sitemap.xml") == 1
    spent = {one.probe: one.requests for one in others}
    assert {kind: count for kind, count in spent.items() if count > MOST_BESIDE[kind]} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_over_real_http_it_is_the_same(kind):
    exposed, _ = found(kind, 1)
    identity = premises(kind, 1).register.test_identity
    grant = {"classes": frozenset({0, 1, 2, 3}), "sample_records": 20, "test_identities": (identity,)}
    grant["accounts"] = TRIALS
    with counterpart(kind, "vulnerable") as said:
        (observation,) = look_at(
            said, by_kind(kind), visit={"tries": tries_at(said["origin"], *TRIALS)}, **grant
        ).observations
    assert (observation.answer, observation.place) == (Answer.EXPOSED, exposed[kind].place)


@pytest.mark.parametrize("name", ["bad-gateway", "never-answers", "drops", "truncated"])
def test_what_the_wire_does_over_real_http_is_the_same(name):
    with counterpart("sequential-records", f"odd:{name}") as said:
        (observation,) = look_at(said, by_kind("sequential-records")).observations
    assert observation.cause is AT_PLACE[name]
