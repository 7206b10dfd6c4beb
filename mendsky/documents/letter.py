# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the letters that go out: to an owner, and to the authorities above it.

Words stand in the nation's texts; a text is plain lines, of which `## ` begins a heading, `1. ` or
`- ` an item of a list and a bare address a link. The HTML has one line of style and no picture, so
that nothing is fetched when it is read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby

from mendsky.core.rules.escalation import Reason
from mendsky.core.terms.cases import EventKind, Level
from mendsky.core.terms.counts import People, Records
from mendsky.core.terms.nations import Duty, Nation
from mendsky.core.terms.probing import Place
from mendsky.documents import dates, numbers

HEADING = "## "
ITEM = re.compile(r"\d+\. +")
BULLET = "- "
PARTS = re.compile(r"\n{3,}")
"""What an empty part leaves behind."""
ADDRESS = re.compile(r"https?://\S+")
STYLE = (
    "max-width:42em;margin:2em auto;padding:0 1em;font:1em/1.6 system-ui,sans-serif;overflow-wrap:anywhere"
)
"""A measure that can be read, in whatever colours the reader's mail program has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter, ready to be sent."""

    subject: str
    """One line."""
    text: str
    html: str
    """A whole document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One line of who was told when, and who said what."""

    at: datetime
    kind: EventKind
    level: Level | None = None
    """Which level was told, or answered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What every letter says."""

    case: str
    """Public identifier, for example `MS-CN-2015-0003`."""
    organisation: str
    """Name of whom the letter goes to."""
    owner: str
    """Name of the owner."""
    system: str
    """Name of the system."""
    origin: str
    """Where the system is reached."""
    kind: str
    """Kind of loophole: the probe's name."""
    place: Place
    found_at: datetime
    """When it was verified."""
    records: Records | None
    people: People | None
    answer_by: datetime
    """By when an answer is due; to an authority: when the next level would be told."""
    repair_by: datetime
    late: bool
    """Whether `repair_by` had passed when the letter was written."""
    link: str
    """Signed address of the page that the letter opens."""
    portal: str
    """Public address where the letter can be checked."""
    legal_basis: str
    signed_by: str
    """Office that signed the grant."""
    officer: str
    """Who is accountable for personal data at the owner; empty where none is named."""
    duties: tuple[Duty, ...]
    """Duties of law in force on the day of the letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation(About):
    """What an authority is told about an owner."""

    level: Level
    """Level of that authority."""
    reason: Reason
    notified_at: datetime
    """When the owner was first told."""
    working_days: int
    """Working days since then."""
    promised: datetime | None
    """The day that was named for the repair and has passed."""
    history: tuple[Happened, ...]
    """Oldest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refuted(About):
    """What an owner is told whose claim of repair did not hold."""

    tested_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed(About):
    """What an owner is told whose day for the repair has passed."""

    promised: datetime
    level: Level
    """Which level has been told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overruled(About):
    """What an owner is told whose dispute did not hold."""

    answer: str
    """The handler's own words; may be empty."""


def notice(nation: Nation, language: str, told: About) -> Letter:
    """Write the notice to an owner; raises `KeyError` where the nation has no text for its kind."""
    return _letter(nation, language, "letter.notice", _said(nation, language, told))


def escalation(nation: Nation, language: str, told: Escalation) -> Letter:
    """Write to an authority, with who was told when, and a repair plan to be completed and returned.

    Raises `KeyError` where the nation has no text for its kind.
    """
    promised = told.promised or told.repair_by
    reason = nation.text(
        language,
        f"letter.reason.{told.reason.value}",
        notified_at=dates.day(nation, language, told.notified_at),
        working_days=told.working_days,
        promised=dates.day(nation, language, promised),
    )
    fields = {
        "level": nation.text(language, f"level.{told.level.value}"),
        "reason": reason,
        "history": "\n".join(_happened(nation, language, line) for line in told.history),
    }
    return _letter(nation, language, "letter.escalation", _said(nation, language, told) | fields)


def refuted(nation: Nation, language: str, told: Refuted) -> Letter:
    """Write to an owner that its claim of repair did not hold."""
    fields = {"tested_at": dates.moment(nation, language, told.tested_at)}
    return _letter(nation, language, "letter.refuted", _said(nation, language, told) | fields)


def missed(nation: Nation, language: str, told: Missed) -> Letter:
    """Write to an owner that the day it named has passed, and who was told."""
    fields = {
        "promised": dates.day(nation, language, told.promised, weekday=True),
        "level": nation.text(language, f"level.{told.level.value}"),
    }
    return _letter(nation, language, "letter.missed", _said(nation, language, told) | fields)


def overruled(nation: Nation, language: str, told: Overruled) -> Letter:
    """Write to an owner that its dispute was looked at and the exposure stands."""
    fields = {"answer": _line(told.answer)}
    return _letter(nation, language, "letter.overruled", _said(nation, language, told) | fields)


