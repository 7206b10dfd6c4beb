# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two workers over two real connections to the database."""

import pytest

from mendsky.apps.watch import hosts, services
from mendsky.apps.watch.models import KnownPlace, RetestOrder, SystemRun, SystemSchedule
from mendsky.apps.watch.tallies import PutOff
from mendsky.core.terms.answers import Purpose

HOST = "127.77.3.1"


def sweep(system_id):
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)


def test_a_host_in_other_hands_is_not_asked_and_comes_back_soon(office, system_id, elsewhere, monday, nation):
    services.sweep(monday)
    assert elsewhere(HOST)
    sweep(system_id)
    assert (office.asked, SystemRun.objects.count()) == ([], 0)
    busy = PutOff.objects.get()
    assert (busy.division, busy.cause, busy.looks) == ("110101", "busy", 1)
    due = SystemSchedule.objects.get(system=system_id).next_due
    assert due == monday + nation.clocks.retest_spacing
    sweep(system_id)
    assert PutOff.objects.get().looks == 2


def test_a_host_is_free_again_after_a_visit_and_after_a_failure(office, system_id, elsewhere, monkeypatch):
    sweep(system_id)
    assert office.asked
    assert not PutOff.objects.exists()
    monkeypatch.setattr(services.recording, "record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sweep(system_id)
    assert elsewhere(HOST)


def test_while_a_host_is_visited_nobody_else_gets_it(db, elsewhere):
    with hosts.held([HOST, "other.lab.test"]) as free:
        assert free == {HOST, "other.lab.test"}
        assert not elsewhere(HOST)
        assert elsewhere("third.lab.test")
    assert elsewhere(HOST)


def test_of_several_systems_only_those_of_the_busy_host_wait(enter, office, elsewhere, monday):
    from tests.apps.watch.conftest import Office

    second = Office("127.77.3.2")
    try:
        first_id, second_id = enter(office, second)
        assert elsewhere(HOST)
        items = [services.Item(system_id=one) for one in (first_id, second_id)]
        services.run(items, Purpose.SWEEP)
        assert office.asked == []
        assert second.asked
    finally:
        second.close()


def test_an_order_that_was_put_back_is_due_in_minutes(system_id, elsewhere, work, monday, nation):
    order_id = services.order_retest(system_id, "directory-listing", "/backup/", asked_by="owner")
    assert elsewhere(HOST)
    assert work() == ["retest"]
    order = RetestOrder.objects.get(pk=order_id)
    assert (order.passes.count(), order.next_due) == (0, monday + nation.clocks.retest_spacing)


def test_a_second_look_that_was_put_back_is_due_in_minutes(system_id, elsewhere, work, synthetic, nation):
    sweep(system_id)
    due = KnownPlace.objects.get().confirm_due
    synthetic(due)
    assert elsewhere(HOST)
    services.look_again(due)
    assert work() == ["confirm"]
    assert KnownPlace.objects.get().confirm_due == due + nation.clocks.retest_spacing
