# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from mendsky.apps.watch import queries
from mendsky.apps.watch.models import (
    Answered,
    KnownPlace,
    LastAnswer,
    Observation,
    RetestOrder,
    SystemRun,
    SystemSchedule,
)
from mendsky.apps.watch.recording import Look, record
from mendsky.core.terms import probing
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.net.probing.door import Outcome

KIND = "directory-listing"
SYSTEM = uuid.UUID("11111111-1111-4111-8111-111111111111")
BACKUP = probing.Place(group="/backup/")
DATA = probing.Place(group="/data/")
SOUND = probing.Control(front_status=200, random_status=404, catch_all=False, stated_records=None, cause=None)
LISTED = probing.Estimate(low=12, point=12, high=12, sampled=True)


def exposed(place=BACKUP):
    return probing.Observation(
        probe=KIND,
        version=1,
        answer=Answer.EXPOSED,
        place=place,
        records=LISTED,
        kinds=("cn-resident-id",),
        evidence=(probing.Evidence(target="/backup/", status=200, note="a listing"),),
        requests=5,
    )


def clean():
    return probing.Observation(probe=KIND, version=1, answer=Answer.NOT_EXPOSED, requests=9)


def unknown(cause=Cause.SERVER_ERROR):
    return probing.Observation(probe=KIND, version=1, answer=Answer.UNDETERMINED, cause=cause, requests=1)


@pytest.fixture
def see(synthetic, monday, nation):
    """Give the function that records one observation some minutes after monday."""

    def _see(minutes, seen, purpose=Purpose.SWEEP, places=(BACKUP,), control=SOUND, *, short_until=None):
        outcome = Outcome(
            key=str(SYSTEM),
            grant=None,
            control=control,
            observations=(seen,),
            transcript=(),
            requests=seen.requests + 2,
            bytes=1000,
        )
        look = Look(
            system_id=SYSTEM,
            host="office.example",
            places={KIND: tuple(places)},
            outcome=outcome,
            short_until=short_until,
        )
        record([look], purpose=purpose, at=monday + timedelta(minutes=minutes), nation=nation)

    return _see


@pytest.mark.parametrize(("seen", "sooner"), [(unknown(Cause.OVER_BUDGET), True), (clean(), False)])
def test_only_where_a_probe_ran_out_of_tries_is_a_sweep_repeated_when_there_are_more(
    see, monday, seen, sooner
):
    tomorrow, later = monday + timedelta(days=1), monday + timedelta(days=7)
    SystemSchedule.objects.create(system=SYSTEM, next_due=later)
    see(0, seen, short_until=tomorrow)
    assert SystemSchedule.objects.get().next_due == (tomorrow if sooner else later)


def test_each_look_is_one_packed_run(see, nation):
    see(0, clean())
    run = SystemRun.objects.get()
    assert run.answers == {KIND: [1, "n", "", 9]}
    assert run.control["random_status"] == 404
    assert (run.requests, run.bytes, run.pack) == (11, 1000, nation.version)


def test_what_is_clean_and_was_clean_is_kept_only_packed(see, monday):
    see(0, clean())
    see(60, clean())
    assert Observation.objects.count() == 0
    last = LastAnswer.objects.get()
    assert (last.answer, last.since, last.last_at) == ("not-exposed", monday, monday + timedelta(hours=1))


def test_what_stays_clean_keeps_its_newest_full_row_and_since_when(see, monday):
    for minutes, seen in ((0, unknown()), (60, clean()), (120, clean())):
        see(minutes, seen)
    last = LastAnswer.objects.get()
    assert last.observation == Observation.objects.get(answer="not-exposed").id
    assert [last.since, last.last_at] == [monday + timedelta(hours=hours) for hours in (1, 2)]


