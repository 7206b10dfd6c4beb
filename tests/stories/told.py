# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the stories share: a demo on a machine that may stand still, and intervals that may miss."""

import json
import os

import fasteners

PATIENT = {**os.environ, "MENDSKY_PROBE_TIMEOUT": "10"}
"""The environment of a demo on a machine that other tests, or other machines, hold up for seconds."""


def near(count, truth):
    """Say whether a number lies within an interval of two standard deviations, or two more outside.

    About one key in twenty puts an interval beside the truth: `test_intervals` counts how often. A story
    that is told under one key holds that nothing else is wrong.
    """
    beyond = (count["high"] - count["low"]) / 2
    return count["low"] - beyond <= truth <= count["high"] + beyond


def told_once(factory, name, tell):
    """Tell a story in one of the processes that share the tests, and give what came of it to all of them."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = shared / f"{name}.json"
    with fasteners.InterProcessLock(shared / f"{name}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps(tell()))
    return json.loads(kept.read_text())
