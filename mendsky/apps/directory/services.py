# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the directory: import documents, close entries, revoke grants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from mendsky.apps.directory.grants import grant_document
from mendsky.apps.directory.models import Contact, Grant, Organisation, System
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.reading import (
    NOUNS,
    ImportRefusedError,
    Wanted,
    WantedContact,
    WantedSystem,
    entry_name,
    read,
)
from mendsky.apps.directory.sealing import lookup, seal_email, seal_identities, unseal_identities
from mendsky.core.terms import grants as terms
from mendsky.core.terms.nations import Nation
from mendsky.keys.vault import Vault, open_vault
from mendsky.nations.load import load

Table = TypeVar("Table", Organisation, System)
BATCH = 2000
"""Rows of one statement."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What an import did, or would do, to the entries of one noun."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    organisations: Changes
    systems: Changes
    contacts: Changes
    grants: Changes
    dry_run: bool
    """True where nothing was written."""

    def as_json(self) -> dict[str, Any]:
        """Give the report as a JSON object."""
        return asdict(self)

    def lines(self) -> tuple[str, ...]:
        """Give the report in words, one line a noun."""
        nouns = {noun: getattr(self, noun) for noun in NOUNS}
        return tuple(
            f"{noun}: {changes.added} added, {changes.changed} changed, {changes.unchanged} unchanged"
            for noun, changes in nouns.items()
        )


def import_document(
    document: Mapping[str, Any],
    *,
    now: datetime,
    synthetic: bool,
    dry_run: bool = False,
    nation: Nation | None = None,
    vault: Vault | None = None,
) -> ImportReport:
    """Bring the directory to what a document says, whole or not at all; the same again changes nothing.

    What the document leaves out stays as it is. `synthetic` says what the database is for.
    Raises `ImportRefusedError` with every line that is wrong.
    """
    nation = nation or load(settings.NATION)
    vault = vault or open_vault()
    wanted = read(document, nation, synthetic=synthetic)
    with transaction.atomic():
        _take_turn()
        report = ImportReport(
            organisations=_write_organisations(wanted, now),
            systems=_write_systems(wanted.systems, now),
            contacts=_write_contacts(wanted.contacts, now, vault),
            grants=_write_grants(wanted.grants, now, vault),
            dry_run=dry_run,
        )
        if dry_run:
            transaction.set_rollback(True)
    return report


def mark_undeliverable(contact_id: UUID | str, now: datetime) -> None:
    """Note that letters to a contact come back; the first such instant stays.

    Raises `UnknownEntryError`.
    """
    standing = Contact.objects.filter(entry=contact_id, valid_to=None)
    noted = standing.filter(undeliverable_since=None).update(undeliverable_since=now)
    if not noted and not standing.exists():
        raise UnknownEntryError(noun="contact", entry=contact_id)


def close_contact(contact_id: UUID | str, now: datetime) -> None:
    """End a contact and forget its address; raises `UnknownEntryError`."""
    with transaction.atomic():
        if not Contact.objects.filter(entry=contact_id, valid_to=None).update(valid_to=now):
            raise UnknownEntryError(noun="contact", entry=contact_id)
        Contact.objects.filter(entry=contact_id).update(email=b"", lookup="")


def close_system(system_id: UUID | str, now: datetime) -> None:
    """Take a system out of scope from an instant on; raises `UnknownEntryError`."""
    if not System.objects.filter(entry=system_id, valid_to=None).update(valid_to=now):
        raise UnknownEntryError(noun="system", entry=system_id)


def revoke_grant(grant_id: str, now: datetime) -> None:
    """Revoke every version of a grant, for ever, and forget its test identities.

    A grant that is revoked already keeps its first instant. Raises `UnknownEntryError`.
    """
    with transaction.atomic():
        versions = Grant.objects.filter(grant=grant_id)
        if not versions.exists():
            raise UnknownEntryError(noun="grant", entry=grant_id)
        versions.filter(revoked_at=None).update(revoked_at=now)
        versions.filter(revoked_at__gt=now).update(revoked_at=now)
        versions.update(test_identities=b"")


def _take_turn() -> None:
    """Let one import at a time run, so that two cannot open the same entry."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('mendsky.directory.import'))")


