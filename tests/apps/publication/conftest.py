# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A home of the test's own, and three offices with a case each."""

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
def named(world, synthetic):
    """Name the organisation of the first case; give the release, this case and one that is only counted."""
    from tests.published import name_owner

    release = name_owner(world, synthetic)
    return release, world.cases[0].public_id, world.cases[1].public_id
