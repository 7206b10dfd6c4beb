# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The memory that a command and what it starts take together."""

import subprocess
import sys

from mendsky.cli.memory import Peak, peak_memory


def test_the_memory_of_a_child_counts_too():
    alone = Peak()
    alone.look()
    child = [sys.executable, "-c", "kept = b'x' * 200_000_000; print(flush=True); input()"]
    with peak_memory() as seen, subprocess.Popen(child, stdin=-1, stdout=-1) as process:
        process.stdout.readline()
        seen.look()
        process.communicate(b"\n")
    assert seen.peak >= alone.peak + 180_000_000


def test_what_was_given_back_is_still_the_peak():
    with peak_memory() as seen:
        pass
    before = seen.peak
    seen.look()
    assert seen.peak >= before > 0
