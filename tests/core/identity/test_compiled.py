# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import builtins
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
