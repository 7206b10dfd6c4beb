# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The handler of the demo: overrules a first dispute after three days and no second one."""

from datetime import timedelta

import pytest

from mendsky.apps.cases import queries, services
from mendsky.cli import stand_in
from mendsky.core.terms.cases import State
from tests.published import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def disputed(synthetic, nation, monday):
    """Give a function that has the owner of one loophole dispute it at an instant."""
    (case,) = build(nation, monday, offices=1).cases

    def _dispute(at):
        synthetic(at)
        services.dispute(case.id, "not ours", at=at)

    return _dispute


def test_a_first_dispute_waits_three_days_and_a_second_one_for_a_person(disputed, synthetic, monday):
    disputed(monday)
    assert stand_in.decide(monday + timedelta(days=2)) == 0
    synthetic(monday + timedelta(days=3))
    assert stand_in.decide(monday + timedelta(days=3)) == 1
    assert queries.cases()[0].state is not State.DISPUTED
    disputed(monday + timedelta(days=4))
    assert stand_in.decide(monday + timedelta(days=40)) == 0
    assert queries.cases()[0].state is State.DISPUTED
