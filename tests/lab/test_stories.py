# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stories by name."""

import pytest

from mendsky.lab.stories import tell


def test_the_demos_story_and_drawn_ones_are_told(nation):
    assert tell("small", 9, nation) == tell("small", 1, nation)
    assert tell("drawn", 9, nation) != tell("drawn", 1, nation)


def test_another_name_is_refused(nation):
    with pytest.raises(ValueError, match="small, drawn"):
        tell("large", 1, nation)
