# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import subprocess
import sys

ASK = """
import gc
from mendsky.runtime import collecting
class Ring: pass
collecting.settle()
print(gc.get_threshold() == collecting.THRESHOLDS, gc.get_freeze_count() > 0)
ring = Ring(); ring.itself = ring
import weakref; gone = weakref.ref(ring); del ring
gc.collect(); print(gone() is None)
"""


def test_what_is_loaded_is_left_out_and_later_cycles_are_still_found():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]
