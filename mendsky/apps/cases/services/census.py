# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Give an owner the ticket for a census, and take the sealed sketch that answers it."""

import uuid
from datetime import datetime
from typing import Any

from mendsky.apps.cases.models import Case
from mendsky.apps.exposure import services as exposure
from mendsky.apps.exposure.services import CensusRefusedError
from mendsky.core.census.sketch_file import SketchFileError
from mendsky.keys import census
from mendsky.keys.vault import VaultError, open_vault

__all__ = ["CensusRefusedError", "give_ticket", "take_census"]


def give_ticket(case_id: uuid.UUID, *, at: datetime) -> dict[str, Any]:
    """Give the ticket for one census of what lies behind a case; raises `CensusRefusedError`."""
    return exposure.open_ticket(Case.objects.get(id=case_id).subject, at)


def take_census(case_id: uuid.UUID, sealed: bytes, *, at: datetime) -> None:
    """Hand a sealed sketch on to be counted; raises `CensusRefusedError`, also for another case's sketch."""
    try:
        document = census.open_sketch(open_vault(), sealed)
        ticket = uuid.UUID(document.ticket)
    except (census.CensusError, SketchFileError, VaultError, ValueError) as error:
        msg = "this is not a file that `mendsky census` made with a ticket of ours"
        raise CensusRefusedError(msg) from error
    if document.subject != str(Case.objects.get(id=case_id).subject):
        msg = "the file counts another place: send it from the page that its ticket came from"
        raise CensusRefusedError(msg)
    exposure.accept_census(ticket, sealed, at)
