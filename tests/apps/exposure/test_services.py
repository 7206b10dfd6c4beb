# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import timedelta

import pytest

from mendsky.apps.exposure import queries, services
from mendsky.apps.exposure.models import CountRow, Sketch, Ticket
from mendsky.apps.exposure.services import CensusRefusedError
from mendsky.core.terms.counts import CountGrade, People, Records, Unit
from mendsky.keys.vault import open_vault

PLACE = "/backup/"


@pytest.fixture
def standing(subject):
    """Give the counts that stand for the place, by unit."""
    return lambda: {unit: dated.count for unit, dated in queries.latest(subject).items()}


@pytest.fixture
def published(synthetic):
    from procrastinate.contrib.django.models import ProcrastinateJob

    return lambda: list(ProcrastinateJob.objects.order_by("id").values_list("args", flat=True))


def refused(ticket_id, sealed, now):
    with pytest.raises(CensusRefusedError) as caught:
        services.accept_census(ticket_id, sealed, now)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_place_has_one_subject_whatever_is_found_there(system_id, subject):
    assert services.subject_for(system_id, PLACE) == subject
    assert services.subject_for(system_id, "/data/") != subject


def test_what_the_server_states_bounds_records_and_people_from_above(observed, standing):
    services.note_stated(observed(20, None, 52_000))
    assert standing() == {
        Unit.RECORDS: Records(low=20, point=None, high=52_000, grade=CountGrade.G1),
        Unit.PEOPLE: People(low=0, point=None, high=52_000, grade=CountGrade.G1),
    }


def test_a_sample_gives_records_an_interval(observed, standing, subject):
    services.note_stated(observed(900, 1000, 1100, sampled=True))
    assert standing()[Unit.RECORDS] == Records(low=900, point=1000, high=1100, grade=CountGrade.G2)
    dated = queries.latest(subject)[Unit.RECORDS]
    assert (dated.method, dated.source) == ("sampled", "mendsky")


def test_where_nothing_bounds_the_records_nothing_bounds_the_people(observed, standing):
    services.note_stated(observed(5, None, None, sampled=True))
    assert standing()[Unit.PEOPLE] == People(low=0, point=None, high=None, grade=CountGrade.G1)


def test_the_same_statement_is_kept_and_published_once(observed, subject, published):
    services.note_stated(observed(20, None, 52_000))
    services.note_stated(observed(20, None, 52_000, minutes=60))
    assert CountRow.objects.count() == 2
    assert published() == [{"subject_id": str(subject)}]


def test_a_changed_statement_supersedes_the_former_which_stays(
    observed, standing, monday, synthetic, subject
):
    services.note_stated(observed(20, None, 52_000))
    synthetic(monday + timedelta(days=1))
    services.note_stated(observed(20, None, 53_000, minutes=24 * 60))
    first, second = CountRow.objects.filter(unit=Unit.RECORDS).order_by("serial")
    assert (first.supersedes, second.supersedes) == (None, first.id)
    assert standing()[Unit.RECORDS].high == 53_000
    before = queries.latest(subject, at=monday + timedelta(hours=23))
    assert before[Unit.RECORDS].count.high == 52_000


def test_an_observation_without_records_counts_nothing(observed, published):
    from mendsky.apps.watch.models import Observation

    observation_id = observed(1, 1, 1)
    Observation.objects.filter(pk=observation_id).update(records=None)
    services.note_stated(observation_id)
    assert (CountRow.objects.count(), published()) == (0, [])


def test_a_census_replaces_bounds_by_counts(observed, counted, standing, subject, monday):
    services.note_stated(observed(20, None, 52_000))
    ticket = services.open_ticket(subject, monday)
    assert services.accept_census(uuid.UUID(ticket["ticket"]), counted(ticket), monday) == subject
    assert standing() == {
        Unit.RECORDS: Records(low=40, point=40, high=40, grade=CountGrade.G3),
        Unit.PEOPLE: People(low=30, point=30, high=30, grade=CountGrade.G3),
    }


def test_a_census_is_published(counted, subject, monday, published):
    ticket = services.open_ticket(subject, monday)
    services.accept_census(uuid.UUID(ticket["ticket"]), counted(ticket), monday)
    assert published() == [{"subject_id": str(subject)}]


