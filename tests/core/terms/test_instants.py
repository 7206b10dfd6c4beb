# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mendsky.core.terms.instants import instant_text, read_instant


def test_an_instant_is_written_in_utc():
    beijing = timezone(timedelta(hours=8))
    assert instant_text(datetime(2015, 4, 24, 18, 0, tzinfo=beijing)) == "2015-04-24T10:00:00Z"


def test_an_instant_is_read_back_as_it_was():
    moment = datetime(2015, 4, 24, 10, 0, 0, 123, tzinfo=UTC)
    assert read_instant(instant_text(moment)) == moment


@pytest.mark.parametrize(
    "text", ["2015-04-24", "2015-04-24T10:00:00", "now", "", "0001-01-01T00:00:00+23:59"]
)
def test_what_is_no_instant_with_a_zone_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_instant(text)


def test_a_naive_instant_is_not_written():
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2015, 4, 24))  # noqa: DTZ001 - the point
