# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.answers import (
    exposed,
    led_to,
    not_exposed,
    rows_of,
    seen_on,
    stated_records,
    undetermined,
)
from mendsky.core.probes.directory_listing import SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Estimate, Page, Place, Reading, Seen

PERSON = Seen(kind="cn-resident-id", tier="A", occurrences=3, distinct=3)
READING = Reading(identifiers=(PERSON,), classes=frozenset({"name", "address"}), rows=3)


def control(stated):
    return Control(front_status=200, random_status=404, catch_all=False, stated_records=stated, cause=None)


def test_exposed_names_place_kinds_and_classes():
    observation = exposed(
        SPEC,
        "seen",
        place=Place(group="/backup/"),
        readings=(READING, READING),
        records=stated_records(control(None), (READING,)),
        evidence=(seen_on(Page(target="/backup/?id=110101", status=200), "a listing"),),
    )
    assert observation.answer is Answer.EXPOSED
    assert observation.kinds == ("cn-resident-id",)
    assert observation.classes == ("address", "name")
    assert observation.evidence[0].target == "/backup/?id=…"


def test_undetermined_has_its_cause_and_not_exposed_has_none():
    assert undetermined(SPEC, Cause.CAPTCHA).cause is Cause.CAPTCHA
    assert not_exposed(SPEC, "looked").cause is None


@pytest.mark.parametrize(
    ("stated", "estimate"),
    [
        (None, Estimate(low=3, point=None, high=None, sampled=True)),
        (500, Estimate(low=500, point=500, high=500, sampled=False)),
        (1, Estimate(low=3, point=3, high=3, sampled=False)),
    ],
)
def test_a_stated_total_is_the_count_but_never_less_than_was_seen(stated, estimate):
    assert stated_records(control(stated), (READING, Reading())) == estimate


def test_rows_hold_at_least_one_where_any_identifier_was_seen():
    assert rows_of(Reading(identifiers=(PERSON,))) == 1
    assert rows_of(Reading(rows=4)) == 0
    assert rows_of(READING) == 3


def test_rows_without_identifiers_count_as_seen():
    assert stated_records(control(5), (Reading(),), rows=7) == Estimate(low=7, point=7, high=7, sampled=False)


@pytest.mark.parametrize("stated", [None, 500])
def test_a_place_that_shows_nobody_leads_to_as_many_as_are_stated_at_most(stated):
    assert led_to(control(stated)) == Estimate(low=0, point=None, high=stated, sampled=False)
