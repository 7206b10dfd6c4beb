# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real looks over real sockets: an office opens a listing, closes it, breaks, and opens it again."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory import services as entering
from mendsky.apps.watch import desk, doors, queries, services
from mendsky.apps.watch.models import KnownPlace, LastAnswer, Observation, SystemRun, SystemSchedule
from mendsky.apps.watch.sent import sent_to
from mendsky.core.terms.answers import Answer, Cause, Purpose
from tests.probing import counterpart

KIND = "directory-listing"
PLACE = "/backup/"


@pytest.fixture
def at(synthetic, monday):
    """Give the function that moves the clock to some minutes after monday."""

    def _at(minutes):
        instant = monday + timedelta(minutes=minutes)
        synthetic(instant)
        return instant

    return _at


@pytest.fixture
def confirmed(system_id, at, work):
    """Leave the office's listing confirmed as exposed ten minutes after monday."""
    services.sweep(at(0))
    work()
    services.look_again(at(10))
    work()
    return system_id


def answers(system_id):
    return [
        (attempt.asked_by, attempt.status.value, [entry.answer.value for entry in attempt.passes])
        for attempt in queries.attempts(system_id, KIND, PLACE)
    ]


def test_a_sweep_finds_an_open_listing_over_the_network(system_id, office, monday, work):
    assert services.sweep(monday) == 1
    assert work() == ["sweep_bucket"]
    observation = Observation.objects.get(answer="exposed")
    assert (observation.probe, observation.place_group) == (KIND, PLACE)
    assert observation.records["high"] == 12
    assert observation.grant == "grant-1"
    assert "/backup/" in office.asked


def test_no_value_of_anybodys_data_is_kept(confirmed):
    kept = [*Observation.objects.values(), *SystemRun.objects.values(), *KnownPlace.objects.values()]
    assert "11010118" not in repr(kept)


def test_a_system_is_swept_once_an_interval(system_id, monday, at, work):
    services.sweep(monday)
    assert services.sweep(at(1)) == 0
    assert services.sweep(at(24 * 60)) == 1
    slot = SystemSchedule.objects.get().next_due
    assert services.sweep(slot) == 1
    assert SystemSchedule.objects.get().next_due == slot + timedelta(hours=24)


def test_a_system_that_left_the_directory_is_no_longer_swept(system_id, at, work):
    from mendsky.apps.directory import services as changes

    services.sweep(at(0))
    changes.close_system(system_id, at(1))
    assert services.sweep(at(24 * 60)) == 0
    assert not SystemSchedule.objects.exists()
    assert queries.next_due(at(24 * 60)) is None


def test_a_confirmed_exposure_is_published_for_counting_and_for_a_case(system_id, at, work):
    services.sweep(at(0))
    assert work() == ["sweep_bucket"]
    services.look_again(at(9))
    assert work() == []
    services.look_again(at(10))
    assert work() == ["confirm", "note_stated", "open_case"]


def test_a_stopped_server_is_undetermined_and_never_clean(confirmed, office, at, work):
    office.broken = True
    services.sweep(at(24 * 60))
    assert work() == ["sweep_bucket"]
    assert set(LastAnswer.objects.values_list("answer", flat=True)) == {"undetermined"}
    assert KnownPlace.objects.get().answer == "exposed"


def test_a_closed_listing_needs_two_clean_passes_apart(confirmed, office, at, work):
    office.open = False
    services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    assert work() == ["retest"]
    assert answers(confirmed) == [("owner", "first-clean", ["not-exposed"])]
    services.look_again(at(12))
    assert work() == []
    services.look_again(at(13))
    assert work() == ["retest", "take_answer"]
    assert answers(confirmed) == [("owner", "clean", ["not-exposed", "not-exposed"])]


def test_a_listing_that_is_still_open_is_answered_at_once(confirmed, work):
    services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    assert work() == ["retest", "take_answer"]
    assert answers(confirmed) == [("owner", "exposed", ["exposed"])]


def test_the_final_answer_can_be_read_by_the_id_that_was_published(confirmed, work, deferred, monday):
    order = services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    services.retest(order)
    answer_id = dict(deferred())["take_answer"]["answer_id"]
    entry = queries.answered(answer_id)
    assert (entry.system_id, entry.kind, entry.place_group) == (confirmed, KIND, PLACE)
    assert (entry.answer, entry.cause, entry.purpose) == (Answer.EXPOSED, None, Purpose.RETEST)
    assert (entry.order_id, entry.at) == (order, monday + timedelta(minutes=10))


