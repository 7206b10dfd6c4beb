# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky opt-out`: entered, listed and ended by command."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import say

FROM = datetime.now(UTC).replace(microsecond=0)
DATES = ("--starts", FROM.isoformat(), "--ends", (FROM + timedelta(days=3)).isoformat())
WHY = ("--reason", "the server hall is rebuilt")


def test_it_is_entered_listed_and_ended(mendsky, home):
    added = mendsky("opt-out", "add", "works", "--network", "192.0.2.0/24", *DATES, *WHY)
    assert (added.status, added.err) == (0, "")
    assert added.out.startswith("optouts: 1 added")
    (listed,) = mendsky("opt-out", "list", "--json").json["opt_outs"]
    assert (listed["key"], listed["network"], listed["origin"]) == ("works", "192.0.2.0/24", None)
    assert "the server hall is rebuilt" in mendsky("opt-out", "list").out
    assert mendsky("opt-out", "end", "works").out == "opt-out works ended\n"
    assert say("opt-out", "list", "--json", home=home).json == {"opt_outs": []}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "works", *DATES, *WHY), "or network must be given"),
        (("add", "works", "--origin", "nowhere", *DATES, *WHY), "origin is refused"),
        (
            ("add", "works", "--origin", "http://a.example", "--starts", "today", *DATES[2:], *WHY),
            "an instant",
        ),
        (("end", "never"), "no opt-out never"),
    ],
)
def test_what_cannot_be_is_refused(mendsky, arguments, says):
    assert says in mendsky("opt-out", *arguments).is_refused()
