# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Post letters, once each; their text is made from the case at that moment and kept nowhere."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from mendsky.apps.cases.models import Letter
from mendsky.apps.cases.services.telling import bounce
from mendsky.apps.cases.services.wording import written
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory import services as register
from mendsky.apps.directory.queries import ContactEntry, UnknownEntryError
from mendsky.keys import links
from mendsky.keys.vault import open_vault
from mendsky.net.service import mail
from mendsky.net.service.mail import Mail, PermanentRefusalError

PURPOSE = "case"
LINK_TERM = timedelta(days=120)
"""How long a letter's link opens its page; a new letter brings a new one."""


def post(letter_id: uuid.UUID, *, at: datetime) -> None:
    """Hand a letter to the mail server, unless that was done; a final refusal is a bounce.

    Raises `TemporaryRefusalError` where it should be tried again.
    """
    Letter.objects.filter(id=letter_id, posted_at=None, refused_at=None).update(attempts=F("attempts") + 1)
    try:
        with transaction.atomic():
            _post(letter_id, at)
    except PermanentRefusalError:
        contact = Letter.objects.values_list("contact", flat=True).get(id=letter_id)
        with transaction.atomic():
            with suppress(UnknownEntryError):  # an address that was closed meanwhile needs no mark
                register.mark_undeliverable(contact, at)
            bounce(letter_id, at=at)


def link(letter: Letter, *, at: datetime) -> str:
    """Give the address that a letter's party opens the case by."""
    token = links.make(
        open_vault(),
        purpose=PURPOSE,
        case=str(letter.case_id),
        party=str(letter.party_id),
        expires=at + LINK_TERM,
    )
    return f"{settings.PUBLIC_URL}/o/{token}/"


def _post(letter_id: uuid.UUID, at: datetime) -> None:
    letter = Letter.objects.select_for_update(of=("self",)).select_related("case", "party").get(id=letter_id)
    if letter.posted_at or letter.refused_at:
        return
    contact = _contact(letter)
    said = written(letter, link(letter, at=at))
    mail.send(
        Mail(
            id=str(letter.id),
            address=contact.email,
            subject=said.subject,
            text=said.text,
            html=said.html,
            language=letter.language,
        )
    )
    letter.posted_at = at
    letter.save(update_fields=["posted_at"])


def _contact(letter: Letter) -> ContactEntry:
    for contact in directory.contacts(letter.party.organisation):
        if contact.id == letter.contact and not contact.undeliverable:
            return contact
    msg = "the directory no longer has an address for this letter"
    raise PermanentRefusalError(msg)
