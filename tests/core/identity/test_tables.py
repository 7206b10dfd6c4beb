# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity.tables import parsed, tables
from tests.core.identity.written import CN


def test_a_form_is_read_place_by_place():
    assert parsed("[A-C]1[0-9]{2}") == ("ABC", "1", "0123456789", "0123456789")


def test_tables_are_made_once_for_a_window():
    assert tables(CN, (1800, 1899)) is tables(CN, (1800, 1899))
    assert tables(CN, (1800, 1899)) is not tables(CN, (1900, 1999))


def test_general_kinds_come_behind_the_nations():
    own = tables(CN, (1800, 1899), general=False).kinds
    assert tables(CN, (1800, 1899)).kinds[: len(own)] == own
    assert own == tuple(row.kind for row in CN.identifiers)
