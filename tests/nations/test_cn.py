# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every nation's words must hold, whichever nation it is."""

from importlib import resources

import pytest
from fontTools.ttLib import TTFont

from mendsky.core.rules.escalation import Reason
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.core.terms.cases import Actor, EventKind, Level, Stage, State
from mendsky.core.terms.counts import CountGrade
from mendsky.core.terms.information import Information
from mendsky.core.terms.roles import Role
from mendsky.nations.load import available, check_texts, load

NATIONS = [load(code) for code in available()]
LANGUAGES = [(nation, language) for nation in NATIONS for language in nation.languages]
WORDS = {
    "state": State,
    "event": EventKind,
    "actor": Actor,
    "stage": Stage,
    "level": Level,
    "answer": Answer,
    "cause": Cause,
    "purpose": Purpose,
    "information": Information,
    "information-not": Information,
    "information-advice": Information,
    "grade": CountGrade,
    "role": Role,
    "letter.reason": Reason,
    "severity": ("low", "medium", "high", "critical"),
}


@pytest.mark.parametrize("nation", NATIONS, ids=lambda nation: nation.code)
def test_all_languages_say_the_same_things(nation):
    check_texts(nation)


@pytest.mark.parametrize(
    ("nation", "language"), LANGUAGES, ids=lambda value: str(getattr(value, "code", value))
)
@pytest.mark.parametrize(("table", "words"), WORDS.items(), ids=WORDS)
def test_each_word_of_the_field_has_a_text(nation, language, table, words):
    for word in words:
        assert nation.texts[language][f"{table}.{word}"]


@pytest.mark.parametrize("nation", NATIONS, ids=lambda nation: nation.code)
def test_sectors_and_identifiers_and_classes_are_named_in_every_language(nation):
    for row in (*nation.sectors, *nation.identifiers, *nation.data_classes, *nation.tiles):
        assert set(row.names) == set(nation.languages)


@pytest.mark.parametrize("nation", NATIONS, ids=lambda nation: nation.code)
def test_the_font_draws_every_character(nation):
    folder = resources.files("mendsky.nations").joinpath(nation.code.lower(), "fonts")
    (name,) = (entry.name for entry in folder.iterdir() if entry.name.endswith(".woff2"))
    with folder.joinpath(name).open("rb") as file:
        drawn = set(TTFont(file).getBestCmap())
    said = "".join(text for language in nation.languages for text in nation.texts[language].values())
    named = (*nation.divisions.values(), *nation.sectors, *nation.tiles, *nation.identifiers)
    names = "".join(name for row in named for name in row.names.values())
    law = [word for duty in nation.duties for word in (*duty.titles.values(), *duty.articles.values())]
    said += "".join((*law, *(duty.source + "".join(duty.texts.values()) for duty in nation.duties)))
    # Every reader's own fonts have the sign.
    assert {character for character in said if ord(character) not in drawn} - {"≤"} == {"\n"}
    # The subset holds GB 2312; three counties are named with characters beyond it.
    assert {character for character in names if ord(character) not in drawn} <= {"仫", "瀍", "猇"}
