# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Formats without a reader are said to be undetermined, and their bytes are read all the same."""

import pytest

from mendsky.scan.formats.unread import MAGICS
from tests.scan.made import PEOPLE, walked


@pytest.mark.parametrize("magic", MAGICS)
def test_it_is_said_and_its_bytes_are_read(magic):
    done = walked(magic + b"\0 " + PEOPLE[0].encode(), "a.rar")
    assert done.causes == {"a.rar": "unsupported"}
    assert done.count(PEOPLE[0]) == 1
