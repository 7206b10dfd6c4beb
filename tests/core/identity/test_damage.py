# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity.damage import damaged_cells
from mendsky.core.identity.separated import Separated


def damaged(nation, cell):
    content = b"a,b\nx," + cell + b"\ny,z\n"
    cells = Separated(b",").cut(content)
    any_float, sure = damaged_cells(content, cells, nation)
    return bool(any_float[3]), bool(sure[3])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (b"1.10105E+17", (True, True)),
        (b"1.10105199001011e+17", (True, True)),
        (b"1.1E17", (True, True)),
        (b"9.91E+17", (True, False)),
        (b"1.10105E+18", (True, False)),
        (b"1.10105E+7", (False, False)),
        (b"E+17", (False, False)),
        (b"110105185001010000", (True, True)),
        (b"110105185013010000", (False, False)),
        (b"110105185001010001", (False, False)),
        (b"", (False, False)),
    ],
)
def test_a_number_that_lost_its_end_is_known(nation, cell, expected):
    assert damaged(nation, cell) == expected
