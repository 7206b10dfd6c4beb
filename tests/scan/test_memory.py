# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import platform
import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
from mendsky.scan.memory import keep_freed

if "kept" in sys.argv:
    keep_freed(together=True)
for _ in range(30):
    blocks = [b"x" * (2 << 20) for _ in range(6)]
    del blocks
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def pages(*words):
    """Give how many pages the system had to give a process that takes and frees 12 MB thirty times."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has these options")
def test_freed_memory_is_used_again():
    each_time = 12 * 256
    assert pages() - pages("kept") > 20 * each_time
