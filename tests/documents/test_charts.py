# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A chart of steps says its numbers to everybody, and is styled by classes only."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from mendsky.documents.charts import HEIGHT, WIDTH, Curve, steps
from mendsky.nations.load import load

CN = load("cn")
SVG = "{http://www.w3.org/2000/svg}"
START = datetime(2014, 4, 21, tzinfo=UTC)


def weeks(number):
    return [START + timedelta(weeks=n) for n in range(number)]


def drawn(instants, *curves, language="en", **more):
    usual = {"title": "Found & verified", "description": "46 found"}
    return ET.fromstring(steps(CN, language, instants, list(curves), **(usual | more)))  # noqa: S314


def corners(root, key):
    line = root.find(f".//{SVG}polyline[@class='curve {key}']")
    return [tuple(map(float, corner.split(","))) for corner in line.get("points").split()]


def numbers(root):
    return [mark.text for mark in root.iterfind(f"{SVG}text[@class='chart-number']")]


def test_a_curve_goes_up_in_steps_and_stays_within_the_drawing():
    root = drawn(weeks(3), Curve(key="found", values=(0, 2, 5)))
    points = corners(root, "found")
    assert len(points) == 5
    for (x, y), (next_x, next_y) in pairwise(points):
        assert x == next_x or y == next_y
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert points[-1][1] < points[0][1]


def test_the_upright_axis_has_round_numbers_and_holds_the_greatest():
    root = drawn(weeks(2), Curve(key="found", values=(0, 46)))
    assert numbers(root) == ["0", "20", "40", "60"]
    empty = drawn(weeks(2), Curve(key="found", values=(0, 0)))
    assert numbers(empty) == ["0", "1"]


@pytest.mark.parametrize(("number", "most"), [(4, 2), (54, 5), (300, 5)])
def test_there_are_few_marks_of_time_and_the_first_names_its_year(number, most):
    root = drawn(weeks(number), Curve(key="found", values=tuple(range(number))))
    marks = [mark.text for mark in root.iter(f"{SVG}text") if "month" in mark.get("class")]
    assert 1 <= len(marks) <= most
    assert "201" in marks[0]


def test_months_are_written_in_the_pages_language():
    root = drawn(weeks(54), Curve(key="found", values=tuple(range(54))), language="zh-Hans")
    marks = [mark.text for mark in root.iter(f"{SVG}text") if "month" in mark.get("class")]
    assert marks[0] == "2014年7月"


def test_what_lies_between_two_curves_is_shaded():
    root = drawn(
        weeks(3),
        Curve(key="found", values=(0, 2, 5)),
        Curve(key="verified", values=(0, 0, 1)),
        between=("found", "verified"),
    )
    assert root.find(f"{SVG}polygon").get("class") == "chart-between"
    assert drawn(weeks(2), Curve(key="found", values=(0, 1))).find(f"{SVG}polygon") is None


def test_it_names_itself_to_those_who_do_not_see_it():
    root = drawn(weeks(2), Curve(key="found", values=(0, 1)), prefix="one")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title one-description"
    assert root.find(f"{SVG}title").text == "Found & verified"


def test_nothing_is_styled_in_line():
    text = steps(CN, "en", weeks(2), [Curve(key="found", values=(0, 1))], title="a", description="b")
    assert "style" not in text
    assert "fill" not in text
    assert "stroke" not in text


def test_one_instant_and_a_curve_of_another_length_are_refused():
    for instants, values in ((weeks(1), (1,)), (weeks(3), (1, 2))):
        with pytest.raises(ValueError, match="two instants"):
            drawn(instants, Curve(key="found", values=values))
