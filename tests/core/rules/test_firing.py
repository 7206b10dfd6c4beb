# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime, timedelta

import pytest

from mendsky.core.rules.firing import FEWEST, LONG, Firing, Flag, flag

NOW = datetime(2015, 12, 1, tzinfo=UTC)
LATELY, LONG_AGO = NOW - timedelta(days=1), NOW - LONG


@pytest.mark.parametrize(
    ("last", "began", "told", "exposed", "expected"),
    [
        (LATELY, LONG_AGO, FEWEST, 1, None),
        (LONG_AGO, LONG_AGO, FEWEST, 0, Flag.SILENT),
        (LONG_AGO + timedelta(seconds=1), LONG_AGO, FEWEST, 0, None),
        (None, LONG_AGO, FEWEST, 0, Flag.SILENT),
        (None, LATELY, FEWEST, 0, None),
        (LATELY, LATELY, 2 * FEWEST, FEWEST, None),
        (LATELY, LATELY, 2 * FEWEST, FEWEST + 1, Flag.OFTEN),
        (LONG_AGO, LONG_AGO, FEWEST - 1, 0, None),
        (LATELY, LATELY, FEWEST - 1, FEWEST - 1, None),
        (None, None, 0, 0, None),
    ],
)
def test_what_is_odd_is_flagged_where_enough_is_known(last, began, told, exposed, expected):
    assert flag(Firing(kind="k", last=last, began=began, told=told, exposed=exposed), NOW) is expected


def test_a_share_needs_systems():
    assert Firing(kind="k", last=None, began=None, told=0, exposed=0).share is None
    assert Firing(kind="k", last=None, began=None, told=4, exposed=1).share == 0.25
