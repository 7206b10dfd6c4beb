# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

from mendsky.runtime.instants import real_now


def test_the_machines_instant_has_a_zone_and_does_not_go_back():
    first = real_now()
    assert first.utcoffset() == timedelta(0)
    assert real_now() >= first