def upheld(nation: Nation, language: str, told: About) -> Letter:
    """Write to whoever was told that the owner's dispute was right."""
    return _letter(nation, language, "letter.upheld", _said(nation, language, told))


def transferred(nation: Nation, language: str, told: About) -> Letter:
    """Write to whoever was told that another organisation is responsible."""
    return _letter(nation, language, "letter.transferred", _said(nation, language, told))


def _said(nation: Nation, language: str, told: About) -> dict[str, str]:
    said = {
        "case": told.case,
        "organisation": _line(told.organisation),
        "owner": _line(told.owner),
        "system": _line(told.system),
        "origin": _line(told.origin),
        "kind": nation.text(language, f"kind.{told.kind}"),
        "sentence": nation.text(language, f"kind-sentence.{told.kind}"),
        "place": _line(_place(told.place)),
        "found_at": dates.moment(nation, language, told.found_at),
        "extent": numbers.extent(nation, language, told.records, told.people),
        "answer_by": dates.moment(nation, language, told.answer_by, weekday=True),
        "repair_by": dates.moment(nation, language, told.repair_by, weekday=True),
        "link": _line(told.link),
        "portal": _line(told.portal),
        "legal_basis": _line(told.legal_basis),
        "signed_by": _line(told.signed_by),
        "repair": nation.text(language, f"repair.{told.kind}"),
        "steps": nation.text(language, f"repair-steps.{told.kind}"),
        "own_link": nation.text(language, "letter.own-link"),
    }
    late = "-late" if told.late else ""
    for name in ("complete", "latest"):
        said[name] = nation.text(language, f"letter.{name}{late}", repair_by=said["repair_by"])
    officer = _line(told.officer) or nation.text(language, "letter.officer-none")
    law = _law(nation, language, told.duties)
    blocks = {
        "duties": nation.text(language, "letter.duties", lines=law, officer=officer),
        "check": nation.text(language, "letter.check", **said),
        "basis": nation.text(language, "letter.basis", **said),
    }
    return said | blocks


def _law(nation: Nation, language: str, duties: Iterable[Duty]) -> str:
    cited = [
        BULLET
        + nation.text(
            language,
            "letter.duty",
            title=duty.titles[language],
            articles=duty.articles[language],
            text=duty.texts[language],
        )
        for duty in duties
    ]
    return "\n".join(cited) or nation.text(language, "letter.duties-none")


def _happened(nation: Nation, language: str, line: Happened) -> str:
    event = nation.text(language, f"event.{line.kind.value}")
    if line.level is not None:
        level = nation.text(language, f"level.{line.level.value}")
        event = nation.text(language, "letter.history-level", event=event, level=level)
    return f"{BULLET}{dates.moment(nation, language, line.at)} · {event}"


def _letter(nation: Nation, language: str, key: str, fields: dict[str, str]) -> Letter:
    subject = nation.text(language, f"{key}.subject", **fields)
    body = PARTS.sub("\n\n", nation.text(language, f"{key}.body", **fields))
    text = "".join(f"{line.removeprefix(HEADING)}\n" for line in body.splitlines())
    return Letter(subject=subject, text=text, html=_html(language, subject, body.splitlines()))


def _line(value: str) -> str:
    # A line break in a name would let whoever keeps the directory write headings, or mail headers.
    return " ".join(value.split())


def _place(place: Place) -> str:
    # What is asked of GraphQL is kept whole, with nothing to be put behind it.
    asked = [name if "{" in name else f"{name}=..." for name in place.parameters]
    return place.group + ("?" if asked else "") + "&".join(asked)


def _html(language: str, subject: str, lines: Iterable[str]) -> str:
    body = "\n".join(_blocks(lines))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(subject)}</title></head>\n"
        f'<body style="{STYLE}">\n{body}\n</body>\n</html>\n'
    )


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    for shape, group in groupby(lines, _shape):
        several = [escape(line) for line in group]
        if shape == "heading":
            yield from (f"<h2>{line.removeprefix(HEADING)}</h2>" for line in several)
        elif shape == "item":
            yield "<ol>" + "".join(f"<li>{ITEM.sub('', line, count=1)}</li>" for line in several) + "</ol>"
        elif shape == "bullet":
            yield "<ul>" + "".join(f"<li>{line.removeprefix(BULLET)}</li>" for line in several) + "</ul>"
        elif shape == "address":
            yield from (f'<p><a href="{line}">{line}</a></p>' for line in several)
        elif shape == "paragraph":
            yield f"<p>{'<br>'.join(several)}</p>"


def _shape(line: str) -> str:
    if not line.strip():
        return "nothing"
    if line.startswith(HEADING):
        return "heading"
    if ITEM.match(line):
        return "item"
    if line.startswith(BULLET):
        return "bullet"
    return "address" if ADDRESS.fullmatch(line) else "paragraph"
