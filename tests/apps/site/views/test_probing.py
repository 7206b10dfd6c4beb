# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Anyone who finds our name in a log reads who asks, under which grant, how to check it and how to object."""

from urllib.parse import urlsplit

import pytest

from mendsky.apps.watch import doors, services
from tests.published import document

NEVER = ("origins", "networks", "test_identities", "excluded_paths")
"""Of a grant, what names a system or a person."""


def test_the_address_in_the_user_agent_opens_the_page(english, world):
    address = doors.user_agent().partition("(+")[2].rstrip(")")
    answer = english.get(urlsplit(address).path)
    assert answer.status_code == 200
    assert "Who asked your system" in answer.text


def test_running_grants_are_listed_with_their_office_and_term(english, world):
    said = english.get("/probing/").text
    (grant,) = document(1)["grants"]
    for text in (grant["id"], grant["signed_by"], grant["legal_basis"], "Harmless inputs into query pages"):
        assert text in said
    assert '<dd class="num">3</dd>' in said


def test_the_key_and_the_contact_are_named(english, world, settings):
    settings.DEFAULT_FROM_EMAIL = "Leak watch <watch@cert.example>"
    said = english.get("/probing/").text
    (key,) = english.get("/.well-known/http-message-signatures-directory").json()["keys"]
    assert key["kid"] in said
    assert "mailto:watch@cert.example" in said


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_system_address_or_person_is_named(client, world, language):
    client.cookies["language"] = language
    said = client.get("/probing/").text
    (grant,) = document(3)["grants"]
    values = [value for field in NEVER for value in grant.get(field, ())]
    values += [name for system in world.systems for name in (system.origin, *system.names.values())]
    assert len(values) > 3
    assert not [value for value in values if value in said]


def test_a_stop_is_told(english, world):
    assert "halted" not in english.get("/probing/").text
    services.stop(world.now)
    assert "All probing is halted at this moment." in english.get("/probing/").text


def test_the_page_costs_few_queries(english, world, django_assert_max_num_queries):
    english.get("/probing/")
    with django_assert_max_num_queries(12):
        english.get("/probing/")


def test_what_must_not_be_asked_is_told_by_its_dates_only(english, world):
    from mendsky.apps.directory.services import import_document

    assert "Nothing is entered" in english.get("/probing/").text
    entry = {
        "key": "works",
        "origin": world.systems[0].origin,
        "starts": world.now.isoformat(),
        "ends": "2015-09-15T12:00:00+08:00",
        "reason": "the server hall is rebuilt",
    }
    import_document({"optouts": [entry]}, now=world.now, synthetic=True)
    said = english.get("/probing/").text
    assert "2015-09-15T" in said
    assert "server hall" not in said
    assert world.systems[0].origin not in said
