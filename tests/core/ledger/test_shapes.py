# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import copy

import pytest

from mendsky.core.ledger.shapes import SHAPES, FactError, check_fact, grade_of, read_count
from mendsky.core.terms.counts import CountGrade, People, Records

COUNT = {"low": 1, "point": None, "high": 9, "grade": "G1"}
AT = "2015-03-02T01:00:00Z"
ENVELOPE = {"id": "1", "origin": "mendsky.test", "recorded_at": AT}
VERIFY = {
    "subject": "s",
    "kind": "sql-injection",
    "division": "330000",
    "sector": "social-security",
    "organisation": "o",
    "severity": {"score": 9, "level": "high", "rule": "severity/1"},
}
FACTS = {
    "event": ENVELOPE
    | {
        "type": "event",
        "case": "MS-CN-2015-0001",
        "number": 2,
        "kind": "verify",
        "schema": 1,
        "at": AT,
        "actor": "mendsky",
        "rule": "",
        "pack": "cn/1",
        "cause": "",
        "was": "received",
        "state": "verified",
        "stage": "counted",
        "public": VERIFY,
        "sealed": "",
    },
    "count": ENVELOPE
    | {
        "type": "count",
        "subject": "s",
        "unit": "people",
        "count": COUNT,
        "method": "stated",
        "source": "server",
        "at": AT,
        "supersedes": None,
    },
    "coverage": ENVELOPE
    | {
        "type": "coverage",
        "day": "2015-03-02",
        "division": "330000",
        "sector": "hospitals",
        "in_scope": 3,
        "covered": 2,
        "undetermined": 1,
    },
    "attestation": ENVELOPE
    | {
        "type": "attestation",
        "cell": "all/CN/exposed",
        "as_of": AT,
        "subjects": ["s", "t"],
        "series": "2015",
        "k": 16,
        "count": COUNT,
        "key": "00" * 32,
        "signature": "00" * 64,
    },
    "key": ENVELOPE | {"type": "key", "purpose": "attestation", "key": "00" * 32},
    "release": ENVELOPE | {"type": "release", "as_of": AT, "digest": "00" * 32},
}


@pytest.mark.parametrize("kind", SHAPES)
def test_a_sound_fact_passes(kind):
    check_fact(FACTS[kind])


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in SHAPES for key in SHAPES[kind]])
def test_a_fact_that_lacks_a_key_or_holds_another_kind_of_value_is_refused(kind, key):
    fact = copy.deepcopy(FACTS[kind])
    fact[key] = 1.5
    with pytest.raises(FactError):
        check_fact(fact)
    del fact[key]
    with pytest.raises(FactError):
        check_fact(fact)


@pytest.mark.parametrize("key", VERIFY)
def test_a_verify_event_says_what_figures_need(key):
    fact = copy.deepcopy(FACTS["event"])
    del fact["public"][key]
    with pytest.raises(FactError, match=f"public.{key}"):
        check_fact(fact)


@pytest.mark.parametrize(
    "change",
    [
        {"recorded_at": "2015-03-02"},
        {"kind": "escape"},
        {"was": "gone"},
        {"number": True},
        {"number": -1},
        {"number": 2**53},
        {"note": "a key beyond the shape"},
        {"public": VERIFY | {"severity": {"score": 1, "level": "dire", "rule": ""}}},
        {"public": VERIFY | {"severity": []}},
        {"cause": "x" * 20_000},
    ],
)
def test_an_event_with_a_fault_is_refused(change):
    with pytest.raises(FactError):
        check_fact(FACTS["event"] | change)


@pytest.mark.parametrize(
    "count",
    [{}, [], None, COUNT | {"low": 10}, COUNT | {"low": True}, COUNT | {"grade": "G9"}, COUNT | {"more": 1}],
)
def test_a_count_with_a_fault_is_refused(count):
    with pytest.raises(FactError):
        check_fact(FACTS["count"] | {"count": count})


@pytest.mark.parametrize("fact", [None, [], {}, {"type": []}, {"type": "rumour"}])
def test_what_is_no_fact_is_refused(fact):
    with pytest.raises(FactError):
        check_fact(fact)


def test_a_count_is_read_in_its_own_type():
    assert read_count(FACTS["count"]) == People(low=1, point=None, high=9, grade=CountGrade.G1)
    assert isinstance(read_count(FACTS["count"] | {"unit": "records"}), Records)
    assert isinstance(read_count(FACTS["attestation"]), People)
    assert grade_of(FACTS["count"]) is CountGrade.G1
