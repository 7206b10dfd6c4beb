# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A letter is posted once, with a link of its party's own."""

import uuid
from urllib.parse import urlsplit

import pytest

from mendsky.apps.cases import services
from mendsky.apps.cases.models import Letter
from mendsky.apps.cases.services.letters import LINK_TERM, PURPOSE
from mendsky.keys import links
from mendsky.keys.vault import open_vault
from mendsky.net.service.mail import TemporaryRefusalError


def token_in(letter):
    text = letter.get_body(("plain",)).get_content()
    address = next(word for word in text.split() if "/o/" in word)
    return urlsplit(address).path.split("/")[2]


def test_a_posted_letter_is_not_posted_again(case, post_office, story):
    letter = Letter.objects.get()
    services.post(letter.id, at=story.later(hours=1))
    assert len(post_office.letters) == 1
    assert letter.attempts == 1


def test_the_letter_carries_its_own_identifier(case, post_office):
    letter = Letter.objects.get()
    assert str(letter.id) in post_office.letters[0]["Message-ID"]


def test_the_link_names_case_and_party_and_ends(case, post_office, story):
    token = token_in(post_office.letters[0])
    letter = Letter.objects.get()
    link = links.read(open_vault(), token, now=story.later())
    assert (link.purpose, link.case, link.party) == (PURPOSE, str(case.id), str(letter.party_id))
    with pytest.raises(links.LinkExpired):
        links.read(open_vault(), token, now=letter.written_at + LINK_TERM)


def test_a_temporary_refusal_leaves_the_letter_to_be_posted(story, post_office):
    story.enter()
    post_office.replies["owner@office.test"] = "450 busy"
    with pytest.raises(TemporaryRefusalError):
        story.found()
    letter = Letter.objects.get()
    assert (letter.posted_at, letter.refused_at, letter.attempts) == (None, None, 1)
    del post_office.replies["owner@office.test"]
    services.post(letter.id, at=story.later(minutes=1))
    letter.refresh_from_db()
    assert letter.posted_at is not None
    assert letter.attempts == 2


def test_a_final_refusal_marks_the_address(story, post_office):
    from mendsky.apps.directory import queries as directory

    story.enter()
    post_office.replies["owner@office.test"] = "550 no such mailbox"
    case = story.found()
    (contact,) = directory.contacts(case.organisation)
    assert contact.undeliverable


def test_an_address_that_was_closed_meanwhile_is_not_written_to(story, post_office, monkeypatch):
    from mendsky.apps.directory import queries as directory
    from mendsky.apps.directory import services as register

    story.enter()
    post_office.replies["owner@office.test"] = "450 busy"
    with pytest.raises(TemporaryRefusalError):
        story.found()
    letter = Letter.objects.get()
    (contact,) = directory.contacts(letter.party.organisation)
    register.close_contact(contact.id, story.later(minutes=1))
    del post_office.replies["owner@office.test"]
    services.post(letter.id, at=story.later(minutes=1))
    assert "owner@office.test" not in [one["To"] for one in post_office.letters]
    assert story.state(letter.case) == "undeliverable"


def test_an_unknown_letter_is_an_error(synthetic, monday):
    with pytest.raises(Letter.DoesNotExist):
        services.post(uuid.uuid4(), at=monday)