def test_a_statement_after_a_census_supersedes_nothing(observed, counted, standing, subject, monday):
    ticket = services.open_ticket(subject, monday)
    services.accept_census(uuid.UUID(ticket["ticket"]), counted(ticket), monday)
    services.note_stated(observed(20, None, 52_000))
    assert standing()[Unit.RECORDS].grade is CountGrade.G3


def test_a_second_census_supersedes_the_first(counted, standing, subject, monday):
    for people in (30, 20):
        ticket = services.open_ticket(subject, monday)
        services.accept_census(uuid.UUID(ticket["ticket"]), counted(ticket, people=people), monday)
    assert standing()[Unit.PEOPLE].point == 20


def test_a_ticket_names_series_window_and_kinds_and_its_secret_is_not_kept(subject, monday):
    ticket = services.open_ticket(subject, monday)
    assert (ticket["birth_years"], ticket["k"], ticket["subject"]) == ([1800, 1899], services.K, str(subject))
    assert "cn-resident-id" in ticket["kinds"]
    assert ticket["pseudonym_key"] not in repr(Ticket.objects.values())


def test_the_sketch_is_kept_as_it_was_sealed(counted, subject, monday):
    ticket = services.open_ticket(subject, monday)
    sealed = counted(ticket)
    services.accept_census(uuid.UUID(ticket["ticket"]), sealed, monday)
    assert bytes(Sketch.objects.get().sealed) == sealed


def test_a_ticket_serves_once(counted, subject, monday):
    ticket = services.open_ticket(subject, monday)
    sealed = counted(ticket)
    services.accept_census(uuid.UUID(ticket["ticket"]), sealed, monday)
    assert "already taken in" in refused(uuid.UUID(ticket["ticket"]), sealed, monday)
    assert Sketch.objects.count() == 1


def test_an_unknown_ticket_is_refused(counted, subject, monday):
    sealed = counted(services.open_ticket(subject, monday))
    assert "issued no such ticket" in refused(uuid.uuid4(), sealed, monday)


def test_an_expired_ticket_is_refused(counted, subject, monday):
    ticket = services.open_ticket(subject, monday)
    late = monday + services.TICKET_TERM
    assert "expired" in refused(uuid.UUID(ticket["ticket"]), counted(ticket), late)


def test_a_file_for_another_ticket_is_refused(counted, subject, monday):
    mine, other = services.open_ticket(subject, monday), services.open_ticket(subject, monday)
    assert "another ticket" in refused(uuid.UUID(mine["ticket"]), counted(other), monday)


@pytest.mark.parametrize(
    "sealed", [b"", b"{}", b"\xff\xfe", b'{"format": "mendsky-sealed-sketch/1"}', b"a,b\n1,2\n"]
)
def test_a_file_that_is_no_sealed_sketch_is_refused_and_writes_nothing(subject, monday, sealed):
    ticket = services.open_ticket(subject, monday)
    assert "sealed" in refused(uuid.UUID(ticket["ticket"]), sealed, monday)
    assert Ticket.objects.get().used_at is None
    assert CountRow.objects.count() == 0


def test_a_census_of_a_system_without_live_grant_is_refused(subject, monday):
    from mendsky.apps.directory import services as directory

    directory.revoke_grant("grant-1", monday)
    with pytest.raises(CensusRefusedError, match="no live grant"):
        services.open_ticket(subject, monday + timedelta(minutes=1))
    assert Ticket.objects.count() == 0


def test_a_ticket_for_an_unknown_subject_is_refused(synthetic, monday):
    with pytest.raises(CensusRefusedError, match="nothing is counted under"):
        services.open_ticket(uuid.uuid4(), monday)


def test_the_key_service_attests_the_union_of_what_was_accepted(system_id, subject, counted, monday):
    from mendsky.keys import census

    other = services.subject_for(system_id, "/data/")
    for place, people in ((subject, 30), (other, 20)):
        ticket = services.open_ticket(place, monday)
        services.accept_census(uuid.UUID(ticket["ticket"]), counted(ticket, people=people), monday)
    sketches = queries.sealed_sketches([subject, other], monday)
    fact = census.attest(
        open_vault(),
        origin="mendsky.test",
        cell="social-security/CN/exposed",
        as_of=monday,
        recorded_at=monday,
        series=services.SERIES,
        sketches={name: sketch.sealed for name, sketch in sketches.items()},
    )
    assert fact["count"]["point"] == 30
