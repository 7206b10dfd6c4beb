# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the directory; other apps see its rows only as the values given here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.models import Contact, Grant, OptOut, Organisation, System, SystemsRevision
from mendsky.apps.directory.optouts import OptOutEntry, without
from mendsky.apps.directory.ownership import with_proofs
from mendsky.apps.directory.sealing import unseal_accounts, unseal_email, unseal_identities
from mendsky.apps.directory.signatures import grant_keys, why_powerless
from mendsky.core.terms import grants as terms
from mendsky.core.terms.cases import Level
from mendsky.core.terms.nations import DivisionLevel
from mendsky.keys.vault import Vault, open_vault
from mendsky.nations.load import load

Row = TypeVar("Row", Organisation, System, Contact)


class UnknownEntryError(ValueError):
    """The directory never had this entry, or does not hold it at the instant asked for."""

    def __init__(self, *, noun: str, entry: UUID | str) -> None:
        super().__init__(f"the directory has no {noun} {entry}")


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationEntry:
    """An organisation as it is."""

    id: UUID
    """The same through all its changes."""
    key: str
    name: str
    """In the nation's first language."""
    names: Mapping[str, str]
    """By language."""
    kind: str
    """`owner` or `authority`."""
    division: str
    sector: str
    """Empty for an authority of all sectors."""
    level: Level
    """`Level.OWNER` for an owner."""
    seat: DivisionLevel
    """Level of division at which it sits: its division's, or a lower one that is said."""
    officer: Mapping[str, str] = field(default_factory=dict)
    """Post that answers for its data, by language; empty where none is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemEntry:
    """A system as it is."""

    id: UUID
    """The same through all its changes."""
    key: str
    organisation: UUID
    """Its owner."""
    origin: str
    """`scheme://host:port`, port always written."""
    name: str
    """In the nation's first language."""
    names: Mapping[str, str]
    """By language."""
    sector: str
    division: str
    sweep_every: timedelta | None
    """None for the nation's own term."""
    product: str | None = None
    """What it runs, where known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactEntry:
    """A contact as it is, its address unsealed in memory."""

    id: UUID
    """The same through all its changes."""
    organisation: UUID
    email: str = field(repr=False)
    language: str
    undeliverable: bool
    """Letters to it came back."""
    order: int = 0
    """The lowest is written to first."""


def organisation(organisation_id: UUID | str, at: datetime | None = None) -> OrganisationEntry:
    """Give an organisation as it is, or was last, or was at an instant; raises `UnknownEntryError`.

    One that was merged gives its successor, from the instant of the merger on.
    """
    return _organisation(_merged(organisation_id, at))


def organisations(organisation_ids: Iterable[UUID | str]) -> dict[UUID, OrganisationEntry]:
    """Give organisations as they are, or were last, by identifier; unknown ones are left out.

    Under the identifier of one that was merged stands its successor.
    """
    rows = list(_latest(Organisation.objects.filter(entry__in=set(organisation_ids))))
    return {
        row.entry: _organisation(row if row.successor is None else _merged(row.entry, None)) for row in rows
    }


def system(system_id: UUID | str, at: datetime | None = None) -> SystemEntry:
    """Give a system as it is, or was last, or was at an instant; raises `UnknownEntryError`."""
    return _system(_row(System.objects.all(), "system", system_id, at))


def systems(system_ids: Iterable[UUID | str]) -> dict[UUID, SystemEntry]:
    """Give systems as they are, or were last, by identifier; unknown ones are left out."""
    return {row.entry: _system(row) for row in _latest(System.objects.filter(entry__in=set(system_ids)))}


def systems_at(origins: Iterable[str], now: datetime) -> dict[str, SystemEntry]:
    """Give the systems that stand at some origins, by origin; unknown ones are left out."""
    rows = System.objects.filter(_standing(now), origin__in=set(origins))
    return {row.origin: _system(row) for row in rows}


def systems_of(organisation_id: UUID | str, at: datetime) -> tuple[SystemEntry, ...]:
    """Give the systems of an organisation at an instant, by key."""
    rows = System.objects.filter(_standing(at), organisation=organisation_id)
    return tuple(_system(row) for row in rows.order_by("key"))


def systems_in_scope(now: datetime) -> tuple[SystemEntry, ...]:
    """Give every system that the directory holds at an instant, by key.

    One that no live grant covers is in scope too, and undetermined: an expired grant must not make
    coverage look better.
    """
    return tuple(_system(row) for row in scope(now).order_by("key").iterator())


def scope(now: datetime) -> QuerySet[System]:
    """Select the systems that the directory holds at an instant, to be counted within another query."""
    return System.objects.filter(_standing(now))


NO_SYSTEMS = "0"
"""Revision of a directory that never held a system."""


def systems_revision() -> str:
    """Give a text that changes whenever a system enters, changes or leaves the directory."""
    number = SystemsRevision.objects.values_list("number", flat=True).first()
    return NO_SYSTEMS if number is None else str(number)


def systems_changed(since: datetime, until: datetime) -> bool:
    """Say whether a system entered, changed or left the directory after an instant, up to another."""
    began = Q(valid_from__gt=since, valid_from__lte=until)
    ended = Q(valid_to__gt=since, valid_to__lte=until)
    return System.objects.filter(began | ended).exists()


def contacts(organisation_id: UUID | str, vault: Vault | None = None) -> tuple[ContactEntry, ...]:
    """Give an organisation's contacts in their order, undeliverable ones included.

    Those of its successor, where it was merged.
    """
    vault = vault or open_vault()
    try:
        owner = _merged(organisation_id, None).entry
    except UnknownEntryError:
        return ()
    rows = Contact.objects.filter(organisation=owner, valid_to=None).order_by("order", "valid_from", "entry")
    return tuple(_contact(row, vault) for row in rows)


def contact(contact_id: UUID | str, vault: Vault | None = None) -> ContactEntry:
    """Give a contact that still stands; raises `UnknownEntryError`."""
    row = _row(Contact.objects.filter(valid_to=None), "contact", contact_id, None)
    return _contact(row, vault or open_vault())


def authority_of(division: str, level: Level) -> OrganisationEntry | None:
    """Give the authority of a level above, or in, a division; the nearest where there are several."""
    nation = load(settings.NATION)
    above: list[str] = []
    step: str | None = division
    while step is not None:
        above.append(step)
        step = nation.divisions[step].parent
    seated = Organisation.objects.filter(valid_to=None, kind="authority", level=level.value)
    found = seated.filter(division__in=above)
    nearest = min(found, key=lambda row: above.index(row.division), default=None)
    return None if nearest is None else _organisation(nearest)


def live_grants(now: datetime, vault: Vault | None = None) -> tuple[terms.Grant, ...]:
    """Give the grants in force at an instant: of each the newest version that has begun, by id.

    An older version does not come back when a newer one has expired, was revoked, or has no power for the
    way it is signed.
    """
    keys = grant_keys()
    found = [one for one in _opened(_running(now), vault) if why_powerless(one, keys) is None]
    return tuple(with_proofs(without(found, opt_outs(now)), now))


def powerless_grants(now: datetime) -> tuple[tuple[terms.Grant, str], ...]:
    """Give the grants that would be in force were they signed otherwise, by id, each with the reason."""
    keys, running = grant_keys(), _running(now)
    if keys is None:
        # Then what bears no signature lacks none, and its document, however long, stays where it is.
        running = running.filter(document__has_key="signature")
    reasons = ((one, why_powerless(one, keys)) for one in _opened(running, None))
    return tuple((one, reason) for one, reason in reasons if reason is not None)


def _running(now: datetime) -> QuerySet[Grant]:
    live = Grant.objects.filter(id__in=begun_grants(now).values("id"), expires__gt=now)
    return live.filter(Q(revoked_at=None) | Q(revoked_at__gt=now)).order_by("grant")


def _opened(rows: QuerySet[Grant], vault: Vault | None) -> tuple[terms.Grant, ...]:
    vault = vault or open_vault()
    return tuple(_grant(row, vault) for row in rows)


def begun_grants(now: datetime) -> QuerySet[Grant]:
    """Select of each grant the newest version that has begun, whether it still holds or not."""
    return Grant.objects.filter(valid_from__lte=now).order_by("grant", "-version").distinct("grant")


def newest_grant(grant_id: str, now: datetime, version: int | None = None) -> terms.Grant:
    """Give the newest or one version of a grant with its proofs, begun or not; raises `UnknownEntryError`."""
    row = _version(grant_id, version)
    (grant,) = with_proofs(without([_grant(row, open_vault())], opt_outs(now)), now)
    return grant


def opt_outs(now: datetime) -> tuple[OptOutEntry, ...]:
    """Give the opt-outs that hold at an instant or later, by beginning and key."""
    return tuple(
        OptOutEntry(
            key=row.key,
            origin=row.origin,
            network=row.network,
            starts=row.starts,
            ends=row.ends,
            reason=row.reason,
        )
        for row in OptOut.objects.filter(_standing(now), ends__gt=now).order_by("starts", "key")
    )


def grants(vault: Vault | None = None) -> tuple[terms.Grant, ...]:
    """Give every version of every grant, by id and version."""
    return _opened(Grant.objects.order_by("grant", "version"), vault)


def grant_document(grant_id: str, version: int | None = None) -> dict[str, Any]:
    """Give a grant's document without test identities, its newest version unless one is named.

    Raises `UnknownEntryError`.
    """
    row = _version(grant_id, version)
    return {**row.document, "revoked_at": None if row.revoked_at is None else row.revoked_at.isoformat()}


def _version(grant_id: str, version: int | None) -> Grant:
    rows = Grant.objects.filter(grant=grant_id, **({} if version is None else {"version": version}))
    row = rows.order_by("-version").first()
    if row is None:
        raise UnknownEntryError(noun="grant", entry=grant_id)
    return row


def names_of(name: str, at: datetime) -> Mapping[str, str]:
    """Give the names by language of the one organisation that has this name in any; none where none has."""
    is_named = Q()
    for language in load(settings.NATION).languages:
        is_named |= Q(**{f"names__{language}": name})
    named = list(Organisation.objects.filter(_standing(at) & is_named).values_list("names", flat=True)[:2])
    return named[0] if len(named) == 1 else {}


def _standing(at: datetime) -> Q:
    return Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))


def _merged(organisation_id: UUID | str, at: datetime | None) -> Organisation:
    """Give the row of an organisation, or of the one that it became part of; raises `UnknownEntryError`."""
    begun = Organisation.objects.all() if at is None else Organisation.objects.filter(valid_from__lte=at)
    row = _row(begun, "organisation", organisation_id, None)
    while row.valid_to is not None and (at is None or row.valid_to <= at):
        if row.successor is None:
            if at is None:
                return row
            raise UnknownEntryError(noun="organisation", entry=organisation_id)
        row = _row(begun, "organisation", row.successor, None)
    return row


def _row(rows: QuerySet[Row], noun: str, entry: UUID | str, at: datetime | None) -> Row:
    try:
        chosen = rows.filter(entry=entry)
    except ValidationError:
        raise UnknownEntryError(noun=noun, entry=entry) from None
    if at is not None:
        chosen = chosen.filter(_standing(at))
    row = chosen.order_by(F("valid_to").desc(nulls_first=True), "-valid_from").first()
    if row is None:
        raise UnknownEntryError(noun=noun, entry=entry)
    return row


def _latest(rows: QuerySet[Row]) -> Iterator[Row]:
    newest_first = rows.order_by("entry", F("valid_to").desc(nulls_first=True), "-valid_from")
    return newest_first.distinct("entry").iterator()


def _organisation(row: Organisation) -> OrganisationEntry:
    return OrganisationEntry(
        id=row.entry,
        key=row.key,
        name=_first_name(row.names),
        names=row.names,
        kind=row.kind,
        division=row.division,
        sector=row.sector,
        level=Level(row.level or Level.OWNER),
        seat=_seat(row),
        officer=row.officer,
    )


def _seat(row: Organisation) -> DivisionLevel:
    division = load(settings.NATION).divisions.get(row.division)
    level = DivisionLevel.NATION if division is None else division.level
    return max(level, DivisionLevel[row.seat.upper()]) if row.seat else level


def _system(row: System) -> SystemEntry:
    return SystemEntry(
        id=row.entry,
        key=row.key,
        organisation=row.organisation,
        origin=row.origin,
        name=_first_name(row.names),
        names=row.names,
        sector=row.sector,
        division=row.division,
        sweep_every=row.sweep_every,
    )


def _contact(row: Contact, vault: Vault) -> ContactEntry:
    return ContactEntry(
        id=row.entry,
        organisation=row.organisation,
        email=unseal_email(vault, row.entry, bytes(row.email)),
        language=row.language,
        undeliverable=row.undeliverable_since is not None,
        order=row.order,
    )


_read: dict[tuple[UUID, datetime | None, bytes], terms.Grant] = {}
"""Grants that this process has read: a version's row changes in its revocation only."""
MOST_READ = 10_000


def _grant(row: Grant, vault: Vault) -> terms.Grant:
    sealed = bytes(row.test_identities)
    key = (row.id, row.revoked_at, sealed)
    if key not in _read:
        if len(_read) >= MOST_READ:
            _read.clear()
        revoked_at = None if row.revoked_at is None else row.revoked_at.isoformat()
        _read[key] = replace(
            parse_grant({**row.document, "revoked_at": revoked_at}),
            test_identities=unseal_identities(vault, row.grant, row.version, sealed),
            accounts=unseal_accounts(vault, row.grant, row.version, sealed),
        )
    return _read[key]


def _first_name(names: Mapping[str, str]) -> str:
    return names[load(settings.NATION).languages[0]]
