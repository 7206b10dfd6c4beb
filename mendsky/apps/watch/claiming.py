# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Import what outside scanners claim: each claim is looked at by our own probe, or it is said why not.

A claim alone opens no case, and a claim that a later file lacks ends nothing. What a scanner wrote is
searched for identifiers once more before a word of it is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.origins import OriginError, normal_origin
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch import services
from mendsky.apps.watch.models import OutsideClaim, SystemSchedule
from mendsky.core import formats
from mendsky.core.formats.places import listed
from mendsky.core.formats.shape import HEAD_BYTES, MOST_BYTES
from mendsky.core.identity import redact
from mendsky.core.probes import REGISTER
from mendsky.core.probes.targets import place_may_act
from mendsky.core.terms.claims import Claim, ScannerResults
from mendsky.core.terms.grants import Grant
from mendsky.nations.load import load

SPECS = {entry.spec.kind: entry.spec for entry in REGISTER}
COUNTED = frozenset({"sequential-records"})
"""Kinds whose probe can look at a place of which only the template is known."""
OLDEST = 1800
"""First birth year of an identifier that is searched for in what a scanner wrote."""


class ClaimsRefusedError(ValueError):
    """A scanner's file cannot be imported; the message says where and why, never what stands there."""


class Outcome(StrEnum):
    """What becomes of a claim."""

    LOOK = "look"
    """Our own probe is asked to look at the place now."""
    SWEEP = "sweep"
    """No place that could be looked at is named: the system's next sweep is made now."""
    KNOWN = "known"
    """Was imported before, and not seen since."""
    OTHER = "other-kind"
    """None of our probes looks for it."""
    NOT_GRANTED = "not-granted"
    """No live grant lets the probe ask this system."""
    MAY_ACT = "may-act"
    """Asking for the place might change something, by its words."""
    PROPOSED = "proposed"
    """The directory does not know the system; nothing is sent to it."""


ACTED = frozenset({Outcome.LOOK.value, Outcome.SWEEP.value})


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedClaim:
    """One claim, and what becomes of it."""

    claim: Claim
    file: str
    origin: str
    """The origin that the directory knows, or the likeliest one."""
    system: SystemEntry | None
    outcome: Outcome

    @property
    def line(self) -> str:
        """Say in one line what becomes of it."""
        group = "" if self.claim.place is None else self.claim.place.group
        names = f"{self.claim.tool} {self.claim.rule}".strip()
        return f"{self.outcome}: {names} ({self.claim.kind}) at {self.origin}{group}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimReport:
    """What an import of scanners' files did, or would do."""

    planned: tuple[PlannedClaim, ...]
    passed_over: int
    """Entries that claim nothing, or name no place on the web."""
    dry_run: bool
    formats: dict[str, str] = field(default_factory=dict)
    """File → name of its format."""

    def counted(self) -> dict[str, int]:
        """Count the claims by outcome."""
        outcomes = [one.outcome for one in self.planned]
        return {outcome.value: outcomes.count(outcome) for outcome in Outcome}

    def as_json(self) -> dict[str, Any]:
        """Give the report as a JSON object; claims that were known are only counted."""
        return {
            "files": self.formats,
            "outcomes": self.counted(),
            "passed_over": self.passed_over,
            "entries": [
                {
                    "file": one.file,
                    "tool": one.claim.tool,
                    "rule": one.claim.rule,
                    "kind": one.claim.kind,
                    "origin": one.origin,
                    "place": one.claim.place.group if one.claim.place else None,
                    "system": one.system.key if one.system else None,
                    "outcome": one.outcome.value,
                }
                for one in self.planned
                if one.outcome is not Outcome.KNOWN
            ],
            "dry_run": self.dry_run,
        }

    def lines(self) -> tuple[str, ...]:
        """Give the report in words: the counts, and each claim that is not known."""
        counts = ", ".join(f"{count} {outcome}" for outcome, count in self.counted().items())
        told = [one.line for one in self.planned if one.outcome is not Outcome.KNOWN]
        return (f"claims: {counts}; {self.passed_over} entries claim nothing", *told)


def is_scanners(path: Path) -> bool:
    """Say by its content whether a file is of a scanner whose format is known; raises `OSError`."""
    with path.open("rb") as file:
        return formats.format_of(file.read(HEAD_BYTES)) is not None


def import_files(paths: Iterable[Path], *, now: datetime, dry_run: bool = False) -> ClaimReport:
    """Import scanners' files, all or none; raises `ClaimsRefusedError` naming the file."""
    return import_results([(path.name, _read(path)) for path in paths], now=now, dry_run=dry_run)


@transaction.atomic
def import_results(
    results: Sequence[tuple[str, ScannerResults]], *, now: datetime, dry_run: bool = False
) -> ClaimReport:
    """Keep claims, and have our probes look where a live grant covers; a dry run keeps nothing."""
    clean = _cleaner(now)
    wanted: dict[tuple[object, ...], tuple[str, Claim]] = {}
    passed_over = sum(result.passed_over for _, result in results)
    for file, result in results:
        for claim in result.claims:
            kept = clean(claim)
            if kept is None:
                passed_over += 1
            else:
                wanted.setdefault((kept.tool, kept.rule, kept.kind, kept.origins, kept.place), (file, kept))
    planned = _plan(wanted.values(), now)
    if not dry_run:
        _write(planned, now)
    return ClaimReport(
        planned=planned,
        passed_over=passed_over,
        dry_run=dry_run,
        formats={file: result.format for file, result in results},
    )


