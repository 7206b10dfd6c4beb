# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person flags, another reviews, the finding stands for a year, and then the place is looked at again."""

from datetime import timedelta

import pytest

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.models import Case, FalsePositive
from mendsky.apps.cases.services import FlagRefusedError, NoteRefusedError
from mendsky.apps.cases.services.false_positives import TERM
from mendsky.apps.watch.models import RetestOrder
from mendsky.core.lifecycle.fold import IllegalMove
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.cases import EventKind

ONE, OTHER = 1, 2


@pytest.fixture
def flagged(case, story):
    services.flag(case.id, "The numbers are a printed specimen.", by=ONE, at=story.later(hours=1))
    return case


@pytest.fixture
def found(flagged, story):
    """Have the flag confirmed by another person."""
    services.confirm_flag(flagged.id, "So they are.", by=OTHER, at=story.later(hours=1))
    return flagged


def test_a_flag_changes_nothing_until_another_person_has_reviewed_it(flagged, story):
    assert story.state(flagged) == "notified"
    assert queries.last_words(flagged.id, EventKind.NOTE) == "The numbers are a printed specimen."
    entry = queries.false_positive(flagged.id)
    assert (entry.flagged_by, entry.reviewed_at, entry.upheld) == (ONE, None, None)
    with pytest.raises(FlagRefusedError, match="another person"):
        services.confirm_flag(flagged.id, "I agree with myself.", by=ONE, at=story.later(hours=1))
    with pytest.raises(FlagRefusedError, match="flagged already"):
        services.flag(flagged.id, "Again.", by=OTHER, at=story.later(hours=1))
    assert story.state(flagged) == "notified"


def test_a_confirmed_flag_withdraws_the_case_and_tells_everybody(found, story, post_office):
    story.work()
    assert story.state(found) == "rejected"
    assert "已撤销" in post_office.letters[-1]["Subject"]
    entry = queries.false_positive(found.id)
    assert (entry.reviewed_by, entry.upheld, entry.expires - entry.reviewed_at) == (OTHER, True, TERM)
    assert timedelta(days=365) == TERM


def test_a_refused_flag_leaves_the_case_as_it_stands(flagged, story):
    services.refuse_flag(flagged.id, "They are real.", by=OTHER, at=story.later(hours=1))
    assert story.state(flagged) == "notified"
    assert queries.false_positive(flagged.id).upheld is False
    assert queries.last_words(flagged.id, EventKind.NOTE) == "They are real."
    services.flag(flagged.id, "New evidence.", by=ONE, at=story.later(hours=1))


def test_what_is_not_flagged_cannot_be_reviewed_nor_flagged_without_evidence(case, story):
    with pytest.raises(FlagRefusedError, match="not flagged"):
        services.refuse_flag(case.id, "No.", by=OTHER, at=story.later(hours=1))
    with pytest.raises(NoteRefusedError):
        services.flag(case.id, " ", by=ONE, at=story.later(hours=1))
    story.repaired(case)
    with pytest.raises(IllegalMove):
        services.flag(case.id, "It is gone anyway.", by=ONE, at=story.later(hours=1))
    assert not FalsePositive.objects.exists()


def test_the_finding_holds_for_its_term_and_then_the_place_is_looked_at_again(found, story):
    story.returned()
    assert Case.objects.count() == 1
    expires = queries.false_positive(found.id).expires
    story.until(expires - timedelta(minutes=1))
    assert not RetestOrder.objects.exists()
    story.until(expires)
    assert RetestOrder.objects.get().asked_by == "schedule"
    story.until(expires + timedelta(minutes=1))
    assert RetestOrder.objects.count() == 1


@pytest.fixture
def expired(found, story, monkeypatch):
    """Let the finding's term end while the grant still lives."""
    FalsePositive.objects.update(expires=story.later(days=1))
    story.until(story.later(hours=1))
    return found


def test_what_is_still_exposed_after_the_term_opens_a_case_anew(expired, story):
    story.later(hours=1)
    story.see(Answer.EXPOSED, Purpose.RETEST)
    story.work()
    old, new = Case.objects.order_by("public_id")
    assert (old.id, old.state, new.state) == (expired.id, "rejected", "notified")
    story.returned()
    assert Case.objects.count() == 2


def test_what_is_gone_after_the_term_opens_nothing(expired, story):
    story.retested(Answer.NOT_EXPOSED)
    assert Case.objects.count() == 1
    assert queries.false_positive(expired.id).ended_at is not None


def test_an_upheld_dispute_is_such_a_finding_and_settles_an_open_flag(flagged, story):
    services.dispute(flagged.id, "A specimen.", at=story.later(hours=1))
    at = story.later(hours=1)
    services.uphold(flagged.id, at=at, reason="Yes.", by=ONE)
    (row,) = FalsePositive.objects.all()
    assert (row.flagged_by, row.reviewed_by, row.upheld, row.expires) == (None, ONE, True, at + TERM)
