# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A dispute is lost, won, or shows that another organisation is responsible; everybody told reads so."""

import pytest

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.models import Case, Party
from mendsky.apps.cases.services import TransferRefusedError
from mendsky.core.lifecycle.fold import IllegalMove
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.cases import EventKind


@pytest.fixture
def disputed(case, story):
    services.dispute(case.id, "The list is meant to be public.", at=story.later(hours=1))
    return case


def due(case):
    return next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate")


def last(post_office, who="owner"):
    return [letter for letter in post_office.letters if letter["To"] == f"{who}@office.test"][-1]


def test_a_dispute_that_is_lost_tells_the_owner_why_and_the_clocks_run_again(disputed, story, post_office):
    services.overrule(disputed.id, at=story.later(days=1), reason="Numbers stand in it in full.")
    story.work()
    assert story.state(disputed) == "notified"
    assert "Numbers stand in it in full." in last(post_office).get_body(("plain",)).get_content()
    assert queries.last_words(disputed.id, EventKind.OVERRULE) == "Numbers stand in it in full."
    assert {deadline.kind for deadline in queries.deadlines(disputed.id)} == {"repair", "escalate"}


def test_a_dispute_that_is_won_counts_no_more_and_everybody_told_reads_so(case, story, post_office):
    story.until(due(case))
    services.dispute(case.id, "It is a test system.", at=story.later(hours=1))
    services.uphold(case.id, at=story.later(hours=1), reason="It is.")
    story.work()
    assert (story.state(case), case.stage) == ("rejected", "sealed")
    assert queries.deadlines(case.id) == ()
    for who in ("owner", "city"):
        assert "已撤销" in last(post_office, who)["Subject"]


def test_what_a_person_found_to_be_no_loophole_opens_no_case_again(disputed, story):
    services.uphold(disputed.id, at=story.later(hours=1))
    story.later(days=1)
    story.see(Answer.EXPOSED)
    story.later(minutes=10)
    story.see(Answer.EXPOSED, Purpose.CONFIRM)
    story.work()
    assert services.open_from_observation(str(disputed.observation)) == disputed.id
    assert (story.state(disputed), Case.objects.count()) == ("rejected", 1)


def test_only_a_dispute_can_be_upheld(case, story):
    with pytest.raises(IllegalMove):
        services.uphold(case.id, at=story.later(hours=1))


def test_a_wrong_owner_is_let_go_and_the_right_one_is_told_with_clocks_of_its_own(case, story, post_office):
    story.until(due(case))
    other = story.another_owner()
    at = story.later(days=1)
    services.transfer(case.id, other.id, at=at, reason="The county runs it since January.")
    story.work()
    assert story.state(case) == "notified"
    assert (case.organisation, case.started_at) == (other.id, at)
    assert story.kinds(case)[-2:] == ["transfer", "notify"]
    assert case.public_id in last(post_office, "other")["Subject"]
    for who in ("owner", "city"):
        assert "由其他单位负责" in last(post_office, who)["Subject"]
    assert [party.organisation for party in queries.parties(case.id)] == [other.id]
    assert len(queries.parties(case.id, former=True)) == 2
    story.until(due(case))
    assert last(post_office, "city")["Subject"].count("农安县医保局") == 1


def test_a_letter_of_the_time_before_moves_nothing_when_it_comes_back(case, story, event):
    first = Party.objects.get(case=case).letters.get()
    services.transfer(case.id, story.another_owner().id, at=story.later(hours=1))
    before = story.kinds(case)
    services.bounce(first.id, at=story.later(hours=1))
    assert story.kinds(case) == before


def test_figures_find_the_new_owner_in_the_events_public_part_and_no_name(case, story, event):
    old, other = str(case.organisation), story.another_owner()
    services.transfer(case.id, other.id, at=story.later(hours=1))
    assert event("transfer").public == {"organisation": str(other.id), "from": old, "division": "220122"}


def test_a_case_is_handed_to_an_owner_that_is_known_and_another(case, story):
    from mendsky.apps.directory.models import Organisation

    city = Organisation.objects.get(key="city").entry
    for wrong in (case.organisation, city, case.system):
        with pytest.raises(TransferRefusedError):
            services.transfer(case.id, wrong, at=story.later(hours=1))
    assert "transfer" not in story.kinds(case)


def test_every_letter_can_be_written_anew_after_a_transfer(case, story):
    story.until(due(case))
    services.transfer(case.id, story.another_owner().id, at=story.later(hours=1))
    story.work()
    written = [letter.text for letter in queries.rendered_letters()]
    assert len(written) == 5
    assert sum("农安县医保局：" in text for text in written) == 1
