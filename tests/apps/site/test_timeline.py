# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Events, letters and looks stand on one line of time, each once, the first one first."""

import uuid
from dataclasses import replace
from datetime import timedelta

from mendsky.apps.cases import queries
from mendsky.apps.cases.models import LetterKind
from mendsky.apps.cases.queries import LetterEntry, PartyEntry
from mendsky.apps.site.timeline import lines
from mendsky.apps.watch.models import OrderStatus
from mendsky.apps.watch.queries import AttemptEntry, PassEntry
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.core.terms.cases import Level


def letter(at, **fate):
    fate = {"posted_at": None, "refused_at": None, **fate}
    return LetterEntry(
        id=uuid.uuid4(), kind=LetterKind.NOTICE, language="en", written_at=at, attempts=1, **fate
    )


def test_all_that_happened_is_told_in_its_order(world, nation, monday):
    case = world.cases[0]
    posted, refused = monday + timedelta(minutes=20), monday + timedelta(minutes=30)
    letters = (letter(monday, posted_at=posted), letter(monday, refused_at=refused), letter(monday))
    party = PartyEntry(
        id=uuid.uuid4(), case=case.id, organisation=case.organisation, role=Level.OWNER, told_at=monday,
        answered_at=None, ended_at=None, letters=letters,
    )  # fmt: skip
    look = PassEntry(
        number=1, answer=Answer.UNDETERMINED, cause=Cause.CAPTCHA, at=monday + timedelta(hours=1)
    )
    attempt = AttemptEntry(
        order_id=uuid.uuid4(), purpose=Purpose.RETEST, asked_by="owner", asked_at=monday, passes=(look,),
        status=OrderStatus.PENDING, next_due=None, answered_at=None,
    )  # fmt: skip
    told = lines(
        nation,
        "en",
        events=queries.timeline(case.id),
        words={2: "in the field"},
        parties=[party],
        names={case.organisation: "the office"},
        attempts=[attempt],
    )
    assert [(line.what, line.detail, line.words) for line in told] == [
        ("Report received", "", ""),
        ("Notice to the office waits for the mail server", "", ""),
        ("Loophole verified", "", "in the field"),
        ("Owner told", "", ""),
        ("Notice posted to the office", "", ""),
        ("Notice to the office came back", "", ""),
        ("Retest: undetermined", "the page asks for a captcha", ""),
    ]
    ended = replace(attempt, status=OrderStatus.UNDETERMINED, answered_at=look.at)
    last = lines(nation, "en", events=(), words={}, parties=(), names={}, attempts=[ended])[-1]
    assert last.what == "Not tried again: the place could not be looked at for 30 days"
    assert told[5].tone == "doubt"
