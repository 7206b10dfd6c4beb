# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity.formats import FORMATS, Format


@pytest.mark.parametrize(("module", "kind"), [("pl.pesel", "pl-pesel"), ("is_.kennitala", "is-kennitala")])
def test_a_kind_is_named_by_country_and_number(module, kind):
    made = Format(module, 10, 10, letters=False, person=True, rate=0.1, words=())
    assert made.kind == kind


def test_each_format_stands_once_in_the_order_of_countries():
    modules = [entry.module for entry in FORMATS]
    assert modules == sorted(set(modules))


def test_lengths_and_words_can_be():
    for entry in FORMATS:
        assert 0 < entry.shortest <= entry.longest, entry.module
        assert all(word.strip() == word and word for word in entry.words), entry.module