def _write_organisations(wanted: Wanted, now: datetime) -> Changes:
    rows = [asdict(organisation) for organisation in wanted.organisations]
    keys = [row["key"] for row in rows]
    seats = {(row["division"], row["level"]): number for number, row in enumerate(rows) if row["level"]}
    divisions = {division for division, _ in seats}
    seated = Organisation.objects.filter(valid_to=None, kind="authority", division__in=divisions)
    _refuse_taken(
        "organisations",
        keys,
        (
            (seats.get((division, level)), key)
            for division, level, key in seated.values_list("division", "level", "key")
        ),
        "is the authority of its division and level already",
    )
    return _write(Organisation, "organisations", rows, now)


def _write_systems(wanted: Sequence[WantedSystem], now: datetime) -> Changes:
    keys = [system.key for system in wanted]
    owners = _entries("systems", wanted, keys)
    origins = {system.origin: number for number, system in enumerate(wanted)}
    holders = System.objects.filter(valid_to=None, origin__in=origins)
    _refuse_taken(
        "systems",
        keys,
        ((origins[origin], key) for origin, key in holders.values_list("origin", "key")),
        "has its origin already",
    )
    rows = [{**asdict(system), "organisation": owners[system.organisation]} for system in wanted]
    return _write(System, "systems", rows, now)


def _write(table: type[Table], noun: str, rows: Sequence[dict[str, Any]], now: datetime) -> Changes:
    """Add what is new, close and open anew what changed."""
    kept = table.objects.filter(valid_to=None, key__in=[row["key"] for row in rows])
    standing = {row.key: row for row in kept}
    opened: list[Table] = []
    closed: list[UUID] = []
    unchanged = 0
    for number, columns in enumerate(rows):
        row = standing.get(columns["key"])
        if row is None:
            opened.append(table(entry=uuid4(), valid_from=now, **columns))
        elif all(getattr(row, column) == value for column, value in columns.items()):
            unchanged += 1
        else:
            _refuse_backwards(noun, number, columns["key"], row.valid_from, now)
            closed.append(row.id)
            opened.append(table(entry=row.entry, valid_from=now, **columns))
    table.objects.filter(id__in=closed).update(valid_to=now)
    table.objects.bulk_create(opened, batch_size=BATCH)
    return Changes(added=len(opened) - len(closed), changed=len(closed), unchanged=unchanged)


def _write_contacts(wanted: Sequence[WantedContact], now: datetime, vault: Vault) -> Changes:
    owners = _entries("contacts", wanted, [contact.organisation for contact in wanted])
    standing = {
        (row.organisation, row.lookup): row
        for row in Contact.objects.filter(valid_to=None, organisation__in=set(owners.values()))
    }
    opened, closed, unchanged = [], [], 0
    for number, contact in enumerate(wanted):
        organisation, digest = owners[contact.organisation], lookup(vault, contact.email)
        row = standing.get((organisation, digest))
        if row is not None and row.language == contact.language:
            unchanged += 1
            continue
        if row is not None:
            _refuse_backwards("contacts", number, contact.organisation, row.valid_from, now)
            closed.append(row.id)
        entry = uuid4() if row is None else row.entry
        opened.append(
            Contact(
                entry=entry,
                organisation=organisation,
                email=seal_email(vault, entry, contact.email),
                lookup=digest,
                language=contact.language,
                undeliverable_since=None if row is None else row.undeliverable_since,
                valid_from=now,
            )
        )
    Contact.objects.filter(id__in=closed).update(valid_to=now)
    Contact.objects.bulk_create(opened, batch_size=BATCH)
    return Changes(added=len(opened) - len(closed), changed=len(closed), unchanged=unchanged)


