# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Correct whom an owner's letters go to, and write to the owner where nobody had been reached."""

import uuid
from datetime import datetime

from django.db import transaction

from mendsky.apps.cases.models import Case, Letter
from mendsky.apps.cases.services.telling import bounce, notify
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory import services as register
from mendsky.core.terms.cases import State
from mendsky.runtime import installation

UNTOLD = frozenset({State.VERIFIED, State.UNDELIVERABLE})


class ContactRefusedError(ValueError):
    """A contact that is not the owner's, or an address that is none or known; it is never repeated here."""


@transaction.atomic
def mark_wrong(case_id: uuid.UUID, contact: uuid.UUID, *, at: datetime) -> None:
    """Send nothing more to a contact of the owner, and take the letters to it as never arrived.

    With the last contact the case is undeliverable, and the next level is told at once.
    Raises `ContactRefusedError`.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    known = directory.contacts(case.organisation)
    if contact not in {one.id for one in known if not one.undeliverable}:
        msg = "this is no contact that letters to the owner go to"
        raise ContactRefusedError(msg)
    register.mark_undeliverable(contact, at)
    lost = Letter.objects.filter(case=case, contact=contact, party__ended_at=None, refused_at=None)
    for letter_id in lost.values_list("id", flat=True):
        bounce(letter_id, at=at)


@transaction.atomic
def add_contact(case_id: uuid.UUID, email: str, language: str, *, at: datetime) -> None:
    """Add an address to the owner's contacts and write to it at once if no letter has reached the owner.

    Raises `ContactRefusedError`.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    owner = directory.organisation(case.organisation)
    known = {one.id for one in directory.contacts(case.organisation)}
    contact = {"organisation": owner.key, "email": email.strip(), "language": language}
    try:
        register.import_document({"contacts": [contact]}, now=at, synthetic=installation.is_synthetic())
    except ValueError as error:
        msg = "this is no address that letters can go to"
        raise ContactRefusedError(msg) from error
    if {one.id for one in directory.contacts(case.organisation)} == known:
        msg = "the owner has this contact already"
        raise ContactRefusedError(msg)
    if State(case.state) in UNTOLD:
        notify(case_id, at=at)
