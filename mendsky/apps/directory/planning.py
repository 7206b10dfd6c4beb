# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lay what a document wants beside what the directory holds: what to open, what to close, what to refuse.

Reads the tables and writes nothing, so that a dry run and an import cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from mendsky.apps.directory.granting import covered_origins, plan_grants
from mendsky.apps.directory.models import Contact, Grant, OptOut, Organisation, System
from mendsky.apps.directory.optouts import WantedOptOut
from mendsky.apps.directory.reading import Wanted, WantedContact, WantedOrganisation, WantedSystem
from mendsky.apps.directory.report import Change, Outcome, Part, Remark
from mendsky.apps.directory.sealing import lookup, seal_email
from mendsky.keys.vault import Vault

Dated = TypeVar("Dated", Organisation, System, OptOut)
Entry = TypeVar("Entry", WantedOrganisation, WantedSystem, WantedOptOut)
"""A wanted entry with a key of its own."""
FIELDS = {"names": "name", "sweep_every": "sweep_every_hours"}
"""Columns that documents call otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What happens to the directory."""

    organisations: Part[Organisation]
    systems: Part[System]
    contacts: Part[Contact]
    forgotten: tuple[tuple[UUID, datetime], ...]
    """Contacts that end, with the instant: their address goes from all their rows."""
    grants: Part[Grant]
    optouts: Part[OptOut]

    @property
    def parts(self) -> tuple[Part[Any], ...]:
        """All five."""
        return self.organisations, self.systems, self.contacts, self.grants, self.optouts


def plan_import(wanted: Wanted, now: datetime, vault: Vault) -> Plan:
    """Plan the import of a document at an instant."""
    organisations = _organisations(wanted.organisations, now)
    owners = _owners(wanted, organisations)
    systems = _systems(wanted, owners, now)
    contacts, forgotten = _contacts(wanted, owners, now, vault)
    return Plan(
        organisations=organisations,
        systems=systems,
        contacts=contacts,
        forgotten=forgotten,
        grants=plan_grants(wanted.grants, now, vault),
        optouts=_opt_outs(wanted.optouts, now),
    )


def _organisations(wanted: Sequence[WantedOrganisation], now: datetime) -> Part[Organisation]:
    part: Part[Organisation] = Part()
    columns = ("names", "kind", "division", "sector", "level", "seat", "officer")
    rows = {
        one.number: {"key": one.key, **{column: getattr(one, column) for column in columns}} for one in wanted
    }
    seats = {(one.division, one.level): one for one in wanted if one.level and one.valid_to is None}
    seated = Organisation.objects.filter(
        valid_to=None, kind="authority", division__in={division for division, _ in seats}
    )
    held = {(row.division, row.level): row.key for row in seated}
    says = "is the authority of its division and level already"
    taken = _taken("organisations", seats, held, {one.key for one in wanted}, says)
    part.refused.extend(taken)
    standing = _plan_dated(part, Organisation, wanted, rows, now)
    for one in wanted:
        if one.valid_to is None or one.successor is None or one.key not in standing:
            continue
        heir = next((row.entry for row in part.opened if row.key == one.successor), None)
        closing = {row.entry for row in part.closed if row.valid_to is not None}
        if heir is None:
            after = Organisation.objects.filter(valid_to=None, key=one.successor).exclude(entry__in=closing)
            heir = after.values_list("entry", flat=True).first()
        if heir is None:
            says = "successor names an organisation that the directory does not hold now"
            part.refused.append(Remark(noun="organisations", number=one.number, key=one.key, says=says))
        standing[one.key].successor = heir
    return part


def _systems(wanted: Wanted, owners: "Owners", now: datetime) -> Part[System]:
    part: Part[System] = Part()
    ours = [one for one in wanted.systems if owners.knows("systems", one, one.key, part.refused)]
    columns = ("origin", "names", "sector", "division", "sweep_every")
    rows = {
        one.number: {
            "key": one.key,
            "organisation": owners.entries[one.organisation],
            **{column: getattr(one, column) for column in columns},
        }
        for one in ours
    }
    origins = {one.origin: one for one in ours if one.valid_to is None}
    holders = System.objects.filter(valid_to=None, origin__in=origins)
    held = dict(holders.values_list("origin", "key"))
    part.refused.extend(_taken("systems", origins, held, {one.key for one in ours}, "has its origin already"))
    _plan_dated(part, System, ours, rows, now)
    covered = covered_origins(wanted.grants, now)
    for origin, one in origins.items():
        if origin not in covered:
            says = "no grant covers its origin: it will be listed, and stay undetermined"
            part.warnings.append(Remark(noun="systems", number=one.number, key=one.key, says=says))
    return part


