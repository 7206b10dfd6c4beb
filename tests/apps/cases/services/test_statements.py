# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An owner's words for the public stay sealed until a handler has read them, and can be taken back."""

import pytest

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.services import StatementRefusedError


@pytest.fixture
def stated(case, story, event):
    services.state(case.id, "  We regret it. ", at=story.later(hours=1))
    return event("statement")


def test_a_statement_is_sealed_and_moves_nothing(case, story, stated):
    assert story.state(case) == "notified"
    assert stated.public == {}
    assert b"regret" not in bytes(stated.sealed)
    (said,) = queries.statements(case.id)
    assert (said.number, said.text, said.released_at) == (stated.number, "We regret it.", None)


def test_a_handler_releases_it_once(case, story, stated):
    at = story.later(hours=1)
    for _ in range(2):
        services.release_statement(case.id, stated.number, at=at)
    assert queries.statements(case.id)[0].released_at == at
    assert story.kinds(case).count("release-statement") == 1


def test_only_a_statement_can_be_released(case, story):
    with pytest.raises(StatementRefusedError):
        services.release_statement(case.id, 1, at=story.later(hours=1))


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_statement_says_something_and_not_too_much(case, story, text):
    with pytest.raises(StatementRefusedError):
        services.state(case.id, text, at=story.later(hours=1))


def test_an_erased_statement_has_no_words_left(case, story, stated):
    services.erase(case.id)
    assert queries.statements(case.id)[0].text is None
