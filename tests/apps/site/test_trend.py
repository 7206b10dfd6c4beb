# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The trend draws the points and tells the end of each month as a table."""

from datetime import UTC, datetime, timedelta

from mendsky.apps.site.trend import trend


def points(number):
    start = datetime(2014, 4, 21, tzinfo=UTC)
    return [
        {
            "until": (start + timedelta(weeks=n)).isoformat().replace("+00:00", "Z"),
            "found": n, "claimed": 0, "ever_claimed": n // 2, "verified": n // 3, "open": n, "silent": 0,
        }
        for n in range(number)
    ]  # fmt: skip


def test_too_little_time_draws_nothing(nation):
    assert trend(nation, "en", []) is None
    assert trend(nation, "en", points(1)) is None


def test_it_ends_where_the_points_end(nation):
    drawn = trend(nation, "en", points(10))
    assert drawn.last == {"found": 9, "claimed": 4, "verified": 3}
    assert drawn.chart.count("<polyline") == 3
    assert "9 found, 4 claimed" in drawn.chart


def test_the_table_keeps_the_last_point_of_each_month_the_newest_first(nation):
    rows = trend(nation, "en", points(10)).rows
    assert [(row["until"][:10], row["found"]) for row in rows] == [
        ("2014-06-23", 9),
        ("2014-05-26", 5),
        ("2014-04-28", 1),
    ]
