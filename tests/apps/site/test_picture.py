# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bar and tables show the same figures, and what was not measured stands last."""

from datetime import timedelta

from mendsky.apps.site import picture


def province(loopholes=0, covered=0):
    systems = {"in_scope": 3, "covered": covered, "undetermined": 0}
    return {"loopholes": loopholes, "systems": systems}


BLOCK = {
    "by_province": {"330000": province(2, 3), "130000": province(0, 3), "610000": province(0, 0)},
    "repaired": {"verified": 3, "claimed": 2, "false_claims": 1},
    "open": 7,
    "shares": {"people": {"G3": 0.94, "bounds": 0.06, "G1": 0.0}, "records": {"G1": 1.0}, "at_risk": {}},
}


def test_the_table_has_every_tile_most_loopholes_first_the_unknown_last(nation):
    lines = picture.provinces(nation, "en", BLOCK)
    assert len(lines) == 34
    assert [line.figures is None for line in lines] == [False, False] + [True] * 32
    assert lines[0].figures["loopholes"] == 2


def test_the_bar_holds_every_loophole_once():
    parts = picture.segments(BLOCK)
    assert {part.key: part.value for part in parts} == {"verified": 3, "testing": 1, "failed": 1, "open": 5}
    assert round(sum(part.width for part in parts)) == picture.BAR_WIDTH


def test_shares_are_whole_percent_and_the_largest_first():
    assert [(share.grade, share.percent) for share in picture.shares(BLOCK, "people")] == [
        ("G3", 94),
        ("", 6),
    ]


def test_how_each_figure_is_known_is_told_by_grade_and_bounds():
    assert picture.known(BLOCK) == (
        ("records", {"G1": 100}),
        ("people", {"G3": 94, "bounds": 6}),
        ("at_risk", {}),
    )


def test_silence_is_counted_in_working_days(nation, monday):
    line = {"told_at": monday.isoformat()}
    (silent,) = picture.silent(nation, [line], monday + timedelta(days=7))
    assert silent.days == 5
