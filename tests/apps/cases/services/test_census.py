# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A census counts people for one case, and brings nobody's data."""

import pytest

from mendsky.apps.cases import services
from mendsky.apps.cases.services import CensusRefusedError
from mendsky.apps.exposure import queries as exposure
from mendsky.core.terms.counts import CountGrade, Unit


def test_a_count_answers_its_ticket(case, story, count):
    ticket = services.give_ticket(case.id, at=story.later(hours=1))
    services.take_census(case.id, count(ticket, people=50), at=story.later(hours=1))
    people = exposure.latest(case.subject)[Unit.PEOPLE].count
    assert (people.point, people.grade) == (50, CountGrade.G3)
    story.work()
    assert story.kinds(case)[-1] == "count"


def test_a_ticket_changes_no_case(case, story):
    before = story.kinds(case)
    services.give_ticket(case.id, at=story.later(hours=1))
    assert story.kinds(case) == before


@pytest.mark.parametrize("sealed", [b"", b"anything", b"{}"])
def test_what_is_no_sketch_is_refused(case, story, sealed):
    with pytest.raises(CensusRefusedError, match="mendsky census"):
        services.take_census(case.id, sealed, at=story.later(hours=1))


def test_a_count_is_taken_once(case, story, count):
    sealed = count(services.give_ticket(case.id, at=story.later(hours=1)))
    services.take_census(case.id, sealed, at=story.later(hours=1))
    with pytest.raises(CensusRefusedError, match="already"):
        services.take_census(case.id, sealed, at=story.later(hours=1))


def test_another_cases_count_is_refused(case, story, count):
    from mendsky.apps.exposure import services as counting

    at = story.later(hours=1)
    other = counting.subject_for(case.system, "/elsewhere/")
    sealed = count(counting.open_ticket(other, at))
    with pytest.raises(CensusRefusedError, match="another place"):
        services.take_census(case.id, sealed, at=at)
    assert Unit.PEOPLE not in exposure.latest(other)
