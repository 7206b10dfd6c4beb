# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from xml.etree import ElementTree as ET

import pytest

from mendsky.documents.tilemap import shade, tilemap
from mendsky.nations.load import load

CN = load("cn")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(values, language="en", **more):
    return ET.fromstring(tilemap(CN, values, language, **more))  # noqa: S314  (our own drawing)


def tiles(root):
    return {tile.find(f"{SVG}title").text: tile for tile in root.iter(f"{SVG}g")}


def test_each_division_has_a_tile_shaded_by_its_value():
    found = tiles(drawn({"330000": 4, "130000": 0, "610000": 1200, "310000": None}))
    assert len(found) == 34
    assert found["Zhejiang: 4"].get("class") == "tile q4"
    assert found["Hebei: 0"].get("class") == "tile q0"
    assert found["Shaanxi: 1,200"].find(f"{SVG}text[2]").text == "1,200"
    assert found["Shanghai: not measured"].get("class") == "tile unknown"
    assert found["Beijing: not measured"].get("class") == "tile unknown"


def test_what_was_not_measured_is_hatched():
    found = tiles(drawn({"130000": 0}))
    assert found["Beijing: not measured"].find(f"{SVG}path").get("class") == "hatch"
    assert found["Hebei: 0"].find(f"{SVG}path") is None


@pytest.mark.parametrize("language", CN.languages)
def test_the_map_names_itself_to_those_who_do_not_see_it(language):
    root = drawn({"130000": 0}, language, prefix="first")
    assert root.get("role") == "img"
    title, description = root.get("aria-labelledby").split()
    assert (title, description) == ("first-title", "first-description")
    assert root.find(f"{SVG}title").text == CN.texts[language]["map.title"]
    assert "34" in root.find(f"{SVG}desc").text


def test_tiles_can_be_links_and_then_the_map_is_a_group():
    root = drawn({"130000": 3}, links={"130000": "/places/130000/?a=1&b=2"})
    (link,) = root.iter(f"{SVG}a")
    assert link.get("href") == "/places/130000/?a=1&b=2"
    assert root.get("role") == "group"


def test_a_title_of_the_page_is_escaped():
    assert drawn({}, title="<script>").find(f"{SVG}title").text == "<script>"


def test_nothing_is_styled_in_line_and_no_tiles_share_a_place():
    svg = tilemap(CN, {"130000": 3}, "zh-Hans")
    assert "style" not in svg
    assert "fill" not in svg
    places = [tile.get("transform") for tile in drawn({}).iter(f"{SVG}g")]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("value", "expected"), [(None, "unknown"), (0, "q0"), (9, "q0"), (10, "q1"), (99, "q1"), (100, "q2")]
)
def test_a_shade_is_the_number_of_thresholds_reached(value, expected):
    assert shade(value, (10, 100)) == expected


def test_a_label_stands_on_the_tile_and_is_read_out():
    found = tiles(drawn({"130000": 2_100_000}, thresholds=(1,), labels={"130000": "≤2.1M"}))
    assert found["Hebei: ≤2.1M"].find(f"{SVG}text[2]").text == "≤2.1M"
    assert "Beijing: not measured" in found
