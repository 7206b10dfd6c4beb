# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ports for programs that look for a free one and open it later: no two processes of the tests look alike."""

import os
import re

APART = 1000


def own(port: int) -> int:
    """Give the port from which this process of the tests may search: for each of them another."""
    digits = re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", ""))
    return port + APART * int(digits or 0)
