# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of citizens' reports: what can be counted stands open, what somebody wrote is sealed."""

import uuid
from enum import StrEnum

from django.db import models


class What(StrEnum):
    """What happened to the person, from a closed list that names nobody."""

    CARD_APPLIED = "card-applied"
    """A card was applied for in the person's name."""
    ACCOUNT_OPENED = "account-opened"
    """An account or a loan was opened in the person's name."""
    BENEFIT_CHANGED = "benefit-changed"
    """A benefit was changed, stopped or drawn by somebody else."""
    CALLER_KNEW = "caller-knew"
    """A caller or a letter knew what only the office should know."""
    SEEN_ONLINE = "seen-online"
    """The person's data was seen on a page or offered for sale."""
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    READ = "read"
    """A handler took it up, and may have linked it to a case."""
    ANSWERED = "answered"
    CLOSED = "closed"
    """Its term is over: what was sealed can never be read again."""


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


class CitizenReport(models.Model):
    """One report of a citizen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.CharField(
        max_length=64, unique=True, help_text="Keyed digest of the receipt code, hexadecimal."
    )
    what = models.CharField(max_length=20, choices=_choices(What))
    happened_on = models.DateField(null=True, help_text="As the citizen says; empty where not known.")
    division = models.CharField(max_length=12, db_index=True, help_text="Province or city.")
    state = models.CharField(max_length=12, choices=_choices(ReportState), default=ReportState.RECEIVED.value)
    case = models.CharField(max_length=32, blank=True, help_text="Public identifier of the linked case.")
    received_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    sealed = models.BinaryField(help_text="Words and contact, under a key of the report's own.")
    answer = models.BinaryField(help_text="The handler's answer, sealed likewise; empty before it.")

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=models.Q(state__in=[ReportState.RECEIVED.value, ReportState.READ.value]),
                name="reports_open",
            ),
            models.Index(
                fields=["moved_at"],
                condition=~models.Q(state=ReportState.CLOSED.value),
                name="reports_term",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Intake(models.Model):
    """How many reports one source sent on one day; the source is a digest that no other day shares."""

    day = models.DateField()
    source = models.CharField(max_length=64)
    reports = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "source"], name="intake_once_a_source")]

    def __str__(self) -> str:
        return f"{self.day} {self.reports}"
