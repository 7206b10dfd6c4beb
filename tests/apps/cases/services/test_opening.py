# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An exposure that was seen twice opens one case, and one that returns opens it again."""

from datetime import timedelta

import pytest

from mendsky.apps.cases import services
from mendsky.apps.cases.models import Case, Event
from mendsky.apps.cases.services.opening import ObservationRefusedError
from mendsky.apps.cases.services.recording import sealed_part
from mendsky.core.terms.answers import Answer, Purpose


def test_an_exposure_seen_twice_becomes_a_case_whose_owner_is_told(case, story):
    assert case.public_id == "MS-CN-2015-0001"
    assert story.kinds(case)[:3] == ["receive", "verify", "notify"]
    assert case.state == "notified"


def test_an_exposure_seen_once_is_no_case(story):
    story.enter()
    story.see(Answer.EXPOSED)
    story.work()
    assert not Case.objects.exists()


def test_the_public_part_holds_what_figures_need_and_no_name(case, event):
    public = dict(event("verify").public)
    assert set(public.pop("severity")) == {"score", "level", "rule"}
    assert public == {
        "subject": str(case.subject),
        "kind": "directory-listing",
        "division": "220122",
        "sector": "social-security",
        "organisation": str(case.organisation),
    }


def test_origin_place_and_evidence_are_sealed(event):
    sealed = sealed_part(event("verify"))
    assert sealed["origin"] == "http://yb.lab.test:8080"
    assert sealed["place"] == {"group": "/backup/", "parameters": ["file"]}
    assert sealed["evidence"][0]["status"] == 200


def test_it_was_received_when_it_was_first_seen(case, monday):
    received, verified = Event.objects.filter(case=case).order_by("number")[:2]
    assert (received.at, verified.at) == (monday, monday + timedelta(minutes=10))


def test_the_same_news_twice_changes_nothing(case, story):
    before = story.kinds(case)
    services.open_from_observation(str(case.observation))
    assert story.kinds(case) == before


def test_a_second_confirmation_after_a_repair_reopens_the_case(case, story, post_office):
    story.repaired(case)
    services.open_from_observation(str(case.observation))
    story.work()
    assert (story.state(case), Case.objects.count()) == ("notified", 1)
    assert story.kinds(case)[-2:] == ["retest-exposed", "notify"]
    assert len(post_office.letters) == 2


def test_an_observation_without_a_place_opens_no_case(story):
    from mendsky.apps.watch.models import Observation

    story.enter()
    story.see(Answer.UNDETERMINED, Purpose.PROBE)
    with pytest.raises(ObservationRefusedError, match="no exposed place"):
        services.open_from_observation(str(Observation.objects.get().id))
