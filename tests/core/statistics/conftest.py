# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small ledger of facts, told as stories of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from mendsky.core.ledger.shapes import check_fact
from mendsky.core.lifecycle.fold import advance
from mendsky.core.terms.cases import EventKind
from mendsky.core.terms.instants import instant_text

START = datetime(2015, 3, 2, 1, 0, tzinfo=UTC)
PROVINCES = {
    "CN": None,
    "330000": "330000",
    "330100": "330000",
    "610000": "610000",
    "610200": "610000",
    "130000": "130000",
}


class Chronicle:
    """Facts in the order in which they are told; each a day after the one before in its story."""

    def __init__(self) -> None:
        self.facts = []

    def case(
        self,
        name,
        story,
        *,
        division="330100",
        sector="social-security",
        level="high",
        subject=None,
        organisation=None,
    ):
        state = None
        for number, word in enumerate(story.split(), start=1):
            kind, was = EventKind(word), state
            state = advance(state, kind)
            self._add(
                START + timedelta(days=number),
                type="event",
                case=name,
                number=number,
                kind=kind.value,
                schema=1,
                at=instant_text(START + timedelta(days=number)),
                actor="mendsky",
                rule="",
                pack="cn/1",
                cause="",
                was=was and was.value,
                state=state.value,
                stage="counted",
                public={
                    "subject": subject or f"place of {name}",
                    "kind": "sql-injection",
                    "division": division,
                    "sector": sector,
                    "organisation": organisation or f"owner of {name}",
                    "severity": {"score": 9, "level": level, "rule": "severity/1"},
                }
                if kind is EventKind.VERIFY
                else {"organisation": f"heir of {name}", "division": division}
                if kind is EventKind.TRANSFER
                else {},
                sealed="",
            )
        return f"place of {name}"

    def count(self, subject, unit, low, point, high, grade, *, day=3, supersedes=None):  # noqa: PLR0917 - as a count is read
        return self._add(
            START + timedelta(days=day),
            type="count",
            subject=subject,
            unit=unit,
            count={"low": low, "point": point, "high": high, "grade": grade},
            method="stated",
            source="server",
            at=instant_text(START),
            supersedes=supersedes,
        )

    def coverage(self, division, in_scope, covered, undetermined, *, sector="social-security", day=1):
        moment = START + timedelta(days=day)
        return self._add(
            moment,
            type="coverage",
            day=moment.date().isoformat(),
            division=division,
            sector=sector,
            in_scope=in_scope,
            covered=covered,
            undetermined=undetermined,
        )

    def attest(self, cell, subjects, low, point, high, *, day=4):
        moment = START + timedelta(days=day)
        return self._add(
            moment,
            type="attestation",
            cell=cell,
            as_of=instant_text(moment),
            subjects=sorted(subjects),
            series="2015",
            k=4096,
            count={"low": low, "point": point, "high": high, "grade": "G3"},
            key="00" * 32,
            signature="00" * 64,
        )

    def _add(self, moment, **fact):
        fact |= {
            "id": f"fact {len(self.facts)}",
            "origin": "mendsky.test",
            "recorded_at": instant_text(moment),
        }
        check_fact(fact)
        self.facts.append(fact)
        return fact["id"]


@pytest.fixture
def chronicle():
    return Chronicle()


@pytest.fixture
def provinces():
    return PROVINCES


@pytest.fixture
def later():
    return START + timedelta(days=60)