def test_a_place_that_cannot_be_looked_at_is_told_once_and_tried_again(confirmed, office, at, work, nation):
    office.broken = True
    services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    assert work() == ["retest", "take_answer"]
    later = 10 + nation.clocks.retest_again_after // timedelta(minutes=1)
    services.look_again(at(later))
    assert work() == ["retest"]
    office.broken, office.open = False, False
    services.look_again(at(2 * later))
    services.look_again(at(2 * later + 3))
    assert work() == ["retest"]


def test_asking_twice_uses_the_open_order(confirmed, work):
    first = services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    assert services.order_retest(confirmed, KIND, PLACE, asked_by="handler") == first
    assert work().count("retest") == 1


def test_asking_anew_after_an_undetermined_pass_looks_at_once_and_tells_anew(confirmed, office, work):
    office.broken = True
    first = services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    work()
    assert services.order_retest(confirmed, KIND, PLACE, asked_by="owner") != first
    assert work() == ["retest", "take_answer"]
    assert sorted(status for _, status, _ in answers(confirmed)) == ["closed", "undetermined-waiting"]


def test_an_order_for_a_kind_without_probe_is_refused(system_id):
    with pytest.raises(services.WatchRefusedError, match="no probe is named telepathy"):
        services.order_retest(system_id, "telepathy", PLACE, asked_by="owner")


@pytest.mark.parametrize("rechecks", [False, True])
def test_a_place_of_what_the_system_was_before_is_answered_as_undetermined(system_id, work, rechecks):
    if rechecks:
        services.order_recheck(system_id, "open-redis", "/0")
    else:
        services.order_retest(system_id, "open-redis", "/0", asked_by="owner")
    assert work() == ["retest", "take_answer"]
    (attempt,) = queries.attempts(system_id, "open-redis", "/0")
    assert (attempt.status.value, attempt.passes[0].cause) == ("undetermined-waiting", Cause.NOT_GRANTED)


def test_a_store_in_memory_is_found_confirmed_and_retested_like_a_website(enter, at, work):
    with counterpart("open-redis", "vulnerable", address="127.77.3.9") as said:
        (system,) = enter(SimpleNamespace(origin=said["origin"]))
        services.sweep(at(0))
        work()
        services.look_again(at(10))
        work()
    place = KnownPlace.objects.get()
    assert (place.probe, place.place_group, place.confirmed_at) == ("open-redis", said["path"], at(10))
    run = SystemRun.objects.get(purpose="sweep")
    assert set(run.answers) == {"open-redis", "weak-service-password"}
    assert [sent.method for sent in sent_to({system: said["origin"]})] == ["SEND"] * 12
    port = int(said["origin"].rpartition(":")[2])
    services.order_retest(system, "open-redis", said["path"], asked_by="owner")
    with counterpart("open-redis", "repaired", address="127.77.3.9", port=port):
        work()
        services.look_again(at(13))
        work()
    (attempt,) = queries.attempts(system, "open-redis", said["path"])
    assert attempt.status.value == "clean"


def test_a_listing_opened_again_days_later_is_found_by_the_recheck(confirmed, office, at, work):
    office.open = False
    services.order_retest(confirmed, KIND, PLACE, asked_by="owner")
    work()
    services.look_again(at(13))
    work()
    office.open = True
    at(3 * 24 * 60)
    services.order_recheck(confirmed, KIND, PLACE)
    assert work() == ["retest", "take_answer"]
    assert KnownPlace.objects.get().answer == "exposed"


def test_nothing_is_asked_while_a_person_has_stopped_the_watch(system_id, office, at, work):
    services.stop(at(0))
    assert services.sweep(at(0)) == 0
    services.look_again(at(1))
    assert (work(), office.asked, queries.next_due(at(1))) == ([], [], None)
    services.resume()
    assert services.sweep(at(2)) == 1


def test_a_stop_within_a_slice_leaves_its_systems_due(system_id, office, at):
    services.sweep(at(0))
    services.stop(at(0))
    services.sweep_slice([system_id])
    assert office.asked == []
    assert SystemSchedule.objects.get().next_due == at(0)


