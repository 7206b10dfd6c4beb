# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows counted up while looks are made, so that a page need not read the looks again."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mendsky.core.terms.answers import Cause


class PutOffCause(models.TextChoices):
    """Why a look was put off."""

    BUSY = "busy", "another worker was at its host"
    BUDGET = "budget", "its host had been sent the requests of the day"


class PutOff(models.Model):
    """How many looks were put off in one division on one day, for one cause."""

    day = models.DateField(help_text="In the nation's zone.")
    division = models.CharField(max_length=12, help_text="Of the systems.")
    cause = models.CharField(max_length=8, choices=PutOffCause.choices)
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "division", "cause"], name="one_row_a_day_and_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.looks} of {self.division} on {self.day}: {self.cause}"


class LastSweep(models.Model):
    """What the last sweep of one system came to."""

    system = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    cause = models.CharField(
        max_length=24,
        choices=[(cause.value, cause.value) for cause in Cause],
        blank=True,
        help_text="Why something is undetermined; empty where it covers the system.",
    )
    failing = ArrayField(models.TextField(), default=list, help_text="Kinds whose probe itself failed.")
    since = models.DateTimeField(null=True, help_text="First of the unbroken row of undetermined sweeps.")
    sweeps = models.PositiveIntegerField(default=0, help_text="How many that row has.")

    def __str__(self) -> str:
        return f"{self.system} at {self.at:%Y-%m-%d %H:%M}: {self.cause or 'covered'}"


class SystemInformation(models.Model):
    """What was noticed at one system that exposes nobody yet, as of the last sweep that could tell."""

    system = models.UUIDField(primary_key=True)
    notes = models.JSONField(
        help_text="Kind → whether it stands, since when, when it was looked at last, detail, until when."
    )
    security_txt_asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        standing = sorted(kind for kind, one in self.notes.items() if one["stands"])
        return f"{self.system}: {', '.join(standing) or 'nothing'}"


class ProbeTrial(models.Model):
    """What the last self-test of one probe came to."""

    probe = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(help_text="By the real clock.")
    tried = models.PositiveIntegerField(default=0, help_text="Counterparts that it was asked of.")
    wrong = ArrayField(models.TextField(), default=list, help_text="Those of which it answered wrongly.")

    def __str__(self) -> str:
        return f"{self.probe} at {self.at:%Y-%m-%d %H:%M}: {self.tried - len(self.wrong)} of {self.tried}"
