# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every probe of a TCP service over every counterpart: each finds its own, and nothing else's."""

from functools import cache

import pytest

from mendsky.core.probes import REGISTER, by_kind
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.information import Information
from mendsky.core.terms.streams import OVER_TLS
from mendsky.documents.evidence import shown
from mendsky.lab.counterpart import premises
from mendsky.lab.open_etcd import repaired as etcd_repaired
from mendsky.lab.open_etcd import store as etcd_store
from mendsky.lab.open_ftp import repaired as ftp_repaired
from mendsky.lab.open_ftp import store as ftp_store
from mendsky.lab.open_ldap import repaired as ldap_repaired
from mendsky.lab.open_ldap import store as ldap_store
from mendsky.lab.open_memcached import repaired as memcached_repaired
from mendsky.lab.open_memcached import store as memcached_store
from mendsky.lab.open_mongodb import repaired as mongodb_repaired
from mendsky.lab.open_mongodb import store as mongodb_store
from mendsky.lab.open_nfs import repaired as nfs_repaired
from mendsky.lab.open_nfs import store as nfs_store
from mendsky.lab.open_redis import repaired as redis_repaired
from mendsky.lab.open_redis import store as redis_store
from mendsky.lab.open_rsync import repaired as rsync_repaired
from mendsky.lab.open_rsync import store as rsync_store
from mendsky.lab.open_zookeeper import repaired as zookeeper_repaired
from mendsky.lab.open_zookeeper import store as zookeeper_store
from mendsky.lab.services import SERVICES, build_service, scheme_of
from mendsky.lab.tls import STARTED, secured
from mendsky.lab.weak_service_password import gate
from mendsky.lab.weak_service_password import repaired as password_repaired
from mendsky.nations.load import load
from tests.probing import counterpart, look_at, tries_at
from tests.rehearsal import converse

KINDS = tuple(SERVICES)
SHOWS_NOBODY = {"weak-service-password"}
"""Kinds of which only names and numbers are read."""
EVERY_CLASS = frozenset({0, 1, 2, 3})
SEEDS = range(1, 40)
AT_PLACE = {
    "never-answers": Cause.TIMED_OUT,
    "drops": Cause.NO_ANSWER,
    "truncated": Cause.TRUNCATED,
    "loading": Cause.SERVER_ERROR,
    "renamed": Cause.BLOCKED,
    "undumped": Cause.BLOCKED,
    "endless": Cause.TOO_LARGE,
    "another-protocol": Cause.NO_ANSWER,
    "honeypot": Cause.HONEYPOT,
    "broken": Cause.BLOCKED,
    "busy": Cause.SERVER_ERROR,
    "encrypted": Cause.BLOCKED,
    "passive-shut": Cause.BLOCKED,
    "gateway-shut": Cause.BLOCKED,
    "other-version": Cause.BLOCKED,
    "low-ports": Cause.BLOCKED,
    "older-interface": Cause.OVER_BUDGET,
    "shut": Cause.BLOCKED,
    "mute": Cause.BLOCKED,
}
"""What each odd service must be called."""
ODD = [(kind, name) for kind in KINDS for name in SERVICES[kind].odd]


@cache
def seeds(kind, part):
    """Give the first seed of each way in which a kind's weakness is made, or repaired, and where it is."""
    first = {}
    for seed in SEEDS:
        fault = premises(kind, seed).fault
        first.setdefault((getattr(fault, part), fault.path, fault.pair), seed)
    return tuple(first.values())


def origin_of(kind, seed=1):
    return f"{scheme_of(kind, premises(kind, seed))}://yb.lab.test:{7000 + KINDS.index(kind)}"


def own(outcome, kind):
    """Give what the kind's own probe saw; none other may expose anything."""
    seen = {one.probe: one for one in outcome.observations}
    assert {one.probe for one in outcome.observations if one.answer is Answer.EXPOSED} <= {kind}
    return seen[kind]


