# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One writer appends events; the table decides, and nothing is written by halves."""

import uuid

import pytest

from mendsky.apps.cases import services
from mendsky.apps.cases.models import Case, Deadline, Event
from mendsky.apps.cases.services.recording import as_fact, begin, key_name, record, sealed_part
from mendsky.core.ledger.commitment import commit
from mendsky.core.lifecycle.fold import IllegalMove, fold
from mendsky.core.terms.cases import Actor, EventKind
from mendsky.keys.seal import KeyDestroyed
from mendsky.keys.vault import open_vault


def begun(at):
    return begin(
        at=at,
        subject=uuid.uuid4(),
        system=uuid.uuid4(),
        organisation=uuid.uuid4(),
        observation=uuid.uuid4(),
        kind="directory-listing",
        place_group="/backup/",
        division="220122",
        sector="social-security",
    )


def received(at):
    case = begun(at)
    return case, record(case.id, EventKind.RECEIVE, at=at, actor=Actor.MENDSKY)


def test_events_are_numbered_from_one_without_gaps(case):
    numbers = list(Event.objects.filter(case=case).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert case.last_event_number == len(numbers)


def test_the_state_is_the_fold_of_the_events(case, story):
    story.repaired(case)
    assert story.state(case) == fold(EventKind(kind) for kind in story.kinds(case))


def test_an_event_carries_its_whole_envelope(case, event, nation):
    verified = event("verify")
    assert (verified.was, verified.state, verified.stage) == ("received", "verified", "counted")
    assert (verified.actor, verified.pack, verified.schema) == ("mendsky", nation.version, 1)
    assert verified.cause == str(case.observation)
    assert verified.rule == "severity/2"


def test_what_is_not_verified_stays_sealed(event):
    assert event("receive").stage == "sealed"


def test_the_commitment_opens_to_the_fact(event):
    verified = event("verify")
    assert bytes(verified.commitment) == commit(bytes(verified.salt), as_fact(verified))


def test_the_fact_commits_to_the_sealed_part_without_holding_it(event):
    fact = as_fact(event("verify"))
    assert len(bytes.fromhex(fact["sealed"])) == 32
    assert "yb.lab.test" not in str(fact)


def test_an_illegal_move_writes_nothing(case, story):
    before = story.kinds(case)
    with pytest.raises(IllegalMove):
        record(case.id, EventKind.CONFIRM, at=case.opened_at, actor=Actor.MENDSKY)
    assert story.kinds(case) == before


def test_cases_are_numbered_by_year_without_gaps(synthetic, monday):
    names = [begun(monday).public_id for _ in range(3)]
    assert names == ["MS-CN-2015-0001", "MS-CN-2015-0002", "MS-CN-2015-0003"]
    assert begun(monday.replace(year=2016)).public_id == "MS-CN-2016-0001"


def test_the_year_is_that_of_the_nations_zone(synthetic, monday):
    evening = monday.replace(month=12, day=31, hour=20)
    assert begun(evening).public_id == "MS-CN-2016-0001"


def test_serials_follow_the_order_of_writing(synthetic, monday):
    _, first = received(monday)
    _, second = received(monday)
    assert second.serial == first.serial + 1


def test_an_erased_case_keeps_its_public_part_only(case, event):
    services.erase(case.id)
    verified = event("verify")
    with pytest.raises(KeyDestroyed):
        sealed_part(verified)
    assert bytes(verified.commitment) == commit(bytes(verified.salt), as_fact(verified))


def test_a_case_has_a_key_only_once_something_is_sealed(synthetic, monday):
    from mendsky.keys.vault import KeyMissing

    case, _ = received(monday)
    with pytest.raises(KeyMissing):
        open_vault().get(key_name(case.id))


def test_a_sealed_part_opens_only_in_its_own_event(synthetic, monday):
    from mendsky.keys.seal import SealError

    case = begun(monday)
    event = record(case.id, EventKind.RECEIVE, at=monday, actor=Actor.MENDSKY, sealed={"text": "words"})
    assert sealed_part(event) == {"text": "words"}
    event.id = uuid.uuid4()
    with pytest.raises(SealError):
        sealed_part(event)


def test_no_deadline_runs_before_anything_is_verified(synthetic, monday):
    received(monday)
    assert not Deadline.objects.exists()
    assert Case.objects.get().started_at is None
