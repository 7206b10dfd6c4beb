# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import builtins
import os
import subprocess
import sys

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


def test_the_first_run_says_that_it_compiles_and_the_second_does_not(tmp_path):
    asked = (
        "from mendsky.core.identity import prepare\n"
        "from mendsky.nations.load import load\n"
        "print(prepare(load('cn'), (1800, 1899), lambda: print('compiling')))\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", asked], check=True, capture_output=True, text=True,
            env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)},
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert said == ["compiling\nTrue\n", "True\n"]