def test_of_each_system_only_what_was_asked_now_is_dated_now(synthetic, monday, nation):
    systems, kinds = (SYSTEM, uuid.UUID(int=2)), (KIND, "exposed-backup")

    def look(system, *asked):
        outcome = Outcome(
            key=str(system),
            grant=None,
            control=SOUND,
            observations=tuple(replace(clean(), probe=kind) for kind in asked),
            transcript=(),
            requests=11,
            bytes=1000,
        )
        return Look(system_id=system, host="office.example", places={}, outcome=outcome)

    later = monday + timedelta(hours=1)
    record([look(system, *kinds) for system in systems], purpose=Purpose.SWEEP, at=monday, nation=nation)
    record(
        [look(*pair) for pair in zip(systems, kinds, strict=True)],
        purpose=Purpose.CONFIRM,
        at=later,
        nation=nation,
    )
    dated = {(row.system, row.probe): row.last_at for row in LastAnswer.objects.all()}
    asked_again = set(zip(systems, kinds, strict=True))
    assert dated == {
        (system, kind): later if (system, kind) in asked_again else monday
        for system in systems
        for kind in kinds
    }


def test_what_is_exposed_undetermined_or_changed_is_kept_in_full(see):
    see(0, unknown())
    see(60, exposed())
    see(120, unknown())
    see(180, clean())
    assert [row.answer for row in Observation.objects.order_by("at")] == [
        "undetermined",
        "exposed",
        "undetermined",
        "not-exposed",
    ]


def test_the_last_answer_says_why_it_could_not_be_told_now_even_where_no_full_row_is_kept(see, monday):
    see(0, unknown(Cause.TIMED_OUT))
    full = Observation.objects.get()
    see(1, unknown(Cause.NOT_GRANTED))
    last = LastAnswer.objects.get()
    assert (last.answer, last.cause) == ("undetermined", "not-granted")
    assert (last.since, last.observation) == (monday, full.id)
    assert Observation.objects.count() == 1


def test_an_observation_is_read_back_as_it_was_seen(see):
    see(0, exposed())
    entry = queries.observation(Observation.objects.get().id)
    assert (entry.place, entry.records, entry.kinds) == (BACKUP, LISTED, ("cn-resident-id",))
    assert entry.evidence[0].note == "a listing"
    assert entry.purpose is Purpose.SWEEP


def test_one_positive_confirms_nothing_and_asks_for_a_second_look(see, deferred, monday, nation):
    see(0, exposed())
    place = KnownPlace.objects.get()
    assert place.confirmed_at is None
    assert place.confirm_due == monday + nation.clocks.confirm_after
    assert deferred() == []


def test_two_positives_apart_are_published_once(see, deferred):
    see(0, exposed())
    see(10, exposed(), Purpose.CONFIRM)
    see(1440, exposed())
    confirmed = str(KnownPlace.objects.get().confirmed_observation)
    assert deferred() == [
        ("note_stated", {"observation_id": confirmed}),
        ("open_case", {"observation_id": confirmed}),
    ]


def test_two_positives_that_are_not_apart_confirm_nothing(see, deferred):
    see(0, exposed())
    see(9, exposed())
    assert KnownPlace.objects.get().confirmed_at is None
    assert deferred() == []


def test_a_first_positive_that_is_not_seen_again_is_dropped(see, deferred):
    see(0, exposed())
    see(10, clean(), Purpose.CONFIRM)
    assert KnownPlace.objects.count() == 0
    see(20, exposed())
    assert deferred() == []


def test_a_second_look_that_could_not_look_is_made_again_later(see, monday, nation):
    see(0, exposed())
    see(10, unknown(), Purpose.CONFIRM)
    due = monday + timedelta(minutes=10) + nation.clocks.retest_again_after
    assert KnownPlace.objects.get().confirm_due == due


@pytest.fixture
def confirmed(see, deferred):
    see(0, exposed())
    see(10, exposed(), Purpose.CONFIRM)
    deferred()