def _opt_outs(wanted: Sequence[WantedOptOut], now: datetime) -> Part[OptOut]:
    part: Part[OptOut] = Part()
    columns = ("origin", "network", "starts", "ends", "reason")
    rows = {
        one.number: {"key": one.key, **{column: getattr(one, column) for column in columns}} for one in wanted
    }
    _plan_dated(part, OptOut, wanted, rows, now)
    for one in wanted:
        if one.valid_to is None and one.ends <= now:
            says = f"ended on {one.ends:%Y-%m-%d}: it keeps nothing from being asked"
            part.warnings.append(Remark(noun="optouts", number=one.number, key=one.key, says=says))
    return part


def _outcome(
    valid_to: datetime | None, row: Dated | Contact | None, now: datetime, *, differs: bool
) -> tuple[Outcome, str | None]:
    """Say what becomes of an entry beside the row that stands for it, and why that is refused."""
    if valid_to is not None:
        if valid_to > now:
            return Outcome.UNCHANGED, "valid_to must not lie after the import"
        if row is None:
            return Outcome.UNCHANGED, None
        return Outcome.CLOSED, _backwards(row.valid_from) if valid_to < row.valid_from else None
    if row is None:
        return Outcome.ADDED, None
    if not differs:
        return Outcome.UNCHANGED, None
    return Outcome.CHANGED, _backwards(row.valid_from) if row.valid_from > now else None


def _plan_dated(
    part: Part[Dated],
    table: type[Dated],
    wanted: Sequence[Entry],
    rows: Mapping[int, dict[str, Any]],
    now: datetime,
) -> dict[str, Dated]:
    """Plan entries with a key; gives the rows that stand, by key."""
    noun = f"{table.__name__.lower()}s"
    standing: dict[str, Dated] = {}
    ended: dict[str, Dated] = {}
    for known in table.objects.filter(key__in=[one.key for one in wanted]).order_by("valid_from"):
        (standing if known.valid_to is None else ended)[known.key] = known
    for one in wanted:
        row, past, columns = standing.get(one.key), ended.get(one.key), rows[one.number]
        remark = _remarker(noun, one.number, one.key)
        differ = tuple(name for name in columns if row is not None and getattr(row, name) != columns[name])
        outcome, says = _outcome(one.valid_to, row, now, differs=bool(differ))
        if row is None and past is not None and one.valid_to not in {None, past.valid_to}:
            says = "ended at another instant, which stays"
        if says is not None:
            part.refused.append(remark(says))
        if row is None and past is not None and outcome is Outcome.ADDED:
            part.warnings.append(remark("had ended, and begins anew"))
        if row is not None and outcome in {Outcome.CHANGED, Outcome.CLOSED}:
            row.valid_to = one.valid_to or now
            part.closed.append(row)
        if outcome in {Outcome.ADDED, Outcome.CHANGED}:
            entry = uuid4() if row is None else row.entry
            part.opened.append(table(entry=entry, valid_from=now, **columns))
        fields = tuple(FIELDS.get(name, name) for name in differ) if outcome is Outcome.CHANGED else ()
        part.changes.append(Change(noun=noun, number=one.number, key=one.key, outcome=outcome, fields=fields))
    return standing


@dataclass(frozen=True, kw_only=True, slots=True)
class Owners:
    """Who owns what is named beside it, once the organisations are as the document wants them."""

    entries: Mapping[str, UUID]
    """Key → entry; that of the successor for an organisation that was merged."""
    named: frozenset[str]
    """Keys that the document has, among them those of refused organisations."""

    def knows(self, noun: str, one: WantedSystem | WantedContact, key: str, refused: list[Remark]) -> bool:
        """Say whether an entry's organisation is known, and refuse the entry where nothing else was said."""
        if one.organisation in self.entries:
            return True
        if one.organisation not in self.named:
            says = "names an organisation that is not in the directory"
            refused.append(Remark(noun=noun, number=one.number, key=key, says=says))
        return False


