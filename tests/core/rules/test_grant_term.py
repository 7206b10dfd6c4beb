# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A grant is to come, live, about to end, over, or taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from mendsky.core.rules.grant_term import ENDS_SOON, GrantTerm, grant_term

BEGIN, END = datetime(2015, 1, 1, tzinfo=UTC), datetime(2015, 12, 31, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "term"),
    [
        (BEGIN - SECOND, GrantTerm.LATER),
        (BEGIN, GrantTerm.LIVE),
        (END - ENDS_SOON - SECOND, GrantTerm.LIVE),
        (END - ENDS_SOON, GrantTerm.ENDING),
        (END - SECOND, GrantTerm.ENDING),
        (END, GrantTerm.EXPIRED),
    ],
)
def test_a_grant_stands_in_its_term(at, term):
    assert grant_term(BEGIN, END, None, at) is term


@pytest.mark.parametrize(
    ("at", "term"),
    [
        (BEGIN - SECOND, GrantTerm.LATER),
        (BEGIN, GrantTerm.POWERLESS),
        (END - SECOND, GrantTerm.POWERLESS),
        (END, GrantTerm.EXPIRED),
    ],
)
def test_only_while_it_would_be_live_a_grant_is_without_power(at, term):
    assert grant_term(BEGIN, END, None, at, powerless=True) is term


def test_from_its_revocation_on_nothing_else_counts():
    revoked = BEGIN + timedelta(days=10)
    assert grant_term(BEGIN, END, revoked, revoked - SECOND) is GrantTerm.LIVE
    assert grant_term(BEGIN, END, revoked, revoked) is GrantTerm.REVOKED
    assert grant_term(BEGIN, END, revoked, END) is GrantTerm.REVOKED
