# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

from mendsky.apps.watch.openings import openings

HOURS = {"start": "10:00", "end": "11:00", "zone": "Asia/Shanghai"}


def test_a_system_in_the_hours_of_its_grant_may_be_asked_now(enter, office, monday):
    enter(office)
    assert openings([office.origin], monday) == {office.origin: monday}


def test_outside_the_hours_a_system_waits_for_their_next_beginning(enter, office, monday):
    enter(office, hours=HOURS)
    assert openings([office.origin], monday) == {office.origin: monday + timedelta(hours=1)}


def test_a_system_without_grant_is_looked_at_so_that_it_is_told_why_nothing_was_sent(synthetic, monday):
    assert openings(["http://stranger.example:80"], monday) == {"http://stranger.example:80": monday}


def test_nothing_is_read_where_nothing_is_asked(db, monday, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert openings([], monday) == {}
