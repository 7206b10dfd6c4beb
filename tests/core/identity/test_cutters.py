# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity.cutters import CUTTERS, cutter
from mendsky.core.identity.writing import Shape, Writing


def test_each_writing_has_its_cutter():
    assert set(CUTTERS) == set(Writing)
    assert len({type(cutter(Shape(writing=writing, delimiter=b","))) for writing in Writing}) == len(Writing)
