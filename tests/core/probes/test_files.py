# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.files import likelihood, may_ask, suffix


def test_the_likeliest_come_first():
    names = ["old.tar", "pack.zip", "x.log", "people.CSV", "dump.sql"]
    assert sorted(names, key=likelihood) == ["people.CSV", "dump.sql", "x.log", "pack.zip", "old.tar"]


@pytest.mark.parametrize(
    "name", ["readme.txt", "README.csv", "robots.txt", "picture.png", "none", "LICENSE.txt"]
)
def test_what_speaks_of_no_data_is_left_alone(name):
    assert likelihood(name) is None


@pytest.mark.parametrize(
    "name", ["a.csv", "2015", "名单.csv", b"\xc3\xfb.csv".decode(errors="surrogateescape")]
)
def test_a_plain_name_may_be_asked_for(name):
    assert may_ask(name)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\r\nDELE b", "x\0", "99999999999.csv"])
def test_what_can_be_misread_or_is_somebodys_is_never_asked_for(name):
    assert not may_ask(name)


def test_a_suffix_is_in_lower_case():
    assert suffix("a.b.CSV") == "csv"
