# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which looks could not see a verified repair: those since the last clean one."""

import pytest
from django.db.models import OuterRef, Subquery

from mendsky.apps.cases import services, unseen
from mendsky.apps.cases.models import Case
from mendsky.core.terms.answers import Answer
from mendsky.core.terms.cases import Actor, EventKind


@pytest.fixture
def look(case, story):
    """Record what a later look at the case answered, and give the event."""
    return lambda kind: services.record(case.id, kind, at=story.later(days=3), actor=Actor.MENDSKY)


def test_looks_before_the_repair_do_not_count(case, story):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.UNDETERMINED)
    story.retested(Answer.NOT_EXPOSED)
    assert not unseen.looks(case.id).exists()


def test_the_oldest_since_the_last_clean_look_comes_first(case, story, look):
    story.repaired(case)
    look(EventKind.RETEST_UNDETERMINED)
    look(EventKind.RETEST_CLEAN)
    first, second = look(EventKind.RETEST_UNDETERMINED), look(EventKind.RETEST_UNDETERMINED)
    assert list(unseen.looks(case.id)) == [first, second]
    (row,) = Case.objects.annotate(first=Subquery(unseen.looks(OuterRef("pk")).values("id")[:1]))
    assert row.first == first.id