def _owners(wanted: Wanted, part: Part[Organisation]) -> Owners:
    asked = {one.organisation for one in wanted.systems} | {one.organisation for one in wanted.contacts}
    rows = {row.id: row for row in Organisation.objects.filter(key__in=asked)}
    rows |= {row.id: row for row in (*part.closed, *part.opened)}
    by_key: dict[str, Organisation] = {}
    for known in sorted(rows.values(), key=lambda row: (row.valid_to is None, row.valid_from)):
        by_key[known.key] = known
    by_entry = {row.entry: row for row in by_key.values()}
    entries = {}
    for key in asked & by_key.keys():
        row: Organisation | None = by_key[key]
        while row is not None and row.valid_to is not None:
            row = _heir(row, by_entry)
        if row is not None:
            entries[key] = row.entry
    return Owners(entries=entries, named=wanted.named - by_key.keys())


def _heir(row: Organisation, by_entry: dict[UUID, Organisation]) -> Organisation | None:
    """Give the organisation that a merged one became part of, from the tables where it is not at hand."""
    if row.successor is None:
        return None
    if row.successor not in by_entry:
        rows = Organisation.objects.filter(entry=row.successor).order_by("valid_from")
        by_entry.update({one.entry: one for one in rows})
    return by_entry[row.successor]


def _contacts(
    wanted: Wanted, owners: Owners, now: datetime, vault: Vault
) -> tuple[Part[Contact], tuple[tuple[UUID, datetime], ...]]:
    part: Part[Contact] = Part()
    forgotten = []
    standing = {
        (row.organisation, row.lookup): row
        for row in Contact.objects.filter(valid_to=None, organisation__in=set(owners.entries.values()))
    }
    for one in wanted.contacts:
        if not owners.knows("contacts", one, one.organisation, part.refused):
            continue
        organisation, digest = owners.entries[one.organisation], lookup(vault, one.email)
        row = standing.get((organisation, digest))
        wants = {"language": one.language, "order": one.order}
        differ = tuple(name for name in wants if row is not None and getattr(row, name) != wants[name])
        outcome, says = _outcome(one.valid_to, row, now, differs=bool(differ))
        if says is not None:
            part.refused.append(_remarker("contacts", one.number, one.organisation)(says))
        if row is not None and outcome is Outcome.CLOSED:
            forgotten.append((row.entry, one.valid_to or now))
        if row is not None and outcome is Outcome.CHANGED:
            row.valid_to = now
            part.closed.append(row)
        if outcome in {Outcome.ADDED, Outcome.CHANGED}:
            part.opened.append(_contact(one, (organisation, digest), row, now, vault))
        fields = differ if outcome is Outcome.CHANGED else ()
        part.changes.append(
            Change(noun="contacts", number=one.number, key=one.organisation, outcome=outcome, fields=fields)
        )
    return part, tuple(forgotten)


def _contact(
    one: WantedContact, place: tuple[UUID, str], row: Contact | None, now: datetime, vault: Vault
) -> Contact:
    organisation, digest = place
    entry = uuid4() if row is None else row.entry
    return Contact(
        entry=entry,
        organisation=organisation,
        email=seal_email(vault, entry, one.email),
        lookup=digest,
        language=one.language,
        order=one.order,
        undeliverable_since=None if row is None else row.undeliverable_since,
        valid_from=now,
    )


def _remarker(noun: str, number: int, key: str) -> Callable[[str], Remark]:
    return lambda says: Remark(noun=noun, number=number, key=key, says=says)


def _taken(
    noun: str,
    places: Mapping[Any, WantedOrganisation | WantedSystem],
    held: Mapping[Any, str],
    touched: set[str],
    says: str,
) -> Iterable[Remark]:
    """Refuse entries whose place is held by an entry that this import does not touch."""
    for place, one in places.items():
        holder = held.get(place)
        if holder is not None and holder not in touched:
            yield Remark(noun=noun, number=one.number, key=one.key, says=f"{holder} {says}")


def _backwards(valid_from: datetime) -> str:
    return f"was changed at a later instant, {valid_from.isoformat()}"
