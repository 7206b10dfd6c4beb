# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import importlib

import pytest

from mendsky.core.identity.arrays import found_by_arrays
from mendsky.core.identity.lookup import lookup
from mendsky.core.identity.page import Page
from mendsky.core.identity.tables import tables
from tests.core.identity.written import CN, WINDOWS, Writer, listed

find = importlib.import_module("mendsky.core.identity.find")


@pytest.mark.parametrize("seed", range(4))
def test_arrays_say_what_the_judge_of_words_says(seed, monkeypatch):
    writer = Writer(seed)
    for number in range(120):
        content, asked = writer.content(), tables(CN, WINDOWS[number % 2])
        monkeypatch.setattr(find, "FEW", 10**9)
        by_words = find.found_in(content, asked)
        monkeypatch.setattr(find, "FEW", 0)
        assert listed(find.found_in(content, asked)) == listed(by_words)


def test_nothing_is_found_in_nothing():
    asked = tables(CN, WINDOWS[0])
    bulk = found_by_arrays(Page(b"", asked), lookup(asked))
    assert (len(bulk.identifiers), bulk.closer) == (0, ())
