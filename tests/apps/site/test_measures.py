# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map shows several measures; what was not measured has no value, and bounds are written as bounds."""

import pytest

from mendsky.apps.site.measures import THRESHOLDS, shading


def median(spans=1, days=None, more_than=None):
    return {"to_repair": {"spans": spans, "ended": 0, "days": days, "more_than": more_than}}


def province(covered=3, loopholes=0, **other):
    usual = {
        "loopholes": loopholes,
        "open": loopholes,
        "silent": 0,
        "at_risk": None,
        "suppressed": {},
        "days": median(spans=0),
        "systems": {"in_scope": 3, "covered": covered, "undetermined": 0},
    }
    return usual | other


def count(low, point, high):
    return {"low": low, "point": point, "high": high, "grade": "G3"}


def shaded(nation, measure, **figures):
    return shading(nation, "en", {"by_province": figures}, measure)


def test_nothing_found_is_told_from_not_measured(nation):
    told = shaded(nation, "loopholes", **{"330000": province(loopholes=2), "130000": province()})
    assert (told.values["330000"], told.values["130000"], told.values["110000"]) == (2, 0, None)
    assert len(told.values) == len(nation.tiles)
    assert "110000" not in told.labels


@pytest.mark.parametrize(
    ("figures", "value", "label"),
    [
        ({"loopholes": 0}, 0, "0"),
        ({"loopholes": 1, "at_risk": count(9, 2_100_000, 10**7)}, 2_100_000, "2.1M"),
        ({"loopholes": 1, "at_risk": count(9, None, 2_110_000)}, 2_110_000, "≤2.2M"),
        ({"loopholes": 1, "at_risk": count(1_990, None, None)}, 1_990, ">1.9k"),
        ({"loopholes": 1, "at_risk": None, "suppressed": {"at_risk": "fewer than 10"}}, 1, "<10"),
        ({"loopholes": 1, "at_risk": count(0, None, None)}, None, None),
    ],
)
def test_people_at_risk_are_written_with_their_bounds(nation, figures, value, label):
    told = shaded(nation, "people", **{"130000": province(**figures)})
    assert (told.values["130000"], told.labels.get("130000")) == (value, label)


@pytest.mark.parametrize(
    ("days", "value", "label"),
    [(median(spans=0), 0, "·"), (median(days=61), 61, "61"), (median(more_than=204), 204, ">204")],
)
def test_days_say_when_more_than_half_are_open(nation, days, value, label):
    told = shaded(nation, "days", **{"130000": province(loopholes=1, days=days)})
    assert (told.values["130000"], told.labels["130000"]) == (value, label)


@pytest.mark.parametrize("measure", THRESHOLDS)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_legend_has_words_for_each_shade(nation, measure, language):
    legend = shading(nation, language, {"by_province": {}}, measure).legend
    assert [shade for shade, _ in legend] == ["q0", "q1", "q2", "q3", "q4"]
    assert all(words for _, words in legend)