def test_a_grant_that_is_revoked_within_a_slice_opens_nothing_more(
    system_id, office, grant_document, at, monkeypatch
):
    monkeypatch.setattr(doors, "ASK_SECONDS", 0.0)
    begun = doors.StopCheck.__call__

    def revoked_by_somebody_else(check):
        if office.asked:
            entering.revoke_grant(grant_document["id"], at(0))
        return begun(check)

    monkeypatch.setattr(doors.StopCheck, "__call__", revoked_by_somebody_else)
    services.sweep_slice([system_id])
    assert len(office.asked) == 1
    assert desk.health(at(0), lambda _: True).causes == {"not-granted": 1}


def test_a_system_without_a_live_grant_is_asked_nothing(enter, office, monday):
    [system_id] = enter(office, expires="2015-02-01T00:00:00+08:00")
    services.sweep_slice([system_id])
    assert office.asked == []
    assert desk.health(monday, lambda _: True).causes == {"not-granted": 1}


def test_the_next_due_instant_is_that_of_whatever_comes_first(system_id, at, work):
    assert queries.next_due(at(0)) == at(0)
    services.sweep(at(0))
    work()
    assert queries.next_due(at(1)) == at(1) + timedelta(minutes=9)


def test_looks_wait_for_the_hours_of_the_grant(enter, office, at, work, nation):
    enter(office, hours={"start": "10:00", "end": "11:00", "zone": "Asia/Shanghai"})
    assert services.sweep(at(0)) == 0
    assert queries.next_due(at(0)) == at(60)
    assert services.sweep(at(60)) == 1
    assert work() == ["sweep_bucket"]
    services.look_again(at(125))
    slot = queries.next_due(at(125))
    assert work() == []
    assert services.sweep(slot) == 0
    assert queries.next_due(slot) == at(25 * 60)
    services.sweep(at(25 * 60))
    services.look_again(at(25 * 60))
    assert sorted(work()) == ["confirm", "note_stated", "open_case", "sweep_bucket"]


def test_a_retest_waits_for_the_hours_of_the_grant(enter, office, at, work):
    [system_id] = enter(office, hours={"start": "10:00", "end": "11:00", "zone": "Asia/Shanghai"})
    at(0)
    services.order_retest(system_id, KIND, PLACE, asked_by="owner")
    assert work() == []
    assert queries.attempts(system_id, KIND, PLACE)[0].next_due == at(60)
    services.look_again(at(60))
    assert work()[0] == "retest"


def test_a_spent_budget_of_the_day_is_undetermined(enter, office, at, work):
    enter(office, daily_budget=3)
    services.sweep(at(0))
    work()
    assert len(office.asked) <= 3
    causes = set(LastAnswer.objects.values_list("cause", flat=True))
    assert "over-budget" in causes


def test_an_unknown_system_is_refused(synthetic):
    with pytest.raises(directory.UnknownEntryError):
        services.order_retest(uuid.uuid4(), KIND, PLACE, asked_by="owner")


def test_a_system_that_is_opted_out_is_sent_nothing_until_its_term_ends(office, system_id, synthetic, monday):
    from mendsky.apps.directory.services import import_document

    term = {"starts": monday.isoformat(), "ends": (monday + timedelta(days=1)).isoformat()}
    entry = {"key": "works", "origin": office.origin, "reason": "works", **term}
    import_document({"optouts": [entry]}, now=monday, synthetic=True)
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)
    assert office.asked == []
    assert set(SystemRun.objects.get().answers["directory-listing"][1:3]) == {"u", "not-granted"}
    synthetic(monday + timedelta(days=1))
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)
    assert office.asked


def test_the_longest_slices_come_first_and_hold_every_system_once():
    systems = [
        (
            SimpleNamespace(organisation=uuid.UUID(int=number % 40), origin=f"http://host.example:{number}"),
            str(number),
        )
        for number in range(500)
    ]
    slices = services._slices(systems)
    lengths = [len(slice_) for _, slice_ in slices]
    assert lengths == sorted(lengths, reverse=True) != sorted(lengths)
    assert sorted(name for _, slice_ in slices for name in slice_) == sorted(name for _, name in systems)
