# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What tests of several apps share: a home of the test's own, and three offices with a case each."""

import pytest


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    from mendsky.runtime import settings as read_once

    settings.HOME = tmp_path
    monkeypatch.setattr(read_once, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def world(synthetic, nation, monday, home):
    from tests.published import build

    return build(nation, monday)


@pytest.fixture
def listed(settings, tmp_path):
    """Give the function that has the installation list these keys of offices, from now on."""
    from tests.signing import listing

    def listed(*lines):
        settings.GRANT_KEYS = listing(tmp_path / "office-keys", *lines)

    return listed
