# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case is closed when its repair has held for the nation's term, and no name is still to be said."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mendsky.core.rules.closing import due
from mendsky.core.rules.deadlines import add_working_days

BEIJING = ZoneInfo("Asia/Shanghai")
TERM = datetime(2015, 3, 30, 18, tzinfo=BEIJING)
"""Close of business 20 working days after Monday 2 March 2015."""


@pytest.mark.parametrize(
    ("naming_due", "closed"),
    [
        (None, TERM),
        (TERM - timedelta(days=9), TERM),
        (TERM, TERM),
        (TERM + timedelta(days=100), TERM + timedelta(days=100)),
    ],
)
def test_the_later_of_the_term_and_the_naming_closes(nation, monday, naming_due, closed):
    assert due(monday, naming_due, nation) == closed


def test_the_term_is_the_nations_own(nation, monday):
    days = nation.clocks.close_working_days
    assert due(monday, None, nation) == add_working_days(nation.calendar, monday, days)


def test_who_repaired_is_named_before_the_case_is_closed(nation):
    assert nation.clocks.disclose_repaired_working_days <= nation.clocks.close_working_days
