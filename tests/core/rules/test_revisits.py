# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from mendsky.core.rules.revisits import period, sooner

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("own", "risky", "expected"),
    [
        (None, False, 28 * DAY),
        (None, True, 14 * DAY),
        (56 * DAY, False, 56 * DAY),
        (56 * DAY, True, 56 * DAY),
    ],
)
def test_a_risk_halves_the_usual_period_and_no_period_that_a_person_set(own, risky, expected):
    assert period(own, 28 * DAY, risky=risky) == expected


@pytest.mark.parametrize(
    ("every", "undetermined_for", "expected"),
    [
        (28 * DAY, 0 * DAY, 7 * DAY),
        (28 * DAY, 7 * DAY, 7 * DAY),
        (28 * DAY, 14 * DAY, 14 * DAY),
        (28 * DAY, 28 * DAY, 28 * DAY),
        (28 * DAY, 280 * DAY, 28 * DAY),
        (2 * DAY, 0 * DAY, DAY),
        (6 * HOUR, 0 * DAY, 6 * HOUR),
    ],
)
def test_what_could_not_be_told_is_tried_sooner_and_backs_off_to_the_period(
    every, undetermined_for, expected
):
    assert sooner(every, undetermined_for) == expected


def test_a_system_that_never_can_be_told_costs_two_visits_more():
    undetermined_for, visits = 0 * DAY, 0
    while undetermined_for < 280 * DAY:
        undetermined_for += sooner(28 * DAY, undetermined_for)
        visits += 1
    assert visits <= 280 // 28 + 2


@pytest.mark.parametrize(("usual", "expected"), [(DAY, DAY), (6 * HOUR, 6 * HOUR), (36 * HOUR, DAY)])
def test_no_period_is_halved_to_less_than_a_day(usual, expected):
    assert period(None, usual, risky=True) == expected
