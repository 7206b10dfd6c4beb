# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.statistics.durations import Span, answers, calendar_days, days, lasting, median, repairs
from mendsky.core.statistics.loopholes import loopholes

# Remission in weeks under 6-mercaptopurine: Freireich and others (1963), the table by which the
# estimate is taught (Kleinbaum, Klein: *Survival Analysis*, chapter 2); median 23 weeks.
ENDED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CUT_SHORT = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
REMISSION = [Span(days=days, ended=True) for days in ENDED] + [
    Span(days=days, ended=False) for days in CUT_SHORT
]
TAUGHT = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def test_the_estimate_is_the_one_that_is_taught():
    assert {days: round(float(share), 4) for days, share in lasting(REMISSION)} == TAUGHT
    assert median(REMISSION).as_json() == {"spans": 21, "ended": 9, "days": 23, "more_than": None}


def test_what_has_not_ended_is_not_left_out():
    quick = [Span(days=3, ended=True)] * 4
    assert median(quick).days == 3
    assert median([*quick, *[Span(days=90, ended=False)] * 5]).as_json() == {
        "spans": 9, "ended": 4, "days": None, "more_than": 90,
    }  # fmt: skip


def test_nothing_has_no_median():
    assert median([]).as_json() == {"spans": 0, "ended": 0, "days": None, "more_than": None}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_where_everything_ended_the_estimate_is_plain_counting(lengths):
    curve = lasting([Span(days=length, ended=True) for length in lengths])
    assert curve == tuple(
        (days, Fraction(sum(length > days for length in lengths), len(lengths)))
        for days in sorted(set(lengths))
    )


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=40))
def test_waiting_longer_for_one_never_shortens_the_median(pairs):
    spans = [Span(days=length, ended=ended) for length, ended in pairs]
    waited = [span if span.ended else Span(days=span.days + 10, ended=False) for span in spans]
    short, long = median(spans).days, median(waited).days
    assert long is None or (short or 0) <= long or short is None


def told(chronicle, provinces, *stories):
    for number, story in enumerate(stories):
        chronicle.case(f"MS-{number}", story)
    return loopholes(chronicle.facts, provinces=provinces)


@pytest.mark.parametrize(
    ("story", "span"),
    [
        ("receive verify", None),
        ("receive verify bounce", None),
        ("receive verify notify bounce", None),
        ("receive verify notify", (57, False)),
        ("receive verify notify escalate acknowledge plan", (2, True)),
        ("receive verify notify bounce notify acknowledge", (1, True)),
        ("receive verify notify bounce acknowledge", (0, True)),
        ("receive verify notify escalate retest-clean", (2, False)),
    ],
)
def test_answers_count_from_the_letter_that_arrived(chronicle, provinces, later, story, span):
    found = answers(told(chronicle, provinces, story), as_of=later)
    assert [(one.days, one.ended) for one in found] == ([] if span is None else [span])


@pytest.mark.parametrize(
    ("story", "span"),
    [
        ("receive verify", (58, False)),
        ("receive verify notify claim-repair", (58, False)),
        ("receive verify notify claim-repair retest-clean", (3, True)),
        ("receive verify notify retest-clean confirm close", (2, True)),
        ("receive verify notify retest-clean retest-exposed", (58, False)),
        ("receive verify notify retest-clean retest-exposed claim-repair retest-clean", (5, True)),
    ],
)
def test_repairs_count_to_the_verified_one_that_stands(chronicle, provinces, later, story, span):
    (found,) = repairs(told(chronicle, provinces, story), as_of=later)
    assert (found.days, found.ended) == span


def test_days_are_given_as_a_release_publishes_them(chronicle, provinces, later):
    found = told(
        chronicle, provinces, "receive verify notify acknowledge retest-clean", "receive verify notify"
    )
    assert days(found, as_of=later) == {
        "to_answer": {"spans": 2, "ended": 1, "days": 1, "more_than": None},
        "to_repair": {"spans": 2, "ended": 1, "days": 3, "more_than": None},
    }


def test_another_measure_of_days_can_be_given(chronicle, provinces, later):
    found = told(chronicle, provinces, "receive verify notify acknowledge")
    (halved,) = repairs(found, as_of=later, measure=lambda start, end: calendar_days(start, end) // 2)
    assert halved.days == 29


def test_an_end_before_its_start_lasts_no_time(later):
    assert calendar_days(later, later - timedelta(days=1)) == 0
