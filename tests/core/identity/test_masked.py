# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity import masked
from tests.core.identity.written import CN


def test_runs_as_long_as_an_identifier_count():
    assert masked(b"230101********1104, 138****0000, 6222***********1234, 12***3", CN) == 3


def test_without_a_star_there_are_none():
    assert masked(b"230101185003211104", CN) == 0
