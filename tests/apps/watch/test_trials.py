# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

from mendsky.apps.watch import trials
from mendsky.apps.watch.selftest import Counterpart, Tried
from mendsky.core.terms.answers import Answer

RIGHT = {"vulnerable": Answer.EXPOSED, "repaired": Answer.NOT_EXPOSED, "odd:captcha": Answer.UNDETERMINED}


def tried(kind, wrong=()):
    """What a probe answered of its counterparts: rightly, but of those that are named."""
    return [
        Tried(
            counterpart=Counterpart(kind=kind, name=name, origin="http://x.test:80"),
            answer=Answer.UNDETERMINED if name in wrong else right,
            cause=None,
        )
        for name, right in RIGHT.items()
    ]


def test_before_the_first_there_is_none_and_one_is_due(db, monday):
    assert trials.last() is None
    assert trials.is_due(monday)


def test_a_self_test_is_kept_in_place_of_the_one_before_and_says_what_was_wrong(db, monday):
    trials.note([*tried("open-api"), *tried("open-ftp", {"repaired"})], monday - timedelta(days=30))
    trials.note([*tried("open-api", {"vulnerable", "repaired"}), *tried("error-page")], monday)
    assert trials.last() == trials.Trial(
        at=monday, probes=2, wrong=(("open-api", ("vulnerable", "repaired")),)
    )


def test_the_next_is_due_a_week_later(db, monday):
    trials.note(tried("open-api"), monday)
    assert not trials.is_due(monday + trials.EVERY - timedelta(seconds=1))
    assert trials.is_due(monday + trials.EVERY)
