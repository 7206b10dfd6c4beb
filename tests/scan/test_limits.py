# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The meter lets real content pass and stops bombs."""

import pytest

from mendsky.scan.causes import UnreadError
from mendsky.scan.limits import Limits, Meter


def test_what_is_small_may_have_any_ratio():
    meter = Meter(Limits(free=1000, free_in_all=2000))
    meter.check(1, 1000)
    meter.spend(2000)


def test_above_that_the_ratio_counts():
    meter = Meter(Limits(free=1000, free_in_all=2000, ratio=10))
    meter.check(500, 5000)
    with pytest.raises(UnreadError, match="bomb"):
        meter.check(500, 5001)
    meter.read = 500
    meter.spend(5000)
    with pytest.raises(UnreadError, match="bomb"):
        meter.spend(1)
    assert meter.spent
