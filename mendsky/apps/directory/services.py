# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the directory: import documents, close entries, revoke grants."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from mendsky.apps.directory.models import Contact, Grant, OptOut, Organisation, OwnershipProof, System
from mendsky.apps.directory.planning import Plan, plan_import
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.reading import sift
from mendsky.apps.directory.report import ImportRefusedError, ImportReport, Part, Places
from mendsky.core.rules import ownership
from mendsky.core.terms.grants import ProofMethod
from mendsky.core.terms.nations import Nation
from mendsky.keys.vault import Vault, open_vault
from mendsky.nations.load import load

Row = TypeVar("Row", Organisation, System, Contact, Grant, OptOut)
BATCH = 2000
"""Rows of one statement."""


def import_document(
    document: Mapping[str, Any],
    *,
    now: datetime,
    synthetic: bool,
    dry_run: bool = False,
    nation: Nation | None = None,
    vault: Vault | None = None,
    places: Places | None = None,
) -> ImportReport:
    """Bring the directory to what a document says, whole or not at all; the same again changes nothing.

    What the document leaves out stays as it is. `synthetic` says what the database is for, `places`
    where each entry stands in its file. A dry run writes nothing, and its report tells what is wrong;
    otherwise raises `ImportRefusedError` with every line that is.
    """
    nation = nation or load(settings.NATION)
    vault = vault or open_vault()
    wanted = sift(document, nation, synthetic=synthetic)
    with transaction.atomic():
        _take_turn()
        plan = plan_import(wanted, now, vault)
        report = ImportReport(
            changes=tuple(change for part in plan.parts for change in part.changes),
            refused=(*wanted.refused, *(remark for part in plan.parts for remark in part.refused)),
            warnings=(*wanted.warnings, *(remark for part in plan.parts for remark in part.warnings)),
            dry_run=dry_run,
            places=places or {},
        )
        if dry_run:
            return report
        if report.refused:
            raise ImportRefusedError([remark.line(report.places) for remark in report.refused])
        _write(plan)
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


def record_proof(grant_id: str, origin: str, method: ProofMethod, now: datetime) -> None:
    """Note that an owner's control of an origin was seen; raises `UnknownEntryError`."""
    if not Grant.objects.filter(grant=grant_id).exists():
        raise UnknownEntryError(noun="grant", entry=grant_id)
    seen = ownership.proof(origin, method, now)
    OwnershipProof.objects.get_or_create(
        grant=grant_id,
        origin=origin,
        proven_at=seen.proven_at,
        defaults={"method": method, "until": seen.until, "looked_at": now},
    )


def note_look(grant_id: str, origin: str, now: datetime) -> None:
    """Note that a standing proof is being looked for again, so that it is not looked for at once anew."""
    OwnershipProof.objects.filter(grant=grant_id, origin=origin, until__gt=now).update(looked_at=now)


def withdraw_opt_out(key: str, now: datetime) -> None:
    """End an opt-out from an instant on; raises `UnknownEntryError`."""
    if not OptOut.objects.filter(key=key, valid_to=None).update(valid_to=now):
        raise UnknownEntryError(noun="opt-out", entry=key)


def _take_turn() -> None:
    """Let one import at a time run, so that two cannot open the same entry."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('mendsky.directory.import'))")


def _write(plan: Plan) -> None:
    """Close, then open, so that what leaves a key, an origin or a seat makes room."""
    _save(Organisation, plan.organisations, ["valid_to", "successor"])
    _save(System, plan.systems, ["valid_to"])
    _save(Contact, plan.contacts, ["valid_to"])
    _save(Grant, plan.grants, ["revoked_at", "test_identities"])
    _save(OptOut, plan.optouts, ["valid_to"])
    for contact, instant in plan.forgotten:
        close_contact(contact, instant)


def _save(table: type[Row], part: Part[Row], ends: list[str]) -> None:
    table.objects.bulk_update(part.closed, ends, batch_size=BATCH)
    table.objects.bulk_create(part.opened, batch_size=BATCH)
