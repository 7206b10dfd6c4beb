# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One system as the desk shows it: its next sweep, its last looks, what each probe last said."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import services
from mendsky.apps.watch.models import SystemSchedule
from mendsky.apps.watch.one_system import LAST_RUNS, watched
from mendsky.core.probes import REGISTER
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.core.terms.information import Information

LISTING = "directory-listing"


@pytest.fixture
def swept_on(synthetic, work, monday):
    """Give the function that sweeps what is due some days after monday, and looks again after ten minutes."""

    def _swept_on(days):
        at = monday + timedelta(days=days)
        synthetic(at)
        services.sweep(at)
        work()
        synthetic(at + timedelta(minutes=10))
        services.look_again(at + timedelta(minutes=10))
        work()

    return _swept_on


def test_a_system_that_was_never_looked_at_has_nothing_to_show(system_id, monday):
    found = watched(system_id, monday)
    assert (found.next_due, found.runs, found.answers, found.notes) == (None, (), (), ())


def test_its_looks_and_answers_are_told(system_id, monday, swept_on):
    swept_on(0)
    found = watched(system_id, monday)
    confirm, sweep = found.runs
    assert (sweep.at, sweep.purpose, confirm.purpose) == (monday, Purpose.SWEEP, Purpose.CONFIRM)
    assert (sweep.cause, sweep.exposed, sweep.causes) == (None, (LISTING,), {})
    asked = [entry.spec for entry in REGISTER if entry.spec.asks("http://x.test:80")]
    assert (sweep.not_exposed + sweep.not_permitted + 1, confirm.not_permitted) == (len(asked), 0)
    assert sweep.not_permitted == sum(spec.probe_class > 1 for spec in asked)
    assert (found.answers[0].kind, found.answers[0].answer, found.answers[0].since) == (
        LISTING,
        Answer.EXPOSED,
        monday,
    )
    assert {one.answer for one in found.answers[1:]} == {Answer.NOT_EXPOSED}
    assert found.next_due == SystemSchedule.objects.get().next_due
    assert {note.kind for note in found.notes if note.stands} >= {Information.NO_TLS}


def test_a_look_that_could_see_nothing_says_why(system_id, office, monday, swept_on):
    swept_on(0)
    office.broken = True
    swept_on(1)
    found = watched(system_id, monday)
    assert found.runs[0].cause is Cause.SERVER_ERROR
    assert found.runs[0].not_exposed == 0
    assert {(one.answer, one.cause) for one in found.answers} == {(Answer.UNDETERMINED, Cause.SERVER_ERROR)}


def test_only_the_last_looks_are_given_in_four_queries(
    system_id, office, monday, swept_on, django_assert_num_queries
):
    office.open = False
    for days in range(LAST_RUNS + 2):
        swept_on(days)
    with django_assert_num_queries(4):
        found = watched(system_id, monday)
    assert len(found.runs) == LAST_RUNS
    assert list(found.runs) == sorted(found.runs, key=lambda run: run.at, reverse=True)
