# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which observations get a full row."""

import pytest

from mendsky.apps.watch import rows
from mendsky.apps.watch.models import LastAnswer
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Observation, Place

NO, YES, UNKNOWN = Answer.NOT_EXPOSED, Answer.EXPOSED, Answer.UNDETERMINED


@pytest.mark.parametrize(
    ("before", "answer", "cause", "kept"),
    [
        (None, NO, None, False),
        (None, YES, None, True),
        (None, UNKNOWN, Cause.NOT_GRANTED, False),
        ((NO, ""), NO, None, False),
        ((YES, ""), NO, None, True),
        ((YES, ""), YES, None, True),
        ((UNKNOWN, Cause.TIMED_OUT), UNKNOWN, Cause.TIMED_OUT, True),
        ((UNKNOWN, Cause.NOT_GRANTED), UNKNOWN, Cause.NOT_GRANTED, False),
        ((UNKNOWN, Cause.NOT_GRANTED), UNKNOWN, Cause.NO_TEST_IDENTITY, False),
        ((UNKNOWN, Cause.TIMED_OUT), UNKNOWN, Cause.NOT_GRANTED, False),
        ((YES, ""), UNKNOWN, Cause.NOT_GRANTED, True),
        ((UNKNOWN, Cause.NOT_GRANTED), NO, None, True),
    ],
)
def test_a_full_row_is_kept_where_there_is_something_to_say(before, answer, cause, kept):
    place = Place(group="/api") if answer is YES else None
    seen = Observation(probe="open-api", version=1, answer=answer, cause=cause, reason="", place=place)
    last = None if before is None else LastAnswer(answer=before[0], cause=before[1])
    assert rows.is_kept(seen, last) is kept
