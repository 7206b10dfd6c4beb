# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.formats import places
from mendsky.core.terms.probing import Place
from tests.people import resident_id


@pytest.mark.parametrize(
    ("url", "origin", "place"),
    [
        ("http://A.example.test", "http://a.example.test:80", Place(group="/")),
        (
            "https://a.test/record/17?b=2&b=3",
            "https://a.test:443",
            Place(group="/record/{n}", parameters=("b",)),
        ),
        ("http://name:word@a.test:81/x", "http://a.test:81", Place(group="/x")),
        ("http://[::1]:81/x", "http://[::1]:81", Place(group="/x")),
        ("http://a.test/x#y", "http://a.test:80", Place(group="/x")),
        (f"http://a.test/p/{resident_id(1)}.html", "http://a.test:80", None),
        (f"http://a.test/p/{resident_id(1)}", "http://a.test:80", Place(group="/p/{n}")),
        ("http://a.test/p/somebody@office.test", "http://a.test:80", None),
        ("http://a.test/p/%73omebody%40office.test", "http://a.test:80", None),
        ("http://a.test//b", "http://a.test:80", None),
        (f"http://a.test/x?{resident_id(1)}=1", "http://a.test:80", Place(group="/x")),
    ],
)
def test_an_address_becomes_origin_and_place_without_values(url, origin, place):
    assert places.address(url) == (origin, place)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.test",
        "ftp://a.test/",
        "http://[",
        "http://a.test:99999/",
        f"http://{resident_id(1)}.test/",
        "http://",
    ],
)
def test_what_is_no_address_of_the_web_is_none(url):
    assert places.address(url) is None


@given(st.text())
def test_no_text_breaks_the_reading(text):
    places.address(text)
    places.address(f"http://a.test/{text}")
    places.name(text)
    places.identifier(text)
    places.instant(text)
    places.epoch(text)
    places.origins(text, 80)


def test_the_accused_parameter_comes_first_if_it_is_one():
    found = Place(group="/x", parameters=("a", "b"))
    assert places.with_parameter(found, "b") == Place(group="/x", parameters=("b", "a"))
    assert places.with_parameter(found, resident_id(1)) == found
    assert places.with_parameter(None, "b") is None


def test_a_directory_ends_with_a_slash():
    assert places.listed(Place(group="/backup")) == Place(group="/backup/")
    assert places.listed(Place(group="/backup/")) == Place(group="/backup/")
    assert places.listed(Place(group="/a/index.php")) == Place(group="/a/index.php")
    assert places.listed(None) is None


def test_names_and_identifiers_lose_what_may_be_a_number_of_somebody():
    assert (
        places.name(f"SQL \n injection at {resident_id(1)} or 138 0013 8000\x00 a@b")
        == "SQL injection at … or … …"
    )
    assert places.identifier("1.3.6.1.4.1.25623.1.0.103674") == "1.3.6.1.4.1.25623.1.0.103674"
    assert places.identifier("CVE-2021-44228") == "CVE-2021-44228"
    assert places.identifier(f"rule-{resident_id(1)}") == places.identifier("<b>") == ""


def test_an_instant_without_zone_is_none():
    at = datetime(2015, 3, 2, 4, 5, 6, tzinfo=UTC)
    assert (
        places.instant("2015-03-02T12:05:06+08:00") == places.instant("Mon, 02 Mar 2015 04:05:06 +0000") == at
    )
    assert places.epoch("1425269106") == at
    for text in ("2015-03-02T12:05:06", "Mon, 2 Mar 2015 12:05:06", "yesterday", ""):
        assert places.instant(text) is None
    assert places.epoch("9" * 30) is places.epoch("x") is None
