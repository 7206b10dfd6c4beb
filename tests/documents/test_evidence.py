# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest

from mendsky.documents.evidence import RECORDED, TABLE, shown
from mendsky.nations.load import load


@pytest.fixture(scope="module")
def nation():
    return load("cn")


def test_a_line_is_said_in_the_readers_language_with_its_counts(nation):
    note = "the first 4096 bytes of one file hold 31 rows with identifiers"
    said = shown(nation, "zh-Hans", note)
    assert re.findall(r"\d+", said) == ["4096", "31"]
    assert not re.search(r"[A-Za-z]{2,}", said)


def test_it_stays_as_recorded_in_english_and_where_no_text_knows_it(nation):
    assert shown(nation, "en", "a listing of the directory") == "a listing of the directory"
    assert shown(nation, "zh-Hans", "something else (.*) {0}") == "something else (.*) {0}"


def test_no_line_is_of_two_kinds(nation):
    texts = [text for key, text in nation.texts[RECORDED].items() if key.startswith(TABLE)]
    assert len(texts) == len(set(texts)) > 0
    for text in texts:
        filled = re.sub(r"\{[a-z]+\}", "7", text)
        assert shown(nation, "zh-Hans", filled) != filled
