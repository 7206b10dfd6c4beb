# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A link to another host is proposed for the directory; nothing is ever sent there."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import linked, services
from mendsky.apps.watch.models import LinkedHost
from tests.apps.watch.conftest import Office


class LinkingOffice(Office):
    """An office whose pages link to another host."""

    leads_to = ""

    def answer(self, path, *, inside=False):
        status, kind, body = super().answer(path, inside=inside)
        return status, kind, body + f'<p><a href="{self.leads_to}/backup/">files</a></p>'.encode()


@pytest.fixture
def pair():
    """Give an office, and one that it links to and that nobody entered."""
    linking, other = LinkingOffice("127.77.3.4"), Office("127.77.3.5")
    linking.leads_to = other.origin
    yield linking, other
    linking.close()
    other.close()


def test_a_linked_host_is_proposed_and_nothing_is_ever_sent_to_it(pair, enter, monday, work, synthetic):
    linking, other = pair
    # Even a grant that names it lets nothing out: it is no system of the directory.
    (system_id,) = enter(linking, origins=[linking.origin, other.origin])
    for minutes in (0, 10, 20, 24 * 60):
        at = monday + timedelta(minutes=minutes)
        synthetic(at)
        services.sweep(at)
        services.look_again(at)
        work()
    assert linking.asked
    assert other.asked == []
    (entry,) = linked.proposed(("110101",), monday, limit=9)
    assert (entry.origin, entry.system.id) == (other.origin, system_id)
    assert entry.first_seen == monday
    assert entry.last_seen >= monday + timedelta(days=1)
    assert linked.proposed(("120000",), monday, limit=9) == ()


def test_a_host_that_is_entered_is_proposed_no_more(pair, enter, monday, office):
    linking, other = pair
    (system_id,) = enter(linking)
    linked.note({system_id: (other.origin, linking.origin, "http://[", "gopher://a.test")}, monday)
    assert [one.origin for one in linked.proposed(("CN",), monday, limit=9)] == [other.origin]
    assert LinkedHost.objects.count() == 1
    enter(linking, other, version=2)
    assert linked.proposed(("CN",), monday, limit=9) == ()


def test_a_host_is_written_again_once_a_day(system_id, monday):
    seen = []
    for hours in (0, 1, 24, 30):
        linked.note({system_id: ("http://a.test:80",)}, monday + timedelta(hours=hours))
        seen.append(LinkedHost.objects.get().last_seen - monday)
    assert seen == [timedelta(0), timedelta(0), timedelta(days=1), timedelta(days=1)]
