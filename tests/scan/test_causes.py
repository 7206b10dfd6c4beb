# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The causes are a closed list, each in words."""

from mendsky.scan.causes import MEANINGS, Cause, UnreadError


def test_each_cause_has_its_meaning():
    assert set(MEANINGS) == set(Cause)


def test_an_error_holds_its_cause_and_nothing_else():
    failure = UnreadError(Cause.BOMB)
    assert (failure.cause, str(failure)) == (Cause.BOMB, "bomb")
