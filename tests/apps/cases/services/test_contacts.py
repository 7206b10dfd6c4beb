# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom letters go to is corrected within the case, and whoever was unreached is written to at once."""

import uuid

import pytest

from mendsky.apps.cases import services
from mendsky.apps.cases.services.contacts import ContactRefusedError
from mendsky.apps.directory import queries as directory


def contact(case):
    return directory.contacts(case.organisation)[0].id


def test_without_its_last_contact_a_case_is_undeliverable_and_the_next_level_told(case, story, post_office):
    services.mark_wrong(case.id, contact(case), at=story.later(hours=1))
    story.work()
    assert story.state(case) == "undeliverable"
    assert post_office.letters[-1]["To"] == "city@office.test"


def test_an_owner_nobody_reached_is_written_to_at_a_new_address(story, post_office):
    story.enter(mute=("owner",))
    case = story.found()
    services.add_contact(case.id, "second@office.test", "en", at=story.later(hours=1))
    story.work()
    assert story.state(case) == "notified"
    assert "second@office.test" in [letter["To"] for letter in post_office.letters]


def test_an_owner_who_was_told_gets_no_second_notice_for_a_second_contact(case, story, post_office):
    before = len(post_office.letters)
    services.add_contact(case.id, "second@office.test", "en", at=story.later(hours=1))
    story.work()
    assert len(post_office.letters) == before
    assert len(directory.contacts(case.organisation)) == 2


def test_a_contact_of_somebody_else_is_not_touched(case, story):
    with pytest.raises(ContactRefusedError):
        services.mark_wrong(case.id, uuid.uuid4(), at=story.later(hours=1))


@pytest.mark.parametrize(
    ("email", "language"), [("owner@office.test", "zh-Hans"), ("office-at-owner", "en"), ("a@b.test", "xx")]
)
def test_a_wrong_or_known_address_is_refused_and_never_repeated(case, story, email, language):
    with pytest.raises(ContactRefusedError) as refused:
        services.add_contact(case.id, email, language, at=story.later(hours=1))
    assert email not in str(refused.value)
