# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity.cutters import CUTTERS, cutter
from mendsky.core.identity.layout import Layout, Shape


def test_each_writing_has_its_cutter():
    assert set(CUTTERS) == set(Layout)
    assert len({type(cutter(Shape(layout=layout, delimiter=b","))) for layout in Layout}) == len(Layout)
