# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What exposes nobody yet is kept of each system, latest state only; security.txt is asked for by quarter."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from mendsky.apps.watch import information, services
from mendsky.apps.watch.information import SECURITY_TXT_EVERY, merged, notes_of
from mendsky.apps.watch.models import SystemRun
from mendsky.apps.watch.tallies import SystemInformation
from mendsky.core.terms.information import Information, Note
from mendsky.runtime import clocks
from tests.apps.watch.conftest import Office

SECURITY_TXT = "/.well-known/security.txt"
NO_TLS = Note(kind=Information.NO_TLS, stands=True)
IN_ORDER = Note(kind=Information.NO_TLS, stands=False)


@pytest.fixture
def swept_at(synthetic, work):
    """Give the function that moves the clock to an instant, sweeps what is due, and looks again."""

    def _swept_at(at):
        synthetic(at)
        services.sweep(at)
        work()
        services.look_again(at + timedelta(minutes=10))

    return _swept_at


def standing(system_id):
    return {note.kind for note in notes_of(system_id, clocks.now()) if note.stands}


def test_a_sweep_keeps_what_it_noticed(system_id, office, monday, swept_at):
    assert notes_of(system_id, monday) == ()
    swept_at(monday)
    assert standing(system_id) == {Information.NO_TLS, Information.NO_SECURITY_TXT}
    assert {note.kind for note in notes_of(system_id, monday)} - standing(system_id) == {
        Information.LOGIN_WITHOUT_TLS,
        Information.SECURITY_TXT_EXPIRED,
    }
    assert office.asked.count(SECURITY_TXT) == 1


def test_the_security_txt_is_asked_for_once_a_quarter_and_by_sweeps_only(
    system_id, office, monday, swept_at, work
):
    for days in (0, 1, 2, 40):
        swept_at(monday + timedelta(days=days))
    services.order_retest(system_id, "directory-listing", "/backup/", asked_by="handler")
    work()
    assert office.asked.count(SECURITY_TXT) == 1
    swept_at(monday + SECURITY_TXT_EVERY + timedelta(days=1))
    assert office.asked.count(SECURITY_TXT) == 2


def test_it_costs_one_request_and_no_more(system_id, monday, swept_at):
    swept_at(monday)
    swept_at(monday + timedelta(days=1))
    first, second = SystemRun.objects.filter(purpose="sweep").order_by("at")
    assert first.requests == second.requests + 1


def test_one_that_could_not_be_asked_for_stays_due(enter, office, monday, swept_at):
    (system_id,) = enter(office)
    office.broken = True
    swept_at(monday)
    assert SECURITY_TXT not in office.asked
    assert information.security_txt_due([system_id], monday) == {system_id}
    office.broken = False
    swept_at(monday + timedelta(days=1))
    assert SECURITY_TXT in office.asked


def test_what_a_later_sweep_could_not_tell_stays_as_it_was(system_id, office, monday, swept_at):
    swept_at(monday)
    before = {note.kind: note for note in notes_of(system_id, monday)}
    office.broken = True
    swept_at(monday + timedelta(days=1))
    after = {note.kind: note for note in notes_of(system_id, monday)}
    assert after[Information.NO_SECURITY_TXT] == before[Information.NO_SECURITY_TXT]
    assert after[Information.NO_TLS].since == before[Information.NO_TLS].since
    assert after[Information.NO_TLS].at > before[Information.NO_TLS].at


def test_since_when_something_stands_begins_anew_when_it_came_back(monday):
    kept, day = {}, timedelta(days=1)
    for number, note in enumerate((NO_TLS, NO_TLS, IN_ORDER, NO_TLS, NO_TLS)):
        kept = merged(kept, (note,), monday + number * day)
    assert kept[Information.NO_TLS]["since"] == (monday + 3 * day).isoformat()
    assert kept[Information.NO_TLS]["at"] == (monday + 4 * day).isoformat()
    assert merged(kept, (), monday) == kept


def test_a_security_txt_that_expires_between_two_looks_stands_expired_from_that_day_on(
    enter, monday, swept_at
):
    class Careful(Office):
        def answer(self, path, *, inside=False):
            if path != SECURITY_TXT:
                return super().answer(path, inside=inside)
            return 200, "text/plain", b"Contact: mailto:a@yb.lab.test\nExpires: 2015-05-20T00:00:00Z\n"

    office = Careful("127.77.3.8")
    try:
        (system_id,) = enter(office)
        swept_at(monday)
    finally:
        office.close()
    ends = datetime(2015, 5, 20, tzinfo=UTC)

    def noted(now):
        return next(
            note for note in notes_of(system_id, now) if note.kind is Information.SECURITY_TXT_EXPIRED
        )

    assert not noted(ends - timedelta(seconds=1)).stands
    assert (noted(ends).stands, noted(ends).since, noted(ends).until) == (True, ends, ends)
    assert noted(ends).at == monday


def test_nothing_that_a_server_says_is_kept_but_what_our_table_names(enter, monday, swept_at):
    class Boasting(Office):
        def answer(self, path, *, inside=False):
            return 200 if path == "/" else 404, "text/html", b"<input type=password>"

    office = Boasting("127.77.3.6")
    try:
        (system_id,) = enter(office)
        swept_at(monday)
    finally:
        office.close()
    assert Information.LOGIN_WITHOUT_TLS in standing(system_id)
    kept = json.dumps(SystemInformation.objects.get().notes)
    assert "password" not in kept
    # The test's own server tells a version of Python, which the table does not know.
    assert "BaseHTTP" not in kept


def test_two_queries_whatever_the_number_of_systems(enter, office, monday, django_assert_num_queries):
    other = Office("127.77.3.7")
    try:
        systems = enter(office, other)
    finally:
        other.close()
    with django_assert_num_queries(1):
        assert information.security_txt_due(systems, monday) == set(systems)
    with django_assert_num_queries(1):
        assert notes_of(systems[0], monday) == ()
