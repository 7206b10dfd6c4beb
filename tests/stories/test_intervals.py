# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people of April 2015 as a release measures them, at 20 keys of the census.

The pseudonyms are those of the people's numbers. At a twentieth of the people the sketches are as full,
so the intervals are as wide for their size; the whole size is for the long suites.
"""

import csv
from datetime import timedelta
from importlib import resources
from math import sqrt

import numpy as np
import pytest

from mendsky.core.census import theta
from mendsky.core.census.sketch_file import SketchDocument
from mendsky.core.identity.packing import numbered
from mendsky.core.identity.pseudonym import ciphered
from mendsky.core.statistics.explain import explain
from mendsky.core.statistics.figures import figures
from mendsky.core.terms.instants import instant_text
from mendsky.keys import census
from mendsky.lab.people import Holding, distinct
from tests.core.statistics.conftest import PROVINCES, START, Chronicle

LATER = START + timedelta(days=60)
KEYS = 20
K = 16_384
TRUTH = {"people": 52_004_000, "at_risk": 10_359_000}
BATCH = 20_000
ROWS = tuple(
    csv.DictReader(resources.files("mendsky.lab").joinpath("story-2015.csv").read_text("utf-8").splitlines())
)
UNCOUNTED = tuple(row for row in ROWS if row["census"] == "no")


def holdings(scale):
    """Give each place its interval of numbers, all apart but for the people who are shared."""
    placed, free = {}, 0
    for row in ROWS:
        people = int(row["people"]) // scale
        placed[row["location"]] = Holding(first=free, people=people, records=int(row["records"]) // scale)
        free += 2 * people
    for row in ROWS:
        if row["shares"]:
            partner, own = placed[row["shares_with"]], placed[row["location"]]
            first = partner.first + partner.people - int(row["shares"]) // scale
            placed[row["location"]] = Holding(first=first, people=own.people, records=own.records)
    return placed


def is_open(row):
    return row["state_2015_04_24"] != "repaired"


def sketched(subject, holding, key):
    sketch = theta.empty(K)
    for start in range(0, holding.people, BATCH):
        stop = min(start + BATCH, holding.people)
        numbers = np.arange(holding.first + start, holding.first + stop, dtype=np.uint64)
        sketch = theta.grown(sketch, ciphered(numbered(numbers), key)[:, 0])
    low, point, high = (min(bound, holding.records) for bound in theta.estimate(sketch))
    return SketchDocument(
        ticket="t", subject=subject, series="2015", records=holding.records, rows_without_identifier=0,
        low=low, point=point, high=high, sketch=sketch,
    )  # fmt: skip


def told(chronicle, placed, key):
    """Tell the year in facts: 46 cases, their records, the censuses of who ran one, and the unions."""
    documents = {}
    for row in ROWS:
        story = "receive verify notify" + ("" if is_open(row) else " retest-clean")
        subject, holding = chronicle.case(row["location"], story), placed[row["location"]]
        chronicle.count(subject, "records", holding.records, holding.records, holding.records, "G1")
        if row["census"] == "yes":
            documents[subject] = one = sketched(subject, holding, key)
            chronicle.count(subject, "people", one.low, one.point, one.high, "G3")
    for which, rows in (("exposed", ROWS), ("at-risk", tuple(filter(is_open, ROWS)))):
        united = sorted({f"place of {row['location']}" for row in rows} & set(documents))
        count = census._united([documents[subject] for subject in united], K)
        chronicle.attest(f"social-security/CN/{which}", united, count.low, count.point, count.high)


def measured(scale):
    placed = holdings(scale)
    for number in range(KEYS):
        chronicle = Chronicle()
        told(chronicle, placed, bytes([number]) * 32)
        yield (
            chronicle,
            figures(
                chronicle.facts,
                as_of=LATER,
                nation_code="CN",
                provinces=PROVINCES,
                sectors=("social-security",),
            ),
        )


def holds(scale):
    """Hold that at 17 of 20 keys the truth lies within, and that k and the uncounted make the width."""
    held = dict.fromkeys(TRUTH, 0)
    for _, block in measured(scale):
        for figure, truth in TRUTH.items():
            count = block[figure]
            assert count["point"] is None, "bounds make up more than a hundredth"
            held[figure] += count["low"] <= truth // scale <= count["high"]
            open_only = figure == "at_risk"
            bound = sum(int(row["records"]) // scale for row in UNCOUNTED if is_open(row) or not open_only)
            united = truth // scale - sum(
                int(row["people"]) // scale for row in UNCOUNTED if is_open(row) or not open_only
            )
            width = 4 / sqrt(K) * united + bound
            # Above, the sum of all records may cut it off: nobody is in more places than there are records.
            assert 0.6 * width < count["high"] - count["low"] < 1.1 * width
            assert block["shares"][figure]["bounds"] == pytest.approx(bound / count["high"], abs=0.001)
    assert min(held.values()) >= KEYS - 3, held


def test_the_story_is_the_one_that_is_meant():
    placed = holdings(1)
    assert distinct(placed.values()) == TRUTH["people"]
    assert distinct(placed[row["location"]] for row in ROWS if is_open(row)) == TRUTH["at_risk"]
    assert (len(ROWS), len(UNCOUNTED), sum(holding.records for holding in placed.values())) == (
        46,
        17,
        52_794_000,
    )


def test_the_intervals_hold_the_truth_at_twenty_keys():
    holds(scale=20)


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_the_intervals_hold_the_truth_at_twenty_keys_and_the_whole_size():
    holds(scale=1)


def test_an_honest_release_says_between_what_and_which_census_comes_next():
    chronicle, block = next(measured(scale=20))
    assert 49.0e6 / 20 < block["people"]["low"] < block["people"]["high"] < 52.9e6 / 20
    assert 9.3e6 / 20 < block["at_risk"]["low"] < block["at_risk"]["high"] < 10.6e6 / 20
    release = {
        "format": "mendsky-release/1", "as_of": instant_text(LATER), "nation": "CN", "figures": block,
        "definitions": {
            "figures": {name: {"en": name} for name in block["definitions"]},
            "denominators": block["denominators"],
        },
        "divisions": PROVINCES, "facts": [{"fact": fact} for fact in chronicle.facts],
    }  # fmt: skip
    largest = max(UNCOUNTED, key=lambda row: int(row["records"]))
    following = explain(release, "people").next_census
    assert following is not None
    assert (following.cases, following.bound) == ((largest["location"],), int(largest["records"]) // 20)