def _write_grants(wanted: Sequence[terms.Grant], now: datetime, vault: Vault) -> Changes:
    kept: dict[str, dict[int, Grant]] = {}
    for row in Grant.objects.filter(grant__in={grant.id for grant in wanted}):
        kept.setdefault(row.grant, {})[row.version] = row
    added = changed = unchanged = 0
    places = {(grant.id, grant.version): number for number, grant in enumerate(wanted)}
    for grant in sorted(wanted, key=lambda one: (one.id, one.version)):
        name = entry_name("grants", places[grant.id, grant.version], f"{grant.id} version {grant.version}")
        versions = kept.setdefault(grant.id, {})
        if grant.version not in versions:
            if versions and grant.version < max(versions):
                line = f"{name}: version {max(versions)} is here already; raise the version"
                raise ImportRefusedError([line])
            changed, added = changed + bool(versions), added + (not versions)
            versions[grant.version] = _add_grant(grant, now, vault)
            continue
        row = versions[grant.version]
        if not _is_same_grant(row, grant, vault):
            raise ImportRefusedError([f"{name}: differs from what was signed; raise the version"])
        if grant.revoked_at is not None and row.revoked_at is None:
            changed += 1
            row.revoked_at, row.test_identities = grant.revoked_at, b""
            row.save(update_fields=["revoked_at", "test_identities"])
        else:
            # A file from before a revocation does not undo it.
            unchanged += 1
    return Changes(added=added, changed=changed, unchanged=unchanged)


def _add_grant(grant: terms.Grant, now: datetime, vault: Vault) -> Grant:
    identities = grant.test_identities if grant.revoked_at is None else ()
    return Grant.objects.create(
        grant=grant.id,
        version=grant.version,
        document=_kept_document(grant),
        test_identities=seal_identities(vault, grant.id, grant.version, identities),
        signed_by=grant.signed_by,
        valid_from=grant.valid_from,
        expires=grant.expires,
        revoked_at=grant.revoked_at,
        synthetic=grant.synthetic,
        recorded_at=now,
    )


def _is_same_grant(row: Grant, grant: terms.Grant, vault: Vault) -> bool:
    if row.document != _kept_document(grant):
        return False
    if row.revoked_at is not None:
        return True  # its test identities are forgotten
    sealed = bytes(row.test_identities)
    return grant.test_identities == unseal_identities(vault, row.grant, row.version, sealed)


def _kept_document(grant: terms.Grant) -> dict[str, Any]:
    """Give the document without test identities, which are sealed, and revocation, which is a column."""
    document = grant_document(grant)
    return {key: value for key, value in document.items() if key not in {"test_identities", "revoked_at"}}


def _entries(
    noun: str, wanted: Sequence[WantedSystem | WantedContact], names: Sequence[str]
) -> dict[str, UUID]:
    """Give the entry of each organisation that is named; refuses where one is not in the directory."""
    named = {one.organisation for one in wanted}
    entries = dict(Organisation.objects.filter(valid_to=None, key__in=named).values_list("key", "entry"))
    missing = [
        f"{entry_name(noun, number, names[number])}: names an organisation that is not in the directory"
        for number, one in enumerate(wanted)
        if one.organisation not in entries
    ]
    if missing:
        raise ImportRefusedError(missing)
    return entries


def _refuse_taken(
    noun: str, keys: Sequence[str], holders: Iterable[tuple[int | None, str]], says: str
) -> None:
    """Refuse entries whose place is held by an entry that this import does not touch."""
    touched = set(keys)
    lines = [
        f"{entry_name(noun, number, keys[number])}: {key} {says}"
        for number, key in holders
        if number is not None and key not in touched
    ]
    if lines:
        raise ImportRefusedError(lines)


def _refuse_backwards(noun: str, number: int, key: str, valid_from: datetime, now: datetime) -> None:
    if valid_from > now:
        line = f"{entry_name(noun, number, key)}: was changed at a later instant, {valid_from.isoformat()}"
        raise ImportRefusedError([line])
