# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from copy import deepcopy
from datetime import timedelta

import pytest

from mendsky.apps.directory.reading import read
from mendsky.apps.directory.report import ImportRefusedError


def refusal(document, nation, *, synthetic=True):
    with pytest.raises(ImportRefusedError) as refused:
        read(document, nation, synthetic=synthetic)
    return refused.value


def test_the_small_office_is_read(document, nation):
    wanted = read(document, nation, synthetic=True)
    assert [organisation.key for organisation in wanted.organisations] == ["cc-yb", "cc-net"]
    assert wanted.systems[0].origin == "http://yb.lab.test:8080"
    assert wanted.systems[0].names == {"zh-Hans": "医保查询"}
    assert wanted.systems[0].sweep_every is None
    assert wanted.contacts[0].email == "Office@yb.lab.test"
    assert wanted.grants[0].grant.id == "changchun-2015"


def test_a_term_in_hours_is_read(document, nation):
    document["systems"][0]["sweep_every_hours"] = 6
    assert read(document, nation, synthetic=True).systems[0].sweep_every == timedelta(hours=6)


def test_what_is_read_does_not_show_addresses_or_test_identities(document, nation):
    shown = repr(read(document, nation, synthetic=True))
    assert "@" not in shown
    assert "2201021899" not in shown


@pytest.mark.parametrize(
    ("noun", "number", "changes", "line"),
    [
        (
            "organisations",
            0,
            {"division": "999999"},
            "organisations, entry 1 (cc-yb): division must be the code",
        ),
        ("organisations", 0, {"sector": "fishery"}, "organisations, entry 1 (cc-yb): sector must be one of"),
        (
            "organisations",
            0,
            {"name": {"en": "Office"}},
            "organisations, entry 1 (cc-yb): name needs zh-Hans",
        ),
        (
            "organisations",
            0,
            {"kind": "vendor"},
            "organisations, entry 1 (cc-yb): kind must be owner or auth",
        ),
        (
            "organisations",
            0,
            {"level": "city"},
            "organisations, entry 1 (cc-yb): must be an authority to have",
        ),
        (
            "organisations",
            1,
            {"level": "nation"},
            "organisations, entry 2 (cc-net): level must be the level of",
        ),
        ("organisations", 1, {"key": "cc-yb"}, "organisations, entry 2 (cc-yb): has the same key as entry 1"),
        (
            "systems",
            0,
            {"origin": "yb.lab.test"},
            "systems, entry 1 (cc-yb-query): origin is refused: an orig",
        ),
        ("systems", 0, {"sweep_every_hours": 0}, "systems, entry 1 (cc-yb-query): sweep_every_hours must be"),
        ("systems", 0, {"owner": "cc-yb"}, "systems, entry 1 (cc-yb-query): has unknown fields: owner"),
        ("contacts", 0, {"email": "secret@"}, "contacts, entry 1 (cc-yb): email must be one e-mail address"),
        ("contacts", 0, {"email": "secret@x"}, "contacts, entry 1 (cc-yb): email must be one e-mail address"),
        ("contacts", 0, {"language": "fr"}, "contacts, entry 1 (cc-yb): language must be one of zh-Hans, en"),
        ("grants", 0, {"rate": 0}, "grants, entry 1 (changchun-2015): rate must be requests a second"),
        ("grants", 0, {"synthetic": False}, "grants, entry 1 (changchun-2015): is a real grant, refused by"),
    ],
)
def test_a_wrong_entry_is_named_in_one_line(document, nation, noun, number, changes, line):  # noqa: PLR0917
    document[noun][number].update(changes)
    refused = refusal(document, nation)
    assert refused.lines[0].startswith(line)
    assert "\n" not in str(refused)
    assert "secret" not in str(refused)


def test_an_authority_needs_a_level_and_an_owner_a_sector(document, nation):
    del document["organisations"][0]["sector"], document["organisations"][1]["level"]
    assert refusal(document, nation).lines == (
        "organisations, entry 1 (cc-yb): needs sector",
        "organisations, entry 2 (cc-net): needs level",
    )


def test_all_that_is_wrong_is_listed_and_counted(document, nation):
    document["systems"][0].update(division="999999", sector="fishery")
    refused = refusal(document, nation)
    assert len(refused.lines) == 2
    assert str(refused) == f"{refused.lines[0]} (and 1 more)"


@pytest.mark.parametrize(
    ("noun", "changes", "what"),
    [
        ("systems", {"key": "other"}, "origin"),
        ("contacts", {"email": "OFFICE@yb.lab.test"}, "address"),
        ("grants", {}, "id and version"),
    ],
)
def test_the_same_thing_twice_is_refused(document, nation, noun, changes, what):
    document[noun].append({**deepcopy(document[noun][0]), **changes})
    assert f"has the same {what} as entry 1" in refusal(document, nation).lines[0]


def test_two_authorities_of_one_seat_are_refused(document, nation):
    document["organisations"].append({**document["organisations"][1], "key": "other"})
    assert "has the same division and level as entry 2" in refusal(document, nation).lines[0]


def test_a_synthetic_grant_is_refused_by_a_real_database(document, nation):
    assert (
        "is a synthetic grant, refused by a real database"
        in refusal(document, nation, synthetic=False).lines[0]
    )


def test_what_is_no_document_is_refused_in_one_line(nation):
    assert str(refusal([], nation)).startswith("the document must be an object")
    assert str(refusal({"systems": 7}, nation)) == "systems: must be a list of systems"


def test_a_number_of_a_person_in_place_of_a_key_is_not_repeated(document, nation):
    document["systems"][0]["key"] = "220102189901010016"
    refused = refusal(document, nation)
    assert refused.lines[0].startswith("systems, entry 1: key must be")
    assert "2201021899" not in str(refused)


@pytest.mark.parametrize("says", ["Consent of the owner, order 12", "所有者同意书第 12 号"])
def test_a_grant_that_speaks_of_consent_says_whether_it_rests_on_it(document, nation, says):
    document["grants"][0]["legal_basis"] = says
    assert "basis must say law or consent" in str(refusal(document, nation))
    for basis in ("law", "consent"):
        document["grants"][0]["basis"] = basis
        (wanted,) = read(document, nation, synthetic=True).grants
        assert wanted.grant.basis == basis
