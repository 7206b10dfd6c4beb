# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import timedelta

from mendsky.apps.watch import services
from mendsky.apps.watch.firing import firings, flagged
from mendsky.apps.watch.models import LastAnswer
from mendsky.core.rules.firing import FEWEST, LONG, WINDOW, Flag
from mendsky.core.terms.answers import Answer, Cause, Purpose

KIND = "directory-listing"


def of(kind, now):
    (found,) = [firing for firing in firings(now) if firing.kind == kind]
    return found


def tell(answer, number, at, cause=""):
    LastAnswer.objects.bulk_create(
        LastAnswer(system=uuid.uuid4(), probe=KIND, answer=answer, cause=cause, since=at, last_at=at)
        for _ in range(number)
    )


def test_a_probe_that_fired_says_when_and_of_how_many(office, system_id, monday):
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)
    fired, quiet = of(KIND, monday), of("exposed-backup", monday)
    assert (fired.last, fired.told, fired.exposed, fired.share) == (monday, 1, 1, 1.0)
    assert (quiet.last, quiet.began, quiet.exposed) == (None, monday, 0)
    assert of("weak-password", monday).told == 0
    later = of(KIND, monday + WINDOW)
    assert (later.last, later.told) == (monday, 0)


def test_what_could_not_be_told_counts_for_nothing(db, monday):
    tell(Answer.UNDETERMINED, FEWEST, monday, Cause.TIMED_OUT)
    assert (of(KIND, monday).told, of(KIND, monday).began) == (0, None)


def test_a_probe_that_fires_nearly_everywhere_or_nowhere_for_long_is_flagged(db, monday):
    tell(Answer.NOT_EXPOSED, FEWEST, monday - LONG)
    assert flagged(monday) == ()
    LastAnswer.objects.update(last_at=monday)
    ((quiet, flag),) = flagged(monday)
    assert (quiet.kind, flag) == (KIND, Flag.SILENT)
    tell(Answer.EXPOSED, FEWEST + 1, monday - timedelta(days=1))
    ((often, flag),) = flagged(monday)
    assert (often.kind, flag) == (KIND, Flag.OFTEN)
