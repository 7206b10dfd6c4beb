# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A story that is told twice, the second time changed: the release changes by that and by nothing else.

The demo is given the table only, as anybody can who changes one; nothing of it is compared with what the
lab knows of itself. Each change is made at another owner in another province, so that their effects stand
apart.
"""

import csv
import json
import subprocess
import sys

import pytest

from mendsky.lab.story_rows import COLUMNS
from tests.ports import own
from tests.stories.told import PATIENT, near, told_once

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1200)]
DAYS = 21
"""Enough for every owner below to do what it does, and for one sweep."""
USUAL = {
    "named": "no", "level": "city", "sector": "social security", "kind": "sql-injection", "high_risk": "yes",
    "records_status": "assumed", "shares": "", "shares_with": "", "appears": "2014-04-21",
    "date_status": "assumed", "census": "yes",
}  # fmt: skip
OPEN = {"state_2015_04_24": "acknowledged", "owner_behaviour": "acknowledges, no date"}
REPAIRED = {"state_2015_04_24": "repaired", "owner_behaviour": "repairs in 5 days"}
LIES = {
    "state_2015_04_24": "claimed",
    "owner_behaviour": "false claim: blocks the prober's address only",
}
SILENT = {"state_2015_04_24": "silent", "owner_behaviour": "silent", "census": "no"}
TOLD = {
    "Jiangsu": (120_000, REPAIRED),
    "Yunnan": (20_000, SILENT),
    "Hunan": (160_000, OPEN),
    "Sichuan": (80_000, OPEN),
    "Hebei": (40_000, OPEN),
}
"""The story by province: how many records, each of another person, and what the owner does."""
CHANGED = {
    **TOLD,
    "Hunan": (320_000, OPEN),  # twice the size
    "Sichuan": (80_000, REPAIRED),  # one more is repaired
    "Hebei": (40_000, LIES),  # an owner lies
    "Gansu": (100_000, OPEN),  # a province more
}
CODES = {"Jiangsu": "320000", "Yunnan": "530000", "Hunan": "430000", "Sichuan": "510000", "Hebei": "130000",
         "Gansu": "620000"}  # fmt: skip
DIFFERENCES = {
    "Hunan": {"records": 160_000},
    "Sichuan": {"open": -1, "verified": 1},
    "Hebei": {"claimed": 1, "false_claims": 1},
    "Gansu": {"loopholes": 1, "high_risk": 1, "open": 1, "records": 100_000},
}
"""What each change does to the figures of its own province; every other figure stays."""
ADDED_ONLY_IN_THE_NATION = {"provinces": 1, "organisations": 1}


def lived(folder, story):
    """Write a story as a table and give the figures of a demo that lives through it."""
    table = folder / "story.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for province, (count, behaviour) in story.items():
            writer.writerow(
                {**USUAL, **behaviour, "location": f"a city of {province}", "province": province,
                 "records": count, "people": count}
            )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "mendsky.cli", "demo", "--json", "--story-file", table, "--days", str(DAYS),
         "--home", folder / "home", "--port", str(own(18780))],
        capture_output=True, text=True, timeout=550, env=PATIENT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    """Live through the story as it was told, and as it was changed."""
    return told_once(
        tmp_path_factory,
        "changed-story",
        lambda: [
            lived(tmp_path_factory.mktemp(name), told)
            for name, told in (("told", TOLD), ("changed", CHANGED))
        ],
    )


def counted(block):
    """Give the figures of one block that are plain numbers."""
    return {
        **{name: block[name] for name in ("loopholes", "high_risk", "open", "silent")},
        **block["repaired"],
        "records": block["records"]["point"],
    }


def differences(before, after):
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def people(story, *, at_risk=False):
    return sum(count for count, behaviour in story.values() if not (at_risk and behaviour is REPAIRED))


def test_each_change_shows_in_its_own_province_and_nowhere_else(releases):
    before, after = (release["by_province"] for release in releases)
    assert set(before) == set(after)
    found = {code: differences(counted(before[code]), counted(after[code])) for code in before}
    assert {code: differing for code, differing in found.items() if differing} == {
        CODES[province]: differing for province, differing in DIFFERENCES.items()
    }


def test_the_nations_figures_change_by_the_sum_of_the_changes(releases):
    before, after = ({**counted(release), **{name: release[name] for name in ADDED_ONLY_IN_THE_NATION}}
                     for release in releases)  # fmt: skip
    wanted = dict(ADDED_ONLY_IN_THE_NATION)
    for change in DIFFERENCES.values():
        for name, number in change.items():
            wanted[name] = wanted.get(name, 0) + number
    assert differences(before, after) == {name: number for name, number in wanted.items() if number}


def test_one_system_more_is_watched_and_none_is_accused_or_missed(releases):
    """The systems around the story are drawn anew, as many of them as before."""
    before, after = releases
    assert after["all"]["systems"]["in_scope"] == before["all"]["systems"]["in_scope"] + 1
    assert [(one["false_positives"], one["missed"], one["verified"]) for one in releases] == [
        (0, 0, True)
    ] * 2


@pytest.mark.parametrize(("figure", "at_risk"), [("people", False), ("at_risk", True)])
def test_intervals_of_people_hold_what_each_story_says_and_tell_the_stories_apart(releases, figure, at_risk):
    for release, story in zip(releases, (TOLD, CHANGED), strict=True):
        assert near(release[figure], people(story, at_risk=at_risk))
        for province, (count, behaviour) in story.items():
            held = 0 if at_risk and behaviour is REPAIRED else count
            assert near(release["by_province"][CODES[province]][figure], held), province
    before, after = releases
    assert before[figure]["high"] < after[figure]["low"]
