# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest

from mendsky.documents import dates
from mendsky.nations.load import load

CN = load("cn")
LATE = datetime(2015, 5, 14, 16, 30, tzinfo=UTC)


def test_days_and_moments_are_local_and_in_the_languages_form():
    assert dates.day(CN, "en", LATE) == "15 May 2015"
    assert dates.day(CN, "en", LATE, weekday=True) == "Friday 15 May 2015"
    assert dates.moment(CN, "en", LATE, weekday=True) == "Friday 15 May 2015, 00:30"
    assert dates.day(CN, "zh-Hans", LATE) == "2015年5月15日"
    assert dates.moment(CN, "zh-Hans", LATE) == "2015年5月15日 00:30"
    assert dates.moment(CN, "zh-Hans", LATE, weekday=True) == "2015年5月15日（星期五）00:30"


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        dates.day(CN, "en", datetime(2015, 5, 14))  # noqa: DTZ001
