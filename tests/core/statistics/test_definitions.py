# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.statistics.definitions import DEFINITIONS, DENOMINATORS


def test_every_figure_with_a_denominator_has_a_definition():
    assert set(DENOMINATORS) <= set(DEFINITIONS)


def test_every_nation_defines_every_figure_in_every_language(nation):
    for language in nation.languages:
        assert set(DEFINITIONS.values()) <= set(nation.texts[language])
