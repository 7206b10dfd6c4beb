# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky bench` runs the scripts of the checkout."""

import json
from pathlib import Path

import pytest

from mendsky.cli.bench import NAMES
from tests.cli.conftest import say

ROOT = Path(__file__).parents[2]


def test_each_script_that_runs_alone_is_named_and_each_name_has_its_script():
    scripts = {
        path.stem.replace("_", "-")
        for path in (ROOT / "bench").glob("*.py")
        if "report(" in path.read_text() and path.stem != "pairs"
    }
    assert scripts == set(NAMES)


def test_one_benchmark_prints_its_table(bare):
    said = bare("bench", "sketches", "--rounds", "1", "--values", "2000", "--offices", "2")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("sketches (1 rounds in turns)\n")
    assert "datasketches" in said.out


def test_json_is_one_object(bare):
    said = bare("bench", "sketches", "--json", "--rounds", "1", "--values", "2000", "--offices", "2")
    assert (said.status, said.err) == (0, "")
    assert said.json["benchmark"] == "sketches"
    assert {row["contender"] for row in said.json["rows"]} >= {"mendsky", "datasketches"}
    assert json.loads(said.out) == said.json


def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path):
    assert say("bench", "nope", home=tmp_path / "unused").is_refused() == (
        f"mendsky: there is no benchmark 'nope': there are {', '.join(NAMES)}"
    )


def test_a_benchmark_that_breaks_off_says_so(bare):
    said = bare("bench", "sketches", "--values", "none")
    assert (said.status, said.out) == (1, "")
    assert "\nmendsky: failed: the benchmark sketches broke off with status 2 (" in said.err


@pytest.mark.deep
def test_the_sweep_of_the_lab_finds_all_that_stands_open_and_nothing_else(bare, monkeypatch):
    monkeypatch.setenv("MENDSKY_PROBE_TIMEOUT", "10")  # other tests hold this machine up for seconds
    said = bare("bench", "watch", "--json", "--rounds", "1", "--requests", "120", "--peer-systems", "0")
    (ours,) = said.json["sweeps"]
    assert ours["systems"] > 500
    assert (ours["found"], ours["false_positives"]) == (ours["planted"], 0)
    assert ours["undetermined"] < 20
    assert {goal["goal"] for goal in said.json["goals"]} >= {"requests: × bare aiohttp", "loopholes found"}
