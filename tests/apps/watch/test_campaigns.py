# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

from mendsky.apps.directory.services import revoke_grant
from mendsky.apps.watch.campaigns import campaigns
from mendsky.apps.watch.services import Item, run
from mendsky.core.terms.answers import Purpose


def test_a_grant_is_listed_with_what_was_asked_under_it_within_the_hour(office, system_id, synthetic, monday):
    (before,) = campaigns(monday)
    assert (before.id, before.systems, before.requests, before.last_at) == ("grant-1", 1, 0, None)
    assert before.signed_by == "Test office"
    assert before.classes == (0, 1)
    run([Item(system_id=system_id)], Purpose.SWEEP)
    (after,) = campaigns(monday)
    assert (after.requests, after.last_at) == (len(office.asked), monday)
    (later,) = campaigns(monday + timedelta(hours=1))
    assert (later.requests, later.last_at) == (0, None)


def test_outside_its_hours_a_grant_is_not_open(enter, office, monday):
    enter(office, hours={"start": "10:00", "end": "11:00", "zone": "Asia/Shanghai"})
    local = monday.astimezone().replace(hour=2, minute=30)
    opened = {campaigns(local + timedelta(hours=hour))[0].open for hour in (0, 1)}
    assert opened == {True, False}


def test_a_grant_that_is_revoked_is_not_listed(system_id, monday):
    revoke_grant("grant-1", monday)
    assert campaigns(monday) == ()
