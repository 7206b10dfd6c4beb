# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this database knows of itself: whether it is synthetic, and what its clock says."""

from django.db import models


class Installation(models.Model):
    """The one row that says what this database is for."""

    only = models.BooleanField(primary_key=True, default=True)
    synthetic = models.BooleanField(help_text="Made by the demo or a test: banner, and refused by `up`.")
    origin = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, help_text="The domain clock stands still here.")
    ahead_by = models.DurationField(
        null=True, help_text="The domain clock minus the real one, while it runs."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="installation_is_one"),
            models.CheckConstraint(
                condition=models.Q(synthetic=True) | models.Q(frozen_at=None, ahead_by=None),
                name="only_a_synthetic_clock_moves",
            ),
        ]
