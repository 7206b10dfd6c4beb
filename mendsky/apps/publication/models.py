# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of the ledger and of releases."""

from typing import ClassVar

from django.db import models

from mendsky.runtime.committed import CommittedRow


class Leaf(models.Model):
    """One leaf of the ledger: which commitment of which app stands at which index."""

    index = models.BigIntegerField(primary_key=True, help_text="Position in the tree, from 0 without gaps.")
    commitment = models.BinaryField(max_length=32)
    app = models.CharField(max_length=20)
    serial = models.BigIntegerField(help_text="Position among the facts of its app.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["app", "serial"], name="leaf_once_a_fact"),
            models.CheckConstraint(condition=models.Q(index__gte=0), name="leaf_index_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.app} {self.serial}"


class OwnFact(CommittedRow):
    """One fact of publication's own: an attestation, a key or a release."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    fact = models.JSONField()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Release(models.Model):
    """One dated, immutable set of figures; its document stands as a file beside the database."""

    serial = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=40, unique=True, help_text="Public identifier: day and number.")
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()
    size = models.BigIntegerField(help_text="Leaves of the ledger under the checkpoint.")
    root = models.CharField(max_length=64, help_text="Root hash of the tree, hexadecimal.")
    checkpoint = models.TextField(help_text="Signed note (C2SP tlog-checkpoint).")
    figures = models.JSONField()
    overview = models.JSONField(help_text="What the home page lists beside the figures.")
    sha256 = models.CharField(max_length=64, help_text="Of the document's file, hexadecimal.")
    bytes = models.BigIntegerField(help_text="Length of the document's file.")

    def __str__(self) -> str:
        return self.name


class PublicCase(models.Model):
    """One loophole as the latest release tells it: what pages of places and organisations list.

    Only what changed is written when a release is made; releases themselves hold the facts.
    """

    case = models.CharField(max_length=32, primary_key=True, help_text="Public identifier.")
    kind = models.CharField(max_length=64)
    division = models.CharField(max_length=12)
    city = models.CharField(max_length=12, blank=True, help_text="City-level division; empty above it.")
    province = models.CharField(max_length=12, blank=True, help_text="Empty for a body of the nation.")
    sector = models.CharField(max_length=64)
    organisation = models.UUIDField(null=True, help_text="Empty unless the case is named.")
    names = models.JSONField(null=True, help_text="The organisation's name by language, once named.")
    state = models.CharField(max_length=16)
    level = models.CharField(max_length=12, help_text="Of severity.")
    high_risk = models.BooleanField()
    open = models.BooleanField()
    silent = models.BooleanField()
    levels = models.JSONField(help_text="Who above the owner was told, in order.")
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    repaired_at = models.DateTimeField(null=True)
    named_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    records = models.JSONField(null=True)
    people = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["province", "-moved_at"], name="public_cases_of_province"),
            models.Index(fields=["city", "-moved_at"], name="public_cases_of_city"),
            models.Index(
                fields=["organisation", "-moved_at"],
                condition=models.Q(organisation__isnull=False),
                name="public_cases_of_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.case
