# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The columns of a row that is a fact: its place in its app's order, and what opens its commitment."""

from django.db import models

from mendsky.core.ledger.commitment import SALT_BYTES


class CommittedRow(models.Model):
    """A row whose fact the ledger commits to; numbered by `mendsky.runtime.facts`, never changed."""

    serial = models.BigIntegerField(unique=True, help_text="Order of commit within the app, from 1.")
    salt = models.BinaryField(max_length=SALT_BYTES, null=True, help_text="Empty where the fact was erased.")
    commitment = models.BinaryField(max_length=32)

    class Meta:
        abstract = True
