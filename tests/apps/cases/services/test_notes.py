# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A handler's note is sealed with the case, moves nothing, and is nobody's but the desk's."""

import pytest

from mendsky.apps.cases import desk, services
from mendsky.apps.cases.services.notes import NOTE_LENGTH, NoteRefusedError


def test_a_note_is_sealed_and_moves_nothing(case, story, event):
    before = story.state(case)
    services.note(case.id, "Called the office.", at=story.later(hours=1))
    assert story.state(case) == before
    assert event("note").public == {}
    assert desk.told(case.id, opened=True).words[event("note").number] == "Called the office."
    assert desk.told(case.id, opened=False).words == {}


@pytest.mark.parametrize("text", ["", "   ", "x" * (NOTE_LENGTH + 1)])
def test_a_note_says_something_and_not_too_much(case, story, text):
    with pytest.raises(NoteRefusedError):
        services.note(case.id, text, at=story.later(hours=1))


def test_what_was_written_is_gone_once_the_case_is_erased(case, story):
    services.note(case.id, "Called the office.", at=story.later(hours=1))
    services.erase(case.id)
    told = desk.told(case.id, opened=True)
    assert (told.words, told.evidence) == ({}, None)


def test_a_statement_is_refused_with_a_reason_and_another_may_come(case, story, event):
    services.state(case.id, "It was Mr X.", at=story.later(hours=1))
    first = event("statement").number
    assert desk.waiting_statement(desk.told(case.id, opened=False).events) == first
    services.refuse_statement(case.id, first, "Names a person.", at=story.later(hours=1))
    assert desk.waiting_statement(desk.told(case.id, opened=False).events) is None
    services.state(case.id, "We are sorry.", at=story.later(hours=1))
    assert desk.waiting_statement(desk.told(case.id, opened=False).events) == event("statement").number


def test_a_statement_that_is_not_there_is_not_refused(case, story):
    with pytest.raises(NoteRefusedError, match="no statement 1"):
        services.refuse_statement(case.id, 1, "No.", at=story.later(hours=1))
