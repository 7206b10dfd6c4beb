# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real consoles before a real database, each open and closed."""

import pytest

from mendsky.core.terms.answers import Answer
from mendsky.core.terms.probing import Place
from tests.real.serving import visited

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
KIND = "open-console"
PLACE = Place(group="/phpmyadmin/")


def look(server, places=()):
    return visited(server, "http", KIND, places=places, daily_budget=1000).observations[0]


def test_a_phpmyadmin_that_logs_in_by_itself_is_exposed(phpmyadmin):
    console = phpmyadmin(auth_type="config", user="root", password="")
    for places in ((), (PLACE,)):
        seen = look(console, places)
        assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE), seen


@pytest.mark.parametrize("asks", ["cookie", "http"])
def test_a_phpmyadmin_that_asks_for_a_login_is_clean(phpmyadmin, asks):
    console = phpmyadmin(auth_type=asks)
    for places in ((), (PLACE,)):
        seen = look(console, places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
