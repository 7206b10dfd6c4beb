# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real looks from two addresses, at an office that shuts one of them out."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import queries, services, tries
from mendsky.apps.watch.models import (
    KnownPlace,
    LastAnswer,
    Observation,
    PasswordTries,
    SystemRun,
    SystemSchedule,
    WorkingPair,
)
from mendsky.core.terms.answers import Answer, Cause

FIRST, SECOND = "127.77.9.1", "127.77.9.2"
LISTING, LOGIN = "directory-listing", "weak-password"
HOUR = 60


@pytest.fixture(autouse=True)
def two_addresses(settings):
    settings.PROBE_FROM = (FIRST, SECOND)


@pytest.fixture
def at(synthetic, monday):
    """Give the function that moves the clock to some minutes after monday."""

    def _at(minutes):
        instant = monday + timedelta(minutes=minutes)
        synthetic(instant)
        return instant

    return _at


@pytest.fixture
def look(at, work):
    """Give the function that does all that is due at some minutes after monday."""

    def _look(minutes):
        instant = at(minutes)
        services.sweep(instant)
        services.look_again(instant)
        work()

    return _look


def passes(system_id, kind, place):
    (attempt, *_) = queries.attempts(system_id, kind, place)
    return attempt.status.value, [(entry.answer, entry.cause) for entry in attempt.passes]


def test_who_shuts_out_only_the_usual_address_has_repaired_nothing(system_id, office, look, work):
    look(0)
    look(10)
    office.refused = {FIRST}
    services.order_retest(system_id, LISTING, "/backup/", asked_by="owner")
    work()
    assert passes(system_id, LISTING, "/backup/") == ("exposed", [(Answer.EXPOSED, None)])
    run = SystemRun.objects.order_by("-at").first()
    assert run.control["cause"] is None


def test_clean_from_one_address_is_clean_where_the_other_cannot_look(system_id, office, look, work):
    look(0)
    look(10)
    office.open, office.refused = False, {FIRST}
    services.order_retest(system_id, LISTING, "/backup/", asked_by="owner")
    work()
    look(14)
    clean = (Answer.NOT_EXPOSED, None)
    assert passes(system_id, LISTING, "/backup/") == ("clean", [clean, clean])


def test_what_no_address_can_look_at_is_undetermined(system_id, office, look, work):
    look(0)
    look(10)
    office.refused = {FIRST, SECOND}
    services.order_retest(system_id, LISTING, "/backup/", asked_by="owner")
    work()
    assert passes(system_id, LISTING, "/backup/")[1] == [(Answer.UNDETERMINED, Cause.BLOCKED)]


def test_sweeps_look_from_the_first_address_only(system_id, office, look):
    office.refused = {FIRST}
    look(0)
    assert set(Observation.objects.values_list("cause", flat=True)) >= {Cause.BLOCKED}
    assert not KnownPlace.objects.exists()


@pytest.fixture
def weak(office, enter):
    """Give a system whose administration opens to a password that everyone tries."""
    office.password, office.open = "admin", False
    (system_id,) = enter(office, classes=[0, 1, 2, 3])
    return system_id


@pytest.fixture
def reported(weak, look):
    """Leave the login confirmed as exposed, the day after it was found: its tries were spent."""
    look(0)
    look(10)
    assert KnownPlace.objects.get().confirmed_at is None
    look(15 * HOUR)
    assert KnownPlace.objects.get().confirmed_at is not None
    return weak


def tried(office, since=0):
    return [word for _, word in office.logins[since:]]


def test_a_login_is_tried_no_more_often_a_day_than_it_may_be_whoever_asks(weak, office, look, work):
    for minutes in (0, 10, 3 * HOUR, 6 * HOUR + 11, 12 * HOUR + 12):
        look(minutes)
        services.order_retest(weak, LOGIN, "/login", asked_by="owner")
        work()
    assert len(tried(office)) == 3
    assert PasswordTries.objects.order_by("-used").first().used == 3


