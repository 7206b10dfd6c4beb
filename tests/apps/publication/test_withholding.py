# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case is shown or withheld as a whole, and counts follow their case."""

from mendsky.apps.publication.withholding import withhold
from mendsky.core.terms.facts import CommittedFact


def fact(**keys):
    return CommittedFact(commitment=bytes(32), salt=bytes(32), fact=keys)


def event(case, number, kind, stage, **public):
    return fact(type="event", case=case, number=number, kind=kind, stage=stage, public=public)


RECEIVED = event("MS-1", 1, "receive", "sealed")
VERIFIED = event("MS-1", 2, "verify", "counted", subject="place-1")
COUNT = fact(type="count", subject="place-1")


def shown(*facts):
    return [one.fact is not None for one in withhold(facts)]


def test_a_case_that_was_only_received_is_withheld():
    assert shown(RECEIVED) == [False]


def test_a_verified_case_is_shown_from_its_first_event():
    assert shown(RECEIVED, VERIFIED) == [True, True]


def test_a_case_that_was_rejected_later_is_withheld_from_its_first_event():
    assert shown(RECEIVED, VERIFIED, event("MS-1", 3, "reject", "sealed")) == [False, False, False]


def test_a_count_follows_its_case():
    assert shown(COUNT, RECEIVED, VERIFIED) == [True, True, True]
    assert shown(COUNT, RECEIVED) == [False, False]


def test_other_facts_are_shown_and_erased_ones_stay_erased():
    erased = CommittedFact(commitment=bytes(32), salt=None, fact=None)
    assert shown(fact(type="coverage"), erased) == [True, False]


def test_what_is_withheld_keeps_its_commitment_only():
    (closed,) = withhold([RECEIVED])
    assert (closed.commitment, closed.salt) == (RECEIVED.commitment, None)
