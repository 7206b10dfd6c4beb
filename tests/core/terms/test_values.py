# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.core.terms.values import value


@value
class Question:
    target: str
    most: int = 3


def test_values_are_alike_where_their_fields_are():
    assert Question(target="/a") == Question(target="/a", most=3)
    assert len({Question(target="/a"), Question(target="/a"), Question(target="/b")}) == 2
    assert replace(Question(target="/a"), most=4) != Question(target="/a")


def test_a_value_is_made_by_keyword_and_has_its_fields_alone():
    with pytest.raises(TypeError):
        Question("/a")
    with pytest.raises(AttributeError):
        Question(target="/a").least = 1
