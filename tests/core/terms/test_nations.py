# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.nations.load import load

CN = load("cn")


def test_a_division_lies_in_those_above_it_and_in_itself():
    assert CN.lies_in("330784", "330784")
    assert CN.lies_in("330784", "330700")
    assert CN.lies_in("330784", "330000")
    assert CN.lies_in("330784", "CN")
    assert not CN.lies_in("330000", "330784")
    assert not CN.lies_in("330784", "320000")


def test_a_division_has_a_province_unless_it_is_the_nation():
    assert CN.province_of("330784") == "330000"
    assert CN.province_of("330000") == "330000"
    assert CN.province_of("CN") is None
    with pytest.raises(KeyError):
        CN.province_of("999999")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("CN", "en", "China"),
        ("130000", "en", "Hebei"),
        ("130900", "en", "Cangzhou, Hebei"),
        ("130900", "zh-Hans", "河北省沧州市"),
        ("130921", "en", "沧县, Cangzhou, Hebei"),
    ],
)
def test_a_full_name_leads_up_to_the_province(code, language, name):
    assert CN.full_name(code, language) == name


def test_a_text_is_filled_in_and_lacks_nothing():
    assert CN.text("en", "language.place", small="a", large="b") == "a, b"
    with pytest.raises(KeyError):
        CN.text("en", "language.place", small="a")
    with pytest.raises(KeyError):
        CN.text("en", "language.none")


def test_an_identifiers_row_is_found_by_its_kind():
    assert CN.identifier("cn-mobile").length == 11
    with pytest.raises(KeyError):
        CN.identifier("xx-number")


def test_the_divisions_of_some_subtrees_are_those_that_lie_in_them():
    found = CN.codes_within(["330700", "110000"])
    assert {"330700", "330784", "110000"} <= set(found)
    assert found == [
        code for code in CN.divisions if CN.province_of(code) == "110000" or CN.lies_in(code, "330700")
    ]
    assert CN.codes_within([]) == []
    assert CN.codes_within(["CN"]) == list(CN.divisions)
