# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A citizen who writes."""

from datetime import date

import pytest


@pytest.fixture
def write(synthetic, home, monday):
    """Send a report and give its receipt code; arguments replace the usual ones."""
    from mendsky.apps.leaks import services
    from mendsky.apps.leaks.models import What

    def write(**other):
        usual = {
            "what": What.CARD_APPLIED,
            "division": "220100",
            "happened_on": date(2015, 2, 20),
            "words": "a card that I never asked for",
            "contact": "behind the old mill",
            "source": "127.0.0.9",
            "at": monday,
            "today": date(2026, 1, 5),
        }
        return services.submit(**(usual | other))

    return write


@pytest.fixture
def report(write):
    """Send a report and give its entry."""
    from mendsky.apps.leaks import queries

    return queries.by_code(write())
