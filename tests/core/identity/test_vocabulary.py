# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity.vocabulary import has_lookalikes, latin_letters, latin_words, vocabulary

LABELS = (("姓名", "name", "full name"), ("身份证", "id_card", "ID number"), ("12",))


def suspects(text):
    words = latin_words(latin_letters(text.encode()))
    return vocabulary(LABELS).suspects(text, words, lookalikes=has_lookalikes(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nothing", {2: ("12",)}),
        ("NAME", {0: ("name",), 2: ("12",)}),
        ("names", {2: ("12",)}),
        ("7name姓", {0: ("name",), 2: ("12",)}),
        ("my id", {2: ("12",)}),
        ("a card, an id", {1: ("id_card",), 2: ("12",)}),
        ("姓氏", {2: ("12",)}),
        ("姓名", {0: ("姓名",), 2: ("12",)}),
    ],
)
def test_what_cannot_stand_there_is_no_suspect(text, found):
    assert suspects(text) == found


def test_letters_that_pass_for_others_make_every_latin_label_a_suspect():
    assert [has_lookalikes(text) for text in ("ſ", "\N{KELVIN SIGN}", "sk", "姓名")] == [
        True,
        True,
        False,
        False,
    ]
    assert set(suspects("ſ")) == {0, 1, 2}


def test_words_are_runs_of_ascii_letters():
    assert latin_words(latin_letters("Id_Card7x身No".encode())) == {b"", b"id", b"card", b"x", b"no"}
