# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky explain`, from a release's file alone and from an installation."""

import json

import pytest

from tests.cli.conftest import say


@pytest.fixture(scope="module")
def made(home, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "release.json"
    assert say("release", "-o", path, home=home).status == 0
    return path


def test_a_file_alone_is_enough(made, bare, tmp_path):
    said = bare("explain", "people", "--release", made)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("people: 0, 0 to 0 (G4)\n")
    assert "Distinct persons behind the loopholes' places" in said.out
    assert "rests on 0 facts" in said.out
    assert not (tmp_path / "unused").exists()


def test_json_is_one_object(made, bare):
    said = bare("explain", "all.repaired.verified", "--release", made, "--json")
    assert (said.status, said.err) == (0, "")
    assert (said.json["figure"], said.json["value"], said.json["cases"]) == ("all.repaired.verified", 0, [])
    assert said.json["denominator"] == {"figure": "loopholes", "value": 0}
    assert set(said.json["definition"]) == {"zh-Hans", "en"}


def test_the_definition_is_there_in_each_language(made, bare):
    assert "未经确认修复的漏洞。" in bare("explain", "open", "--release", made, "--lang", "zh-Hans").out
    assert "there are zh-Hans, en" in bare("explain", "open", "--release", made, "--lang", "fr").is_refused()


def test_without_a_file_it_is_the_last_release_made_here(made, mendsky, home):
    assert say("explain", "days.to_repair", home=home).out.startswith("days.to_repair: unknown\n")
    name = json.loads(made.read_text())["as_of"][:10]
    assert "there is no release" in mendsky("explain", "open", "--release", f"{name}-99").is_refused()


def test_where_no_release_was_made_it_says_so(bare):
    assert "no release was made here yet" in bare("explain", "open").is_refused()


@pytest.mark.parametrize("figure", ["opened", "by_province.999999.open"])
def test_what_is_no_figure_is_refused(made, bare, figure):
    bare("explain", figure, "--release", made).is_refused()


@pytest.mark.parametrize("content", ["", "{}", '{"format": "mendsky-release/1"}'])
def test_what_is_no_release_is_refused(bare, tmp_path, content):
    path = tmp_path / "release.json"
    path.write_bytes(content.encode("latin-1"))
    bare("explain", "open", "--release", path).is_refused()
