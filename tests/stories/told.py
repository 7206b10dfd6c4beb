# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the stories share: a demo on a machine that may stand still, and intervals that may miss."""

import os

PATIENT = {**os.environ, "MENDSKY_PROBE_TIMEOUT": "10"}
"""The environment of a demo on a machine that other tests, or other machines, hold up for seconds."""


def near(count, truth):
    """Say whether a number lies within an interval of two standard deviations, or two more outside.

    About one key in twenty puts an interval beside the truth: `test_intervals` counts how often. A story
    that is told under one key holds that nothing else is wrong.
    """
    beyond = (count["high"] - count["low"]) / 2
    return count["low"] - beyond <= truth <= count["high"] + beyond
