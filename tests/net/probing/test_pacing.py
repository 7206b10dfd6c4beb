# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.net.probing.pacing import FIRST_STEP, SLOW, SLOWEST, Pace


def test_the_rate_is_kept_between_requests():
    pace = Pace()
    pace.sent(100.0, 4.0)
    assert pace.ready_at == 100.25


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_host_that_sheds_load_is_asked_ever_more_slowly(status):
    pace, gaps = Pace(), []
    for turn in range(10):
        pace.answered(turn * 100.0, status)
        gaps.append(pace.ready_at - turn * 100.0)
    assert gaps[:4] == [FIRST_STEP, 1.0, 2.0, 4.0]
    assert max(gaps) == SLOWEST


@pytest.mark.parametrize(("took", "rest"), [(SLOW - 0.1, 0.25), (SLOW, SLOW), (7.0, 7.0), (99.0, SLOWEST)])
def test_a_host_that_answers_slowly_rests_as_long_as_it_took(took, rest):
    pace = Pace()
    pace.sent(0.0, 4.0)
    pace.answered(0.0, 200, seconds=took)
    assert pace.ready_at == rest


def test_a_program_that_fails_says_nothing_of_the_load_of_its_host():
    pace = Pace()
    pace.answered(1.0, 500)
    assert (pace.ready_at, pace.penalty) == (0.0, 0.0)


def test_a_host_that_is_well_again_is_asked_at_its_rate_again():
    pace = Pace()
    for _ in range(3):
        pace.answered(0.0, 503)
    for _ in range(3):
        pace.answered(0.0, 200)
    assert pace.penalty == 0.0


@pytest.mark.parametrize(
    ("asked", "gap"), [("7", 7.0), ("99999", SLOWEST), ("-1", FIRST_STEP), ("Mon", FIRST_STEP)]
)
def test_what_the_host_asks_for_is_honoured_within_reason(asked, gap):
    pace = Pace()
    pace.answered(0.0, 429, asked)
    assert pace.ready_at == gap


def test_a_later_instant_is_never_moved_forward():
    pace = Pace(ready_at=50.0)
    pace.sent(1.0, 1.0)
    assert pace.ready_at == 50.0