def test_a_clean_sweep_of_a_confirmed_place_is_only_the_first_pass_of_a_retest(see, confirmed, deferred):
    see(60, clean())
    order = RetestOrder.objects.get()
    assert (order.asked_by, order.status, order.passes.count()) == ("schedule", "first-clean", 1)
    assert deferred() == []
    see(63, clean(), Purpose.RETEST)
    answered = Answered.objects.get()
    assert (answered.answer, answered.purpose, answered.order_id) == ("not-exposed", "retest", order.id)
    assert deferred() == [("take_answer", {"answer_id": str(answered.id)})]
    assert KnownPlace.objects.get().answer == "not-exposed"


def test_a_clean_sweep_without_proof_of_coverage_says_nothing(see, confirmed):
    blocked = probing.Control(
        front_status=403, random_status=403, catch_all=False, stated_records=None, cause=Cause.BLOCKED
    )
    see(60, clean(), control=blocked)
    assert RetestOrder.objects.count() == 0


def test_a_place_that_is_exposed_again_is_told_at_once(see, confirmed, deferred):
    see(60, clean())
    see(63, clean(), Purpose.RETEST)
    deferred()
    see(1440, exposed())
    see(2880, exposed())
    answered = Answered.objects.filter(answer="exposed").get()
    assert (answered.purpose, answered.order) == ("sweep", None)
    assert deferred() == [("take_answer", {"answer_id": str(answered.id)})]


def order(monday, purpose=Purpose.RETEST, place=BACKUP):
    return RetestOrder.objects.create(
        system=SYSTEM, kind=KIND, place_group=place.group, purpose=purpose, asked_by="owner", asked_at=monday
    )


def test_a_retest_that_finds_the_place_exposed_answers_at_once(see, confirmed, deferred, monday):
    asked = order(monday)
    see(60, exposed(), Purpose.RETEST)
    asked.refresh_from_db()
    assert asked.status == "exposed"
    answered = Answered.objects.get()
    assert (answered.answer, answered.order_id) == ("exposed", asked.id)
    assert [name for name, _ in deferred()] == ["take_answer"]


def test_a_recheck_that_finds_a_repaired_place_exposed_is_told_once(see, confirmed, deferred, monday):
    see(60, clean())
    see(63, clean(), Purpose.RETEST)
    deferred()
    order(monday, Purpose.RECHECK)
    see(4320, exposed(), Purpose.RECHECK)
    assert [name for name, _ in deferred()] == ["take_answer"]
    assert KnownPlace.objects.get().answer == "exposed"


def test_a_retest_that_ends_at_another_place_says_nothing_of_the_asked_one(see, confirmed, monday):
    asked = order(monday)
    see(60, exposed(DATA), Purpose.RETEST)
    asked.refresh_from_db()
    assert asked.status == "undetermined-waiting"
    assert (Answered.objects.get().answer, Answered.objects.get().cause) == ("undetermined", "unstable")
    assert KnownPlace.objects.get(place_group=DATA.group).confirmed_at is None


def test_a_sweep_does_not_answer_an_order(see, confirmed, monday):
    asked = order(monday)
    see(60, clean())
    asked.refresh_from_db()
    assert (asked.status, asked.passes.count()) == ("pending", 0)


def test_a_clean_retest_of_one_place_says_nothing_of_another(see, confirmed, monday):
    see(20, exposed(DATA))
    see(30, exposed(DATA), Purpose.CONFIRM, places=(DATA,))
    see(60, clean(), Purpose.RETEST, places=(DATA,))
    assert KnownPlace.objects.get(place_group=BACKUP.group).last_at == monday + timedelta(minutes=10)


def test_a_halted_system_is_due_again_at_once(see, monday):
    SystemSchedule.objects.create(system=SYSTEM, next_due=monday + timedelta(days=1))
    see(5, unknown(Cause.STOPPED))
    assert SystemSchedule.objects.get().next_due == monday + timedelta(minutes=5)
