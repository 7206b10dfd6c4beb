# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every request that reached the office stands in the log, and nothing else does."""

from datetime import timedelta

from mendsky.apps.watch import tasks
from mendsky.apps.watch.models import SentRequests
from mendsky.apps.watch.sent import KEPT, forget, sent_to
from mendsky.apps.watch.services import Item, run
from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Purpose


def test_every_request_that_arrived_is_in_the_log_in_its_order(office, system_id, synthetic, monday):
    run([Item(system_id=system_id)], Purpose.SWEEP)
    log = list(sent_to({system_id: office.origin}))
    assert [one.target for one in log] == [blanked(path) for path in office.asked]
    assert {(one.system, one.purpose, one.grant) for one in log} == {(office.origin, "sweep", "grant-1")}
    assert {one.address for one in log} == {"127.77.3.1"}
    assert log[0].probe == "visit"
    assert all(one.at == monday for one in log)


def test_a_visit_that_sent_nothing_leaves_no_row(office, enter, synthetic):
    (system,) = enter(office, paths=["/nothing-else/"])
    run([Item(system_id=system)], Purpose.SWEEP)
    assert office.asked == []
    assert not SentRequests.objects.exists()


def test_systems_of_others_are_not_told(office, system_id, synthetic):
    run([Item(system_id=system_id)], Purpose.SWEEP)
    assert list(sent_to({})) == []


def test_what_nobody_answered_is_in_the_log_with_its_cause(office, system_id, synthetic):
    office.close()
    run([Item(system_id=system_id)], Purpose.SWEEP)
    log = list(sent_to({system_id: office.origin}))
    assert {(one.status, one.failure) for one in log} == {(0, "no-answer")}


def test_no_value_of_a_question_is_kept(office, system_id, synthetic):
    run([Item(system_id=system_id)], Purpose.SWEEP)
    assert all(value == "…" for one in sent_to({system_id: office.origin}) for value in values(one.target))


def values(target):
    query = target.partition("?")[2]
    return [field.partition("=")[2] for field in query.split("&")] if query else []


def test_after_its_term_the_log_is_gone(office, system_id, synthetic, monday):
    run([Item(system_id=system_id)], Purpose.SWEEP)
    forget(monday + KEPT)
    assert SentRequests.objects.exists()
    tasks.due(monday + KEPT + timedelta(seconds=1))
    assert not SentRequests.objects.exists()
