# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell events, letters and looks of a case as one line of time, for the desk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mendsky.apps.cases.queries import LetterEntry, PartyEntry
from mendsky.apps.site import steps
from mendsky.apps.site.wording import text
from mendsky.apps.watch.queries import AttemptEntry
from mendsky.core.terms.cases import Event
from mendsky.core.terms.nations import Nation


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the desk's timeline."""

    at: datetime
    order: int
    """Among lines of the same instant."""
    what: str
    detail: str
    words: str
    """What somebody wrote, unsealed in memory; empty for who may not read it."""
    who: str
    rule: str
    tone: str
    """A class of the style sheet, as `steps.Step` has it."""


def lines(
    nation: Nation,
    language: str,
    *,
    events: Iterable[Event],
    words: Mapping[int, str],
    parties: Iterable[PartyEntry],
    names: Mapping[UUID, str],
    attempts: Iterable[AttemptEntry],
) -> tuple[Line, ...]:
    """Give all lines, the first one first; `words` by number of event, `names` by organisation."""
    found = [
        *_events(nation, language, events, words),
        *_letters(nation, language, parties, names),
        *_looks(nation, language, attempts),
    ]
    return tuple(sorted(found, key=lambda line: (line.at, line.order)))


def _events(
    nation: Nation, language: str, events: Iterable[Event], words: Mapping[int, str]
) -> Iterator[Line]:
    for event in events:
        (step,) = steps.steps(nation, language, [event])
        yield Line(
            at=step.at,
            order=event.number,
            what=step.what,
            detail=step.detail,
            words=words.get(event.number, ""),
            who=step.actor,
            rule=step.rule,
            tone=step.tone,
        )


def _letters(
    nation: Nation, language: str, parties: Iterable[PartyEntry], names: Mapping[UUID, str]
) -> Iterator[Line]:
    for party in parties:
        for letter in party.letters:
            fate, at = _fate(letter)
            what = text(
                nation,
                language,
                f"page.desk-case.letter-{fate}",
                kind=text(nation, language, f"page.desk-case.letter.{letter.kind.value}"),
                whom=names[party.organisation],
            )
            tone = "doubt" if fate == "refused" else "quiet"
            yield Line(at=at, order=10_000, what=what, detail="", words="", who="", rule="", tone=tone)


def _fate(letter: LetterEntry) -> tuple[str, datetime]:
    if letter.refused_at is not None:
        return "refused", letter.refused_at
    return ("posted", letter.posted_at) if letter.posted_at else ("waiting", letter.written_at)


def _looks(nation: Nation, language: str, attempts: Iterable[AttemptEntry]) -> Iterator[Line]:
    for attempt in attempts:
        for look in attempt.passes:
            what = text(
                nation,
                language,
                "page.desk-case.attempt",
                purpose=text(nation, language, f"purpose.{attempt.purpose.value}"),
                answer=text(nation, language, f"answer.{look.answer.value}"),
            )
            cause = text(nation, language, f"cause.{look.cause.value}") if look.cause else ""
            what = what[:1].upper() + what[1:]
            yield Line(at=look.at, order=0, what=what, detail=cause, words="", who="", rule="", tone="quiet")
        if attempt.has_ended_undetermined and attempt.answered_at is not None:
            what = text(nation, language, "page.desk-case.attempt-ended")
            yield Line(
                at=attempt.answered_at, order=1, what=what, detail="", words="", who="", rule="", tone="doubt"
            )
