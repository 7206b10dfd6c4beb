# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases, their events, the parties that are told, letters to them, and deadlines.

A case's row is a projection of its events and is written by `services.recording` only.
"""

import uuid
from enum import StrEnum

from django.db import models

from mendsky.core.terms.cases import Actor, EventKind, Level, Stage, State
from mendsky.runtime.committed import CommittedRow


class LetterKind(StrEnum):
    """Why a letter is written."""

    NOTICE = "notice"
    """To the owner: what is exposed, what to do, by when."""
    ESCALATION = "escalation"
    """To an authority: who was told, and what did not happen."""
    REFUTED = "refuted"
    """To the owner: the claim of repair did not hold."""
    MISSED = "missed"
    """To the owner: the day that was named has passed, and the next level is told."""
    OVERRULED = "overruled"
    """To the owner: the dispute was looked at, and the exposure stands."""
    UPHELD = "upheld"
    """To everybody told: the owner's dispute was right, nothing is left to do."""
    TRANSFERRED = "transferred"
    """To everybody told: another organisation is responsible, nothing is left to do."""


class DeadlineKind(StrEnum):
    """What is due; the first two are shown, the others are picked up by the clock."""

    ANSWER = "answer"
    REPAIR = "repair"
    ESCALATE = "escalate"
    RECHECK = "recheck"
    DISCLOSE = "disclose"
    CLOSE = "close"


def _choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


class YearCount(models.Model):
    """How many cases a year has so far; locked while a case is numbered, so that no gap arises."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """The unit of work of one exposure at one owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    public_id = models.CharField(max_length=32, unique=True, help_text="For example MS-CN-2015-0003.")
    subject = models.UUIDField(help_text="Pseudonym of system and place group, as exposure counts it.")
    system = models.UUIDField()
    organisation = models.UUIDField()
    observation = models.UUIDField(help_text="The observation that verified it, or reopened it.")
    kind = models.CharField(max_length=64, help_text="Kind of loophole: the probe's name.")
    place_group = models.CharField(max_length=500)
    division = models.CharField(max_length=12, db_index=True)
    sector = models.CharField(max_length=64)
    state = models.CharField(
        max_length=16, choices=_choices(State), blank=True, help_text="Empty before the first event."
    )
    stage = models.CharField(max_length=16, choices=_choices(Stage), default=Stage.SEALED.value)
    severity = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text="When the clocks began: verified, or reopened.")
    promised = models.DateTimeField(null=True, help_text="Until when the owner promised the repair.")
    held_until = models.DateTimeField(null=True, help_text="Until when a handler put the naming off.")
    testing_since = models.DateTimeField(null=True, help_text="A retest was ordered and has not answered.")
    last_event_number = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "division"], name="cases_by_state")]
        constraints = [
            # A returned exposure reopens its case; only what was rejected or merged makes room for another.
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=~models.Q(state__in=[State.REJECTED.value, State.MERGED.value]),
                name="one_case_a_loophole",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class EventManager(models.Manager["Event"]):
    """Events with their cases, whose public identifier each fact names."""

    def get_queryset(self) -> models.QuerySet["Event"]:
        """Join the case."""
        return super().get_queryset().select_related("case")


class Event(CommittedRow):
    """One event of a case, written once; the database refuses its change and its removal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    origin = models.CharField(max_length=120)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=32, choices=_choices(EventKind))
    schema = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=16, choices=_choices(Actor))
    rule = models.CharField(max_length=64, blank=True)
    pack = models.CharField(max_length=64)
    cause = models.CharField(max_length=64, blank=True)
    was = models.CharField(max_length=16, choices=_choices(State), blank=True)
    state = models.CharField(max_length=16, choices=_choices(State))
    stage = models.CharField(max_length=16, choices=_choices(Stage))
    public = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    sealed_commitment = models.CharField(max_length=64, blank=True, help_text="Hexadecimal.")

    objects = EventManager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="events_are_numbered")]
        indexes = [models.Index(fields=["recorded_at", "case", "number"], name="events_as_of")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.kind}"


class FalsePositive(models.Model):
    """That a case is said, and found by another person, to be no loophole; the finding ends with its term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="false_positives")
    flagged_by = models.IntegerField(
        null=True, help_text="Number of the account; empty for the owner's dispute."
    )
    flagged_at = models.DateTimeField()
    reviewed_by = models.IntegerField(null=True, help_text="Number of the account.")
    reviewed_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True, help_text="What the review found; empty before it.")
    expires = models.DateTimeField(null=True, help_text="When the place is looked at again.")
    ended_at = models.DateTimeField(null=True, help_text="When it was.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(reviewed_at=None), name="one_open_flag_a_case"
            ),
            models.CheckConstraint(
                condition=models.Q(flagged_by=None)
                | models.Q(reviewed_by=None)
                | ~models.Q(flagged_by=models.F("reviewed_by")),
                name="flag_is_reviewed_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires"],
                condition=models.Q(upheld=True, ended_at=None),
                name="false_positives_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.flagged_at.isoformat()}"


class Party(models.Model):
    """Somebody who is told of a case, at one level; ended where the case became another organisation's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    organisation = models.UUIDField()
    role = models.CharField(max_length=16, choices=_choices(Level))
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=models.Q(ended_at=None), name="one_party_a_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"


class Letter(models.Model):
    """A letter to one contact, to be sent once; its text is made from the case when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="letters")
    contact = models.UUIDField()
    language = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=_choices(LetterKind))
    idempotency_key = models.CharField(max_length=160, unique=True)
    written_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.idempotency_key


class Deadline(models.Model):
    """Something due at an instant of the domain clock; replaced, never moved."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=16, choices=_choices(DeadlineKind))
    due = models.DateTimeField()
    rule = models.CharField(max_length=64)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(done_at=None), name="one_open_deadline_a_kind"
            ),
        ]
        indexes = [models.Index(fields=["due"], condition=models.Q(done_at=None), name="deadlines_open")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.due.isoformat()}"