def visited(kind, name, *entries, seed=1, asked_as=None, credentials=None, tls=False, **how):
    """Visit a counterpart with probes, within TLS where told; gives what was observed, and the premises."""
    made = premises(kind, seed)
    origin, service = origin_of(asked_as or kind, seed), build_service(kind, name, made)
    if tls:
        scheme, _, place = origin.partition("://")
        scheme, service = secured(scheme, service)
        origin = f"{scheme}://{place}"
    told = {"tries": tries_at(origin), "credentials": credentials or {}}
    outcome, _ = converse(
        origin,
        service,
        *(entries or REGISTER),
        visit=told,
        **({"classes": EVERY_CLASS} | how),
    )
    for observation in outcome.observations:
        assert not observation.reason.startswith("the probe failed"), observation
        assert observation.requests <= by_kind(observation.probe).spec.cost
    return outcome, made


def test_each_kind_is_drawn_in_every_form_and_repaired_in_every_way():
    for kind, forms, ways in (
        ("open-redis", redis_store.FORMS, redis_repaired.WAYS),
        ("open-memcached", memcached_store.FORMS, memcached_repaired.WAYS),
        ("open-ftp", ftp_store.FORMS, ftp_repaired.WAYS),
        ("open-rsync", rsync_store.FORMS, rsync_repaired.WAYS),
        ("open-mongodb", mongodb_store.FORMS, mongodb_repaired.WAYS),
        ("open-ldap", ldap_store.FORMS, ldap_repaired.WAYS),
        ("open-zookeeper", zookeeper_store.FORMS, zookeeper_repaired.WAYS),
        ("open-etcd", etcd_store.FORMS, etcd_repaired.WAYS),
        ("open-nfs", nfs_store.FORMS, nfs_repaired.WAYS),
        ("weak-service-password", gate.FORMS, password_repaired.WAYS),
    ):
        drawn = [premises(kind, seed).fault for seed in SEEDS]
        assert {fault.form for fault in drawn} == set(forms)
        assert {fault.repair for fault in drawn} == set(ways)


@pytest.mark.parametrize("kind", KINDS)
def test_the_vulnerable_counterpart_is_exposed_to_its_own_probe_alone(kind):
    for seed in seeds(kind, "form"):
        outcome, made = visited(kind, "vulnerable", seed=seed)
        seen = own(outcome, kind)
        assert (seen.answer, seen.place.group) == (Answer.EXPOSED, made.fault.path), seed
        high = seen.records.high if seen.records.sampled else seen.records.low
        assert seen.records.low <= made.holding.records <= (high or made.holding.records), seen.records
        assert ("cn-resident-id" in seen.kinds) is (kind not in SHOWS_NOBODY)
        for line in seen.evidence:
            assert shown(load("cn"), "zh-Hans", line.note) != line.note
        assert outcome.control.cause is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_pretended_repair_is_seen_through_at_the_known_place(kind):
    for seed in seeds(kind, "form"):
        outcome, _ = visited(kind, "vulnerable", seed=seed)
        place, pairs = own(outcome, kind).place, outcome.credentials
        again, _ = visited(kind, "pretended", seed=seed, places={kind: (place,)}, credentials=pairs)
        assert (own(again, kind).answer, own(again, kind).place) == (Answer.EXPOSED, place), seed


@pytest.mark.parametrize("kind", KINDS)
def test_the_repaired_counterpart_is_clean_at_the_known_place_and_anew(kind):
    for seed in seeds(kind, "repair"):
        outcome, _ = visited(kind, "vulnerable", seed=seed)
        known = {"places": {kind: (own(outcome, kind).place,)}, "credentials": outcome.credentials}
        for how in ({}, known):
            again, made = visited(kind, "repaired", seed=seed, **how)
            seen = own(again, kind)
            assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), (made.fault, seen)


@pytest.mark.parametrize(("kind", "name"), ODD)
def test_an_odd_counterpart_is_undetermined(kind, name):
    for seed in seeds(kind, "form"):
        outcome, _ = visited(kind, f"odd:{name}", by_kind(kind), seed=seed)
        assert outcome.control.cause is outcome.observations[0].cause is AT_PLACE[name], (seed, outcome)
        assert own(visited(kind, f"odd:{name}", seed=seed)[0], kind).cause is AT_PLACE[name]


