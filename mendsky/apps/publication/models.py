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
