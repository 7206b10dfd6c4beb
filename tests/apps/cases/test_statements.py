# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public reads a statement only once a handler has released it, and never after its case was erased."""

from datetime import timedelta

import pytest

from mendsky.apps.cases.services import release_statement, state
from mendsky.apps.cases.services.recording import erase
from mendsky.apps.cases.statements import released
from tests import published


@pytest.fixture
def case(synthetic, nation, monday, tmp_path, settings):
    settings.HOME = tmp_path
    return published.build(nation, monday).cases[0]


def test_a_statement_waits_for_its_release(case, monday):
    from mendsky.apps.cases import queries

    state(case.id, "We are repairing it.", at=monday)
    number = queries.timeline(case.id)[-1].number
    assert released([case.public_id], monday + timedelta(days=9)) == ()
    release_statement(case.id, number, at=monday)
    (said,) = released([case.public_id], monday)
    assert (said.text, said.case) == ("We are repairing it.", case.public_id)
    assert released([case.public_id], monday - timedelta(seconds=1)) == ()
    erase(case.id)
    assert released([case.public_id], monday) == ()
