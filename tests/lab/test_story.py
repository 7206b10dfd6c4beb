# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stories hold together, or are refused."""

from dataclasses import replace

import pytest

from mendsky.lab.small import small


def test_two_systems_of_one_name_are_refused(nation):
    story = small(nation)
    with pytest.raises(ValueError, match="differ in key"):
        replace(story, systems=(*story.systems, story.systems[-1]))


def test_an_owner_with_two_loopholes_is_refused(nation):
    story = small(nation)
    second = replace(story.systems[1], organisation=story.systems[0].organisation)
    with pytest.raises(ValueError, match="at most one loophole"):
        replace(story, systems=(story.systems[0], second))


def test_a_system_without_an_owner_is_refused(nation):
    story = small(nation)
    with pytest.raises(ValueError, match="owner in the story"):
        replace(story, organisations=())
