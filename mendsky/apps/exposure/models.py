# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands behind an exposed place: its counts, the tickets of its censuses, their sealed sketches."""

import uuid
from typing import ClassVar

from django.db import models

from mendsky.core.terms.counts import CountGrade, Unit
from mendsky.runtime.committed import CommittedRow

UNITS = [(unit.value, unit.value) for unit in Unit]
GRADES = [(grade.value, grade.value) for grade in CountGrade]


class Subject(models.Model):
    """A pseudonym for one place group of one system; what counts are kept under."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    system = models.UUIDField()
    place_group = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "place_group"], name="one_subject_a_place"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CountRow(CommittedRow):
    """One count of records or people, superseded by the next, never changed; a fact of the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    origin = models.CharField(max_length=120)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="counts")
    unit = models.CharField(max_length=8, choices=UNITS)
    low = models.PositiveBigIntegerField()
    point = models.PositiveBigIntegerField(null=True)
    high = models.PositiveBigIntegerField(null=True)
    grade = models.CharField(max_length=2, choices=GRADES)
    method = models.CharField(max_length=12, help_text="stated, sampled or census.")
    source = models.CharField(max_length=12, help_text="server, mendsky or owner.")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    supersedes = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "unit", "-serial"])]

    def __str__(self) -> str:
        return f"{self.unit} of {self.subject_id}: {self.low} to {self.high} ({self.grade})"


class Ticket(models.Model):
    """The leave to count one place once, in one series of keyed sketches."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT)
    series = models.CharField(max_length=60)
    k = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.id} for {self.subject_id}"


class Sketch(models.Model):
    """A census as the owner sealed it; opened in memory only, counted as personal data."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="sketches")
    series = models.CharField(max_length=60)
    k = models.PositiveIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sketch of {self.subject_id} at {self.at:%Y-%m-%d}"
