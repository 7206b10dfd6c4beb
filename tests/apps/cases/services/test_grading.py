# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Severity stands on events as score, level and rule."""

from dataclasses import replace

from mendsky.apps.cases.services.grading import grade
from mendsky.apps.watch import queries as watch
from mendsky.core.rules.severity import RULE


def test_more_people_are_never_less_severe(case):
    observation = watch.observation(case.observation)
    scores = [grade(observation, high)["score"] for high in (1, 1_000, 10_000_000)]
    assert scores == sorted(scores)


def test_the_grade_names_its_rule(case):
    graded = grade(watch.observation(case.observation), None)
    assert graded["rule"] == RULE
    assert graded["level"] in {"low", "medium", "high"}


def test_what_can_be_changed_is_critical(case):
    observation = watch.observation(case.observation)
    assert grade(observation, 10_000)["level"] == "high"
    assert grade(replace(observation, writable=True), 10_000)["level"] == "critical"