def _read(path: Path) -> ScannerResults:
    try:
        # One byte more than is read tells what is too large, without reading all of it.
        with path.open("rb") as file:
            return formats.read(file.read(MOST_BYTES + 1))
    except formats.FormatError as error:
        msg = f"{path.name}: {error}"
        raise ClaimsRefusedError(msg) from None


def _cleaner(now: datetime) -> Any:
    """Give the function that leaves nobody's identifier in a claim; None where no origin is left."""
    nation = load(settings.NATION)

    @cache
    def hidden(text: str) -> str:
        return redact(text.encode(), nation, (OLDEST, now.year)).decode(errors="replace")

    def clean(claim: Claim) -> Claim | None:
        origins = tuple(
            origin for text in claim.origins if (origin := _normal(text)) and hidden(origin) == origin
        )
        place = listed(claim.place) if claim.kind == "directory-listing" else claim.place
        if place is not None and any(hidden(text) != text for text in (place.group, *place.parameters)):
            place = None
        if not origins:
            return None
        return replace(
            claim,
            origins=origins,
            place=place,
            title=hidden(claim.title),
            rule=hidden(claim.rule),
            tool=hidden(claim.tool),
            tool_version=hidden(claim.tool_version),
            severity=hidden(claim.severity),
        )

    return clean


def _normal(text: str) -> str:
    try:
        return normal_origin(text)
    except OriginError:
        return ""


def _plan(wanted: Iterable[tuple[str, Claim]], now: datetime) -> tuple[PlannedClaim, ...]:
    listed_claims = list(wanted)
    systems = directory.systems_at((one for _, claim in listed_claims for one in claim.origins), now)
    grants = directory.live_grants(now)
    origins = {origin for _, claim in listed_claims for origin in claim.origins}
    known = {_row_key(row): row for row in OutsideClaim.objects.filter(origin__in=origins)}
    planned = []
    for file, claim in listed_claims:
        origin = next((one for one in claim.origins if one in systems), claim.origins[0])
        system = systems.get(origin)
        row = known.get(_key(claim, origin))
        outcome = _outcome(claim, system, grants)
        if row is not None and (row.outcome in ACTED or row.outcome == outcome) and not _newer(claim, row):
            outcome = Outcome.KNOWN
        planned.append(PlannedClaim(claim=claim, file=file, origin=origin, system=system, outcome=outcome))
    return tuple(planned)


def _outcome(claim: Claim, system: SystemEntry | None, grants: Sequence[Grant]) -> Outcome:
    if system is None:
        return Outcome.PROPOSED
    spec = SPECS.get(claim.kind)
    if spec is None or not spec.asks(system.origin):
        return Outcome.OTHER
    if not any(system.origin in grant.origins and spec.probe_class in grant.classes for grant in grants):
        return Outcome.NOT_GRANTED
    if claim.place is None or ("{n}" in claim.place.group and claim.kind not in COUNTED):
        return Outcome.SWEEP
    return Outcome.MAY_ACT if place_may_act(claim.place) else Outcome.LOOK


def _newer(claim: Claim, row: OutsideClaim) -> bool:
    return claim.seen_at is not None and (row.seen_at is None or claim.seen_at > row.seen_at)


def _key(claim: Claim, origin: str) -> tuple[object, ...]:
    group, parameters = (claim.place.group, claim.place.parameters) if claim.place else ("", ())
    return claim.tool, claim.rule, origin, claim.kind, group, parameters


def _row_key(row: OutsideClaim) -> tuple[object, ...]:
    return row.tool, row.rule, row.origin, row.kind, row.place_group, tuple(row.parameters)


def _write(planned: Iterable[PlannedClaim], now: datetime) -> None:
    rows = {
        _key(one.claim, one.origin): _row(one, now) for one in planned if one.outcome is not Outcome.KNOWN
    }
    OutsideClaim.objects.bulk_create(
        rows.values(),
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["tool", "rule", "origin", "kind", "place_group", "parameters"],
        update_fields=["tool_version", "severity", "system", "division", "outcome", "seen_at", "acted_at"],
    )
    sooner = {row.system for row in rows.values() if row.system and row.outcome == Outcome.SWEEP}
    SystemSchedule.objects.filter(system__in=sooner, next_due__gt=now).update(next_due=now)
    places = {
        (row.system, row.kind, row.place_group): row for row in rows.values() if row.outcome == Outcome.LOOK
    }
    for row in places.values():
        if row.system is not None:
            services.order_retest(row.system, row.kind, row.place_group, row.parameters, asked_by="claim")


def _row(one: PlannedClaim, now: datetime) -> OutsideClaim:
    claim = one.claim
    return OutsideClaim(
        tool=claim.tool,
        tool_version=claim.tool_version,
        rule=claim.rule,
        title=claim.title,
        kind=claim.kind,
        severity=claim.severity,
        origin=one.origin,
        system=one.system.id if one.system else None,
        division=one.system.division if one.system else "",
        place_group=claim.place.group if claim.place else "",
        parameters=list(claim.place.parameters) if claim.place else [],
        outcome=one.outcome.value,
        seen_at=claim.seen_at,
        imported_at=now,
        acted_at=now if one.outcome.value in ACTED else None,
    )