def test_where_a_killed_visit_used_the_tries_a_sweep_is_made_again_when_the_day_ends(weak, office, at, work):
    monday = at(0)
    tries.set_aside({weak: (["admin", "test"], 3)}, day=monday.date())
    services.sweep(monday)
    SystemSchedule.objects.update(next_due=monday + timedelta(days=28))
    work()
    assert LastAnswer.objects.get(probe=LOGIN).cause == Cause.OVER_BUDGET
    assert tried(office) == ["sysadmin", "123456", "user", "123456"]
    assert SystemSchedule.objects.get().next_due == at(15 * HOUR)
    services.sweep(at(15 * HOUR))
    work()
    assert KnownPlace.objects.get().probe == LOGIN


def test_a_retest_tries_the_pair_that_worked_and_no_other(reported, office, look, work):
    office.password = "changed-since"
    since = len(office.logins)
    services.order_retest(reported, LOGIN, "/login", asked_by="owner")
    work()
    look(15 * HOUR + 4)
    clean = (Answer.NOT_EXPOSED, None)
    assert passes(reported, LOGIN, "/login") == ("clean", [clean, clean])
    assert office.logins[since:] == [(FIRST, "admin"), (SECOND, "admin")]


def test_a_login_that_opens_from_the_second_address_only_is_still_exposed(reported, office, at, work):
    at(39 * HOUR)
    office.refused = {FIRST}
    services.order_retest(reported, LOGIN, "/login", asked_by="owner")
    work()
    assert passes(reported, LOGIN, "/login") == ("exposed", [(Answer.EXPOSED, None)])


def test_the_pair_that_worked_is_nowhere_but_under_its_seal(reported, office):
    kept = [*Observation.objects.values(), *SystemRun.objects.values(), *KnownPlace.objects.values()]
    assert "'admin'" not in repr(kept)
    assert b"admin" not in bytes(WorkingPair.objects.get().sealed)


def ordered(system_id, work):
    services.order_retest(system_id, LISTING, "/backup/", asked_by="owner")
    work()
    return passes(system_id, LISTING, "/backup/")


BLOCKED = (Answer.UNDETERMINED, Cause.BLOCKED)


def test_a_login_before_everything_is_a_repair_where_every_address_meets_it(system_id, office, look, work):
    look(0)
    look(10)
    office.refused, office.refusal = {FIRST, SECOND}, 401
    clean = (Answer.NOT_EXPOSED, None)
    assert ordered(system_id, work) == ("first-clean", [clean])
    look(14)
    assert passes(system_id, LISTING, "/backup/") == ("clean", [clean, clean])
    run = SystemRun.objects.order_by("-at").first()
    assert (run.control["cause"], run.control["front_status"]) == (None, 401)


def test_who_asks_only_the_usual_address_for_a_login_has_repaired_nothing(system_id, office, look, work):
    look(0)
    look(10)
    office.refused, office.refusal = {FIRST}, 401
    assert ordered(system_id, work) == ("exposed", [(Answer.EXPOSED, None)])


def test_from_one_address_a_login_before_everything_proves_no_repair(system_id, office, look, work, settings):
    look(0)
    look(10)
    settings.PROBE_FROM = (FIRST,)
    office.refused, office.refusal = {FIRST}, 401
    assert ordered(system_id, work) == ("undetermined-waiting", [BLOCKED])


def test_twice_the_same_address_is_one(system_id, office, look, work, settings):
    look(0)
    look(10)
    settings.PROBE_FROM = (FIRST, FIRST)
    office.refused, office.refusal = {FIRST}, 401
    assert ordered(system_id, work) == ("undetermined-waiting", [BLOCKED])


@pytest.mark.parametrize("refusal", [403, 429])
def test_what_is_refused_to_whoever_asks_is_no_login(system_id, office, look, work, refusal):
    look(0)
    look(10)
    office.refused, office.refusal = {FIRST, SECOND}, refusal
    assert ordered(system_id, work)[1] == [BLOCKED]


def test_a_place_that_stays_open_behind_a_login_is_not_repaired(system_id, office, look, work):
    look(0)
    look(10)
    office.refused, office.refusal, office.but_open = {FIRST, SECOND}, 401, {"/backup/"}
    assert ordered(system_id, work)[1] == [BLOCKED]
