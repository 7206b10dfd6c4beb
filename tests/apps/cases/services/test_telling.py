# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner is told; silence and undeliverable letters move up, level by level."""

from datetime import date

import pytest

from mendsky.apps.cases import desk, queries, services
from mendsky.apps.cases.models import Letter, Party
from mendsky.core.terms.cases import Level


def told(post_office):
    return [letter["To"] for letter in post_office.letters]


def due(case):
    return next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate")


def test_the_owners_letter_arrives(case, post_office):
    (letter,) = post_office.letters
    assert letter["To"] == "owner@office.test"
    assert case.public_id in letter["Subject"]


def test_each_contact_gets_a_letter_of_its_own(story, post_office):
    story.enter()
    from mendsky.apps.directory import services as register

    register.import_document(
        {"contacts": [{"organisation": "owner", "email": "second@office.test", "language": "en"}]},
        now=story.later(),
        synthetic=True,
    )
    story.found()
    assert sorted(told(post_office)) == ["owner@office.test", "second@office.test"]


def test_the_same_event_writes_to_nobody_twice(case):
    assert Letter.objects.count() == 1
    from mendsky.apps.cases.services import telling

    contacts = telling._reachable(case.organisation)
    key = Letter.objects.get().idempotency_key
    cause = int(key.split("/")[1])
    written = telling._write(
        case,
        Level.OWNER,
        case.organisation,
        contacts,
        telling.LetterKind.NOTICE,
        cause=cause,
        at=case.opened_at,
    )
    assert (written, Letter.objects.count()) == (0, 1)


def test_silence_tells_city_then_province_then_nation(case, story, post_office):
    for level in ("city", "province", "nation"):
        story.until(due(case))
        assert told(post_office)[-1] == f"{level}@office.test"
    assert story.kinds(case)[-3:] == ["escalate"] * 3
    assert not [one for one in queries.deadlines(case.id) if one.kind == "escalate"]
    assert story.state(case) == "notified"


def test_nobody_is_told_before_the_deadline(case, story):
    assert services.escalate(case.id, now=story.later(hours=1)) is None


def test_an_escalation_says_level_rule_and_reason(case, story, event):
    story.until(due(case))
    assert event("escalate").public == {"level": "city", "reason": "silence"}
    assert event("escalate").rule == "escalation/2"


def test_an_owner_who_answered_moves_up_when_the_repair_is_late(case, story, event):
    services.acknowledge(case.id, at=story.later(hours=1))
    story.until(due(case))
    assert event("escalate").public == {"level": "city", "reason": "repair-overdue"}


def test_an_owner_without_address_is_undeliverable_and_the_city_told_at_once(story, post_office, nation):
    story.enter(mute=("owner",))
    case = story.found()
    assert case.state == "undeliverable"
    assert story.kinds(case)[:4] == ["receive", "verify", "bounce", "escalate"]
    assert told(post_office) == ["city@office.test"]


def test_a_refused_letter_makes_the_case_undeliverable_and_tells_the_city(story, post_office):
    story.enter()
    post_office.replies["owner@office.test"] = "550 no such mailbox"
    case = story.found()
    assert case.state == "undeliverable"
    assert told(post_office) == ["city@office.test"]
    assert Letter.objects.get(party__role="owner").refused_at is not None


def test_of_two_contacts_one_bounces_and_the_other_is_told(story, post_office):
    from mendsky.apps.directory import services as register

    story.enter()
    second = {"organisation": "owner", "email": "second@office.test", "language": "en"}
    register.import_document({"contacts": [second]}, now=story.later(), synthetic=True)
    post_office.replies["owner@office.test"] = "550 no such mailbox"
    case = story.found()
    assert case.state == "notified"
    assert told(post_office) == ["second@office.test"]
    assert "bounce" not in story.kinds(case)


def test_a_mailbox_that_was_lost_later_makes_the_case_undeliverable(case, story, post_office, event):
    post_office.replies["owner@office.test"] = "552 mailbox full"
    services.dispute(case.id, "It is not so.", at=story.later(hours=1))
    services.overrule(case.id, at=story.later(hours=1))
    story.work()
    assert story.state(case) == "undeliverable"
    assert event("escalate").public["level"] == "city"