def speaks_tls(kind):
    """Say whether a kind is seen within TLS: by a scheme of its own, or once it is asked for."""
    return all(scheme in STARTED or f"{scheme}s" in OVER_TLS for scheme in SERVICES[kind].schemes)


WITHIN_TLS = tuple(filter(speaks_tls, KINDS))


@pytest.mark.parametrize("kind", WITHIN_TLS)
def test_within_tls_all_of_it_is_the_same(kind):
    for seed in seeds(kind, "form"):
        outcome, made = visited(kind, "vulnerable", seed=seed, tls=True)
        seen, pairs = own(outcome, kind), outcome.credentials
        assert (seen.answer, seen.place.group) == (Answer.EXPOSED, made.fault.path), seed
        known = {"places": {kind: (seen.place,)}, "credentials": pairs, "tls": True}
        again, _ = visited(kind, "pretended", seed=seed, **known)
        assert (own(again, kind).answer, own(again, kind).place) == (Answer.EXPOSED, seen.place), seed
    for seed in seeds(kind, "repair"):
        seen = own(visited(kind, "repaired", seed=seed, tls=True)[0], kind)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), (seed, seen)


@pytest.mark.parametrize(("kind", "name"), [pair for pair in ODD if pair[0] in WITHIN_TLS])
def test_within_tls_an_odd_counterpart_is_undetermined_too(kind, name):
    for seed in seeds(kind, "form"):
        seen = own(visited(kind, f"odd:{name}", seed=seed, tls=True)[0], kind)
        assert seen.cause is AT_PLACE[name], (seed, seen)


@pytest.mark.parametrize("kind", WITHIN_TLS)
def test_over_real_tls_it_is_the_same_and_the_certificate_is_noted(kind):
    schemes = {scheme_of(kind, premises(kind, seed)): seed for seed in SEEDS}
    for seed in schemes.values():
        with counterpart(kind, "vulnerable", seed=seed, tls=True) as said:
            how = {"sample_records": 20, "classes": EVERY_CLASS, "visit": {"tries": tries_at(said["origin"])}}
            outcome = look_at(said, by_kind(kind), timeout=10.0, **how)
        (seen,) = outcome.observations
        assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen
        assert seen.place.group == said["path"]
        assert outcome.requests == len(outcome.transcript) == seen.requests
        assert [note.kind for note in outcome.notes] == [Information.CERTIFICATE_NOT_TRUSTED]


@pytest.mark.parametrize("kind", KINDS)
def test_a_service_of_another_kind_is_undetermined(kind):
    for other in set(KINDS) - {kind}:
        if scheme_of(other, premises(other, 1)) != scheme_of(kind, premises(kind, 1)):
            outcome, _ = visited(other, "vulnerable", by_kind(kind), asked_as=kind)
            assert [seen.answer for seen in outcome.observations] == [Answer.UNDETERMINED], other


@pytest.mark.parametrize("kind", KINDS)
def test_over_real_tcp_it_is_the_same(kind):
    expected, _ = visited(kind, "vulnerable")
    with counterpart(kind, "vulnerable") as said:
        left = {"tries": tries_at(said["origin"])}
        outcome = look_at(said, by_kind(kind), sample_records=20, classes=EVERY_CLASS, visit=left)
    (seen,) = outcome.observations
    assert (seen.answer, seen.place) == (Answer.EXPOSED, own(expected, kind).place)
    assert outcome.requests == len(outcome.transcript) == seen.requests


def test_a_service_to_which_no_password_may_be_tried_is_looked_at_all_the_same():
    outcome, _ = visited("open-redis", "odd:never-answers", classes=frozenset({0, 1, 2}))
    assert [seen.cause for seen in outcome.observations] == [Cause.TIMED_OUT, Cause.NOT_GRANTED]
    assert outcome.control.cause is Cause.TIMED_OUT
