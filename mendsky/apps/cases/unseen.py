# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looks that could not tell whether a verified repair still holds."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from mendsky.apps.cases.models import Event
from mendsky.core.terms.cases import EventKind, State

ENOUGH = 2
"""So many in a row are no accident: a person is asked, and others alike tell nothing new."""


def looks(case: uuid.UUID | OuterRef) -> QuerySet[Event]:
    """Give those since the last clean one, oldest first; they count only while the case is repaired."""
    cleaner = Event.objects.filter(
        case=OuterRef("case"), number__gt=OuterRef("number"), kind=EventKind.RETEST_CLEAN.value
    )
    undetermined = Event.objects.filter(
        case=case, kind=EventKind.RETEST_UNDETERMINED.value, state=State.REPAIRED.value
    )
    return undetermined.exclude(Exists(cleaner)).order_by("number")
