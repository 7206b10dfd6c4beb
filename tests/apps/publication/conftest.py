# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A named organisation."""

import pytest


@pytest.fixture
def named(world, synthetic):
    """Name the organisation of the first case; give the release, this case and one that is only counted."""
    from tests.published import name_owner

    release = name_owner(world, synthetic)
    return release, world.cases[0].public_id, world.cases[1].public_id
