# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

import pytest

from mendsky.core.rules.granted import covering, decide, may_prove
from mendsky.core.rules.ownership import TERM, holds, is_basis_unsaid, line, proof, unproven
from mendsky.core.terms.grants import Ask, Basis, OptOut, ProofMethod
from tests.probing import NOON, grant_for

ORIGIN, OTHER = "http://yb.lab.test:80", "http://other.lab.test:80"
CONSENT = grant_for(ORIGIN, OTHER, basis=Basis.CONSENT)
PROVEN = replace(CONSENT, proofs=(proof(ORIGIN, ProofMethod.DNS, NOON),))
ASK = Ask(
    origin=ORIGIN,
    address=ip_address("127.0.0.1"),
    path="/",
    method="GET",
    probe_class=0,
    at=NOON,
    synthetic=True,
)


def test_consent_without_a_proof_covers_nothing():
    refusal = covering([CONSENT], ASK)
    assert refusal.reason == f"grant g-1: the owner's control of {ORIGIN} is not proven"
    assert unproven(CONSENT, NOON) == (OTHER, ORIGIN)


def test_consent_covers_the_origin_that_is_proven_and_no_other():
    assert decide(PROVEN, ASK) is None
    assert decide(PROVEN, replace(ASK, origin=OTHER)) is not None
    assert unproven(PROVEN, NOON) == (OTHER,)


@pytest.mark.parametrize(
    ("after", "live"), [(-timedelta(seconds=1), False), (TERM - timedelta(seconds=1), True), (TERM, False)]
)
def test_a_proof_holds_for_its_term(after, live):
    lasting = replace(PROVEN, expires=NOON + 2 * TERM)
    assert (decide(lasting, replace(ASK, at=NOON + after)) is None) == live


@pytest.mark.parametrize("basis", [None, Basis.LAW])
def test_a_grant_by_law_needs_no_proof(basis):
    grant = replace(CONSENT, basis=basis)
    assert decide(grant, ASK) is None
    assert unproven(grant, NOON) == ()


@pytest.mark.parametrize(
    ("legal_basis", "basis", "unsaid"),
    [
        ("Consent of the owner", None, True),
        ("经所有者同意", None, True),
        ("Consent of the owner", Basis.CONSENT, False),
        ("Act on consent, section 3", Basis.LAW, False),
        ("made-up order 1", None, False),
    ],
)
def test_whoever_speaks_of_consent_says_what_the_basis_is(legal_basis, basis, unsaid):
    grant = grant_for(ORIGIN, legal_basis=legal_basis, basis=basis)
    assert is_basis_unsaid(grant, ("consent", "同意")) == unsaid


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((line("abc"),), True),
        (("v=spf1 -all", f" {line('abc')} "), True),
        ((f"first\r\n{line('abc')}\n",), True),
        ((line("abcd"),), False),
        ((f"not {line('abc')}",), False),
        (("abc",), False),
        ((), False),
    ],
)
def test_a_token_stands_on_a_line_of_its_own(texts, found):
    assert holds(texts, "abc") == found


SHUT = OptOut(key="o", origin=ORIGIN, network=None, starts=NOON, ends=NOON + timedelta(days=1))


@pytest.mark.parametrize(
    ("grant", "ask", "may"),
    [
        ({}, {}, True),
        ({"paths": ("/yb",), "classes": frozenset({1})}, {}, True),
        ({"valid_from": NOON + timedelta(days=1)}, {}, True),
        ({"expires": NOON}, {}, False),
        ({"revoked_at": NOON}, {}, False),
        ({"opt_outs": (SHUT,)}, {}, False),
        ({}, {"address": ip_address("10.0.0.1")}, False),
        ({}, {"synthetic": False}, False),
    ],
)
def test_a_proof_is_fetched_before_the_grant_is_live_but_never_against_it(grant, ask, may):
    assert may_prove(replace(CONSENT, **grant), replace(ASK, **ask)) == may
