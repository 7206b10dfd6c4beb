# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import builtins
import os
import subprocess
import sys

import pytest

from mendsky.core.identity import compiled


def test_numba_is_not_imported_with_the_package():
    asked = "import sys, mendsky.core.identity; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_without_numba_there_are_no_kernels_and_nothing_breaks(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("mendsky.core.identity") and rest and rest[2] == ("kernels",):
            raise ImportError
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert compiled.kernels.__wrapped__() is None


FIRST = """
from mendsky.core.census import kernels as counting
from mendsky.core.census.summary import Totals, prepare
from mendsky.core.identity import base64_kernel, cell_kernel, kernels, tag_kernel
from mendsky.nations.identity import load_identity

nation = load_identity("cn")
print(prepare(nation, (1800, 1899), lambda: print("compiling")))
entries = {kernels.scan, kernels.settle, tag_kernel.tags, base64_kernel.runs}
entries |= {cell_kernel.cut, cell_kernel.lift}
entries |= {counting.hashed_below, counting.squeezed, counting.parted, counting.sort_out}
known = {entry: len(entry.signatures) for entry in entries}
assert all(known.values()), known
for row in (b"<tr><td>1</td><td>18600000000</td></tr>\\n", b"1,18600000000,a@example.org\\n"):
    piece = Totals(nation=nation, birth_years=(1800, 1899), key=bytes(16)).piece()
    piece.feed(row * (3_000_000 // len(row)))
    piece.feed(None)
assert {entry: len(entry.signatures) for entry in entries} == known
"""


@pytest.mark.deep
def test_the_first_run_says_that_it_compiles_and_the_second_does_not(tmp_path):
    said = [
        subprocess.run(
            [sys.executable, "-c", FIRST], check=True, capture_output=True, text=True,
            env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)},
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert said == ["compiling\nTrue\n", "True\n"]
