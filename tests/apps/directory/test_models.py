# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from uuid import uuid4

import pytest
from django.db import IntegrityError

from mendsky.apps.directory.models import Contact, Grant, Organisation, System


def system(monday, **columns):
    standing = {
        "entry": uuid4(),
        "key": "a",
        "organisation": uuid4(),
        "origin": "http://a.lab.test:80",
        "names": {},
        "sector": "other",
        "division": "220100",
        "valid_from": monday,
    }
    return System.objects.create(**{**standing, **columns})


@pytest.mark.parametrize("same", ["entry", "key", "origin"])
def test_a_system_stands_once(db, monday, same):
    other = {"entry": uuid4(), "key": "b", "origin": "http://b.lab.test:80"}
    first = system(monday)
    with pytest.raises(IntegrityError, match="once"):
        system(monday, **{**other, same: getattr(first, same)})


def test_what_ended_may_stand_again(db, monday):
    first = system(monday, valid_to=monday)
    assert system(monday, entry=first.entry).entry == first.entry


def test_nothing_ends_before_it_begins(db, monday):
    with pytest.raises(IntegrityError, match="ends_after_it_begins"):
        system(monday, valid_to=monday.replace(year=2014))


@pytest.mark.parametrize(("kind", "level"), [("owner", "city"), ("authority", "")])
def test_exactly_an_authority_has_a_level(db, monday, kind, level):
    with pytest.raises(IntegrityError, match="authority_has_a_level"):
        Organisation.objects.create(
            entry=uuid4(), key="a", names={}, kind=kind, level=level, division="220100", valid_from=monday
        )


def test_a_division_has_one_authority_a_level(db, monday):
    seat = {"names": {}, "kind": "authority", "level": "city", "division": "220100", "valid_from": monday}
    Organisation.objects.create(entry=uuid4(), key="a", **seat)
    with pytest.raises(IntegrityError, match="one_authority"):
        Organisation.objects.create(entry=uuid4(), key="b", **seat)


def test_an_organisation_has_an_address_once(db, monday):
    row = {"organisation": uuid4(), "email": b"x", "lookup": "d", "language": "en", "valid_from": monday}
    Contact.objects.create(entry=uuid4(), **row)
    with pytest.raises(IntegrityError, match="contact_address_once"):
        Contact.objects.create(entry=uuid4(), **row)


def test_a_grant_has_each_version_once_and_ends_after_it_begins(db, monday):
    row = {
        "grant": "g",
        "version": 1,
        "document": {},
        "test_identities": b"",
        "signed_by": "office",
        "valid_from": monday,
        "expires": monday.replace(year=2016),
        "synthetic": True,
        "recorded_at": monday,
    }
    Grant.objects.create(**row)
    from django.db import transaction

    with pytest.raises(IntegrityError, match="grant_version_once"), transaction.atomic():
        Grant.objects.create(**row)
    with pytest.raises(IntegrityError, match="grant_expires_after_it_begins"):
        Grant.objects.create(**{**row, "version": 2, "expires": monday})