def test_a_county_of_a_municipality_stands_directly_under_the_province(story, post_office, monkeypatch):
    from tests.apps.cases import conftest

    chongqing = {"owner": "500235", "province": "500000", "nation": "CN"}
    monkeypatch.setattr(conftest, "DIVISIONS", chongqing)
    story.enter("owner", "province", "nation")
    case = story.found()
    story.until(due(case))
    assert told(post_office)[-1] == "province@office.test"
    story.until(due(case))
    assert told(post_office)[-1] == "nation@office.test"


def test_a_plan_that_was_missed_tells_the_next_level_and_the_owner(case, story, post_office, event):
    services.plan(case.id, date(2015, 4, 1), at=story.later(hours=1))
    story.until(due(case))
    promised = "2015-04-01T10:00:00Z"
    assert event("escalate").public == {"level": "city", "reason": "plan-missed", "promised": promised}
    missed, city = sorted(post_office.letters[-2:], key=lambda letter: letter["To"], reverse=True)
    assert "定下的修复日期已过" in missed["Subject"]
    assert "2015年4月1日" in city.get_body(("plain",)).get_content()


def test_a_plan_that_an_authority_returned_is_waited_for(case, story, event):
    story.until(due(case))
    services.return_plan(case.id, Level.CITY, date(2015, 3, 27), "The data office.", at=story.later(hours=1))
    assert story.state(case) == "planned"
    assert event("return-plan").public == {"level": "city", "promised": "2015-03-27T10:00:00Z"}
    assert due(case).date() == date(2015, 3, 27)
    story.until(due(case))
    assert event("escalate").public["reason"] == "plan-missed"


def test_the_owners_own_day_stands_against_an_authoritys(case, story):
    services.plan(case.id, date(2015, 4, 1), at=story.later(hours=1))
    services.return_plan(case.id, Level.CITY, date(2015, 3, 27), "The data office.", at=story.later(hours=1))
    story.state(case)
    assert case.promised.date() == date(2015, 4, 1)
    services.return_plan(case.id, Level.CITY, date(2015, 4, 20), "The data office.", at=story.later(days=35))
    story.state(case)
    assert case.promised.date() == date(2015, 4, 20)


def test_a_refused_authority_is_passed_at_once(case, story, post_office):
    post_office.replies["city@office.test"] = "550 no such mailbox"
    story.until(due(case))
    assert told(post_office)[-1] == "province@office.test"
    assert story.state(case) == "notified"


def test_a_level_without_authority_or_address_is_passed(story, post_office):
    story.enter("owner", "province", "nation", mute=("province",))
    case = story.found()
    story.until(due(case))
    assert told(post_office)[-1] == "nation@office.test"


def test_where_nobody_is_left_to_tell_a_person_must_decide(story):
    story.enter("owner")
    case = story.found()
    at = due(case)
    story.until(at)
    assert "escalate" not in story.kinds(case)
    (decision,) = desk.morning(["CN"], now=at).decide
    assert (decision.case.id, decision.need) == (case.id, "nobody-to-tell")


def test_a_reopened_case_begins_with_its_owner_again(case, story, post_office):
    story.until(due(case))
    story.repaired(case)
    story.returned()
    assert told(post_office)[-1] == "owner@office.test"
    story.until(due(case))
    assert told(post_office)[-1] == "city@office.test"


@pytest.mark.parametrize("role", ["owner", "city"])
def test_parties_know_when_they_were_told(case, story, role):
    story.until(due(case))
    assert Party.objects.get(case=case, role=role).told_at is not None


def test_an_owner_that_became_part_of_another_is_written_to_there(case, story, post_office):
    story.another_owner()
    at = story.later(days=1)
    from mendsky.apps.directory import services as register

    merged = {
        "key": "owner",
        "name": {"zh-Hans": "农安县社保局", "en": "Office of the owner"},
        "kind": "owner",
        "division": "220122",
        "sector": "social-security",
        "valid_to": at.isoformat(),
        "successor": "other",
    }
    register.import_document({"organisations": [merged]}, now=at, synthetic=True)
    services.dispute(case.id, "It is not so.", at=story.later(hours=1))
    services.overrule(case.id, at=story.later(hours=1))
    story.work()
    assert told(post_office)[-1] == "other@office.test"
    assert "农安县医保局：" in post_office.letters[-1].get_body(("plain",)).get_content()
