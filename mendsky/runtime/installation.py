# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mark a database as synthetic or real, once, and refuse the wrong use of it."""

from django.conf import settings

from mendsky.runtime.clocks import real_now
from mendsky.runtime.database import DatabaseRefusedError
from mendsky.runtime.models import Installation


def claim(*, synthetic: bool) -> Installation:
    """Mark a fresh database, or check the mark of an old one.

    Raises `DatabaseRefusedError` where the database serves the other use.
    """
    installation, _ = Installation.objects.get_or_create(
        only=True,
        defaults={"synthetic": synthetic, "origin": settings.ORIGIN, "created_at": real_now()},
    )
    if installation.synthetic != synthetic:
        made, asked = ("the demo", "real use") if installation.synthetic else ("real use", "the demo")
        msg = (
            f"this database was made for {made}, not for {asked}: choose another MENDSKY_HOME or DATABASE_URL"
        )
        raise DatabaseRefusedError(msg)
    return installation


def claim_unless_marked() -> Installation:
    """Mark a fresh database as real; leave the mark of an old one as it is."""
    return claim(synthetic=is_synthetic())


def is_synthetic() -> bool:
    """Say whether this database is marked synthetic; False while it has no mark."""
    return Installation.objects.filter(synthetic=True).exists()
