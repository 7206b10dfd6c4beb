# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A system counts as reached only by a fresh sweep that could look at everything."""

from datetime import timedelta

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch.reach import reached
from tests import published


@pytest.fixture
def systems(synthetic, nation, monday):
    from mendsky.apps.directory.services import import_document
    from mendsky.keys.vault import open_vault

    import_document(published.document(), now=monday, synthetic=True, nation=nation, vault=open_vault())
    return directory.systems_in_scope(monday)


def test_covered_undetermined_and_not_looked_at_are_told_apart(systems, monday):
    published.swept(systems[0].id, monday)
    published.swept(systems[1].id, monday, cause="timed-out")
    published.swept(systems[2].id, monday - timedelta(days=3))
    assert reached(systems, monday) == {systems[0].id: None, systems[1].id: "timed-out"}


def test_the_last_sweep_decides(systems, monday):
    published.swept(systems[0].id, monday - timedelta(hours=2), cause="timed-out")
    published.swept(systems[0].id, monday)
    assert reached(systems[:1], monday) == {systems[0].id: None}
    assert reached(systems[:1], monday - timedelta(hours=1)) == {systems[0].id: "timed-out"}


def test_no_systems_need_no_look(db, monday):
    assert reached((), monday) == {}
