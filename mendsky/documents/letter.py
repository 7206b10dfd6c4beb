# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the letters that go out: the notice to an owner, the escalation to an authority.

Words stand in the nation's texts; a text is plain lines, of which `## ` begins a heading, `1. ` an
item of a list and a bare address a link. The HTML has no style and no picture, so that nothing is
fetched when it is read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby

from mendsky.core.rules.escalation import Reason
from mendsky.core.terms.cases import Level
from mendsky.core.terms.counts import People, Records
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Place
from mendsky.documents import dates, numbers

HEADING = "## "
ITEM = re.compile(r"\d+\. +")
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter, ready to be sent."""

    subject: str
    """One line."""
    text: str
    html: str
    """A whole document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What an owner is told."""

    case: str
    """Public identifier, for example `MS-CN-2015-0003`."""
    organisation: str
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
    repair_by: datetime
    link: str
    """Signed address of the owner's page."""
    portal: str
    """Public address where the letter can be checked."""
    legal_basis: str
    signed_by: str
    """Office that signed the grant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """What an authority is told about an owner."""

    case: str
    """Public identifier."""
    organisation: str
    """Name of the authority that the letter goes to."""
    level: Level
    """Level of that authority."""
    owner: str
    """Name of the owner."""
    system: str
    origin: str
    kind: str
    place: Place
    found_at: datetime
    records: Records | None
    people: People | None
    reason: Reason
    notified_at: datetime
    """When the owner was first told."""
    working_days: int
    """Working days since then."""
    answer_by: datetime
    """When the next level would be told."""
    link: str
    portal: str
    legal_basis: str
    signed_by: str


def notice(nation: Nation, language: str, told: Notice) -> Letter:
    """Write the notice to an owner; raises `KeyError` where the nation has no text for its kind."""
    return _letter(
        nation,
        language,
        "letter.notice",
        {
            **_found(nation, language, told),
            "repair_by": dates.moment(nation, language, told.repair_by, weekday=True),
        },
    )


def escalation(nation: Nation, language: str, told: Escalation) -> Letter:
    """Write to an authority, with a repair plan to be filled in and returned.

    Raises `KeyError` where the nation has no text for its kind.
    """
    reason = nation.text(
        language,
        f"letter.reason.{told.reason.value}",
        notified_at=dates.day(nation, language, told.notified_at),
        working_days=told.working_days,
    )
    return _letter(
        nation,
        language,
        "letter.escalation",
        {
            **_found(nation, language, told),
            "owner": _line(told.owner),
            "level": nation.text(language, f"level.{told.level.value}"),
            "reason": reason,
            "kind": nation.text(language, f"kind.{told.kind}"),
        },
    )


def _found(nation: Nation, language: str, told: Notice | Escalation) -> dict[str, str]:
    return {
        "case": told.case,
        "organisation": _line(told.organisation),
        "system": _line(told.system),
        "origin": _line(told.origin),
        "sentence": nation.text(language, f"kind-sentence.{told.kind}"),
        "place": _line(_place(told.place)),
        "found_at": dates.moment(nation, language, told.found_at),
        "extent": numbers.extent(nation, language, told.records, told.people),
        "answer_by": dates.moment(nation, language, told.answer_by, weekday=True),
        "link": _line(told.link),
        "portal": _line(told.portal),
        "legal_basis": _line(told.legal_basis),
        "signed_by": _line(told.signed_by),
        "repair": nation.text(language, f"repair.{told.kind}"),
        "steps": nation.text(language, f"repair-steps.{told.kind}"),
    }


def _letter(nation: Nation, language: str, key: str, fields: dict[str, str]) -> Letter:
    subject = nation.text(language, f"{key}.subject", **fields)
    body = nation.text(language, f"{key}.body", **fields)
    text = "".join(f"{line.removeprefix(HEADING)}\n" for line in body.splitlines())
    return Letter(subject=subject, text=text, html=_html(language, subject, body.splitlines()))


def _line(value: str) -> str:
    # A line break in a name would let whoever keeps the directory write headings, or mail headers.
    return " ".join(value.split())


def _place(place: Place) -> str:
    return place.group + "".join(f"{'&' if n else '?'}{name}=..." for n, name in enumerate(place.parameters))


def _html(language: str, subject: str, lines: Iterable[str]) -> str:
    body = "\n".join(_blocks(lines))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    for shape, group in groupby(lines, _shape):
        several = [escape(line) for line in group]
        if shape == "heading":
            yield from (f"<h2>{line.removeprefix(HEADING)}</h2>" for line in several)
        elif shape == "item":
            yield "<ol>" + "".join(f"<li>{ITEM.sub('', line, count=1)}</li>" for line in several) + "</ol>"
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
    return "address" if ADDRESS.fullmatch(line) else "paragraph"
