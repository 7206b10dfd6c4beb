# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime, timedelta

import pytest

from mendsky.runtime import clocks, installation

pytestmark = pytest.mark.django_db
SPRING = datetime(2015, 3, 2, tzinfo=UTC)


def test_in_real_use_both_clocks_are_one():
    installation.claim(synthetic=False)
    assert abs(clocks.now() - clocks.real_now()) < timedelta(seconds=5)


def test_a_real_clock_is_never_moved():
    installation.claim(synthetic=False)
    with pytest.raises(clocks.ClockRefusedError, match="synthetic"):
        clocks.move_to(SPRING)


def test_a_synthetic_clock_stands_where_it_was_put():
    installation.claim(synthetic=True)
    clocks.move_to(SPRING)
    assert clocks.now() == SPRING


def test_a_synthetic_clock_does_not_go_back():
    installation.claim(synthetic=True)
    clocks.move_to(SPRING)
    with pytest.raises(clocks.ClockRefusedError, match="does not go back"):
        clocks.move_to(SPRING - timedelta(seconds=1))


def test_an_instant_without_zone_is_refused():
    installation.claim(synthetic=True)
    with pytest.raises(clocks.ClockRefusedError, match="time zone"):
        clocks.move_to(datetime(2015, 3, 2))  # noqa: DTZ001 - the mistake under test


def test_a_synthetic_clock_can_run_on_from_an_instant():
    installation.claim(synthetic=True)
    clocks.run_from(SPRING)
    assert timedelta(0) <= clocks.now() - SPRING < timedelta(seconds=5)


def test_a_reader_of_the_clock_asks_the_database_once(django_assert_num_queries):
    installation.claim(synthetic=True)
    clocks.move_to(SPRING)
    with django_assert_num_queries(1):
        read = clocks.reader()
        assert {read() for _ in range(100)} == {SPRING}
