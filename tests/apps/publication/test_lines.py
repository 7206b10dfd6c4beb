# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each loophole is one line, and an organisation stands in it only where the case is named."""

import json

import pytest

from mendsky.apps.publication import ledger, queries
from mendsky.apps.publication.lines import city_of, lines
from mendsky.apps.publication.lines import named as named_in
from mendsky.core.ledger.release import opened


def told(nation):
    shown = opened(ledger.read().facts)
    provinces = {code: nation.province_of(code) for code in nation.divisions}
    return shown, lines(shown, provinces=provinces, names={}, nation=nation)


def test_a_line_says_what_the_facts_say(named, nation):
    _, case, other = named
    shown, found = told(nation)
    by_case = {line.case: line for line in found}
    assert len(found) == 3
    assert (by_case[case].silent, by_case[case].levels) == (True, ("city", "province", "nation"))
    assert by_case[case].records["grade"] == "G1"
    assert by_case[case].organisation is not None
    assert by_case[case].named_at is not None
    assert (by_case[other].organisation, by_case[other].named_at, by_case[other].silent) == (
        None,
        None,
        False,
    )
    assert list(named_in(shown)) == [case]


def test_a_release_names_the_named_and_nobody_else(named):
    release, case, _ = named
    content = queries.document(release).decode()
    assert json.loads(content)["named"] == {
        case: {"zh-Hans": "沧州市医疗保险管理局", "en": "Cangzhou Medical Insurance Office"}
    }
    for other in ("Changchun", "Tongchuan", "长春市", "铜川市"):
        assert f"{other} Medical" not in content
        assert f"{other}医疗" not in content


@pytest.mark.parametrize(
    ("code", "city"), [("130900", "130900"), ("130983", "130900"), ("130000", ""), ("CN", "")]
)
def test_a_county_lies_in_its_city(nation, code, city):
    assert city_of(nation, code) == city
