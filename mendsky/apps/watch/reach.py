# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Say of single systems whether the watch reached them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings

from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch.coverage import FRESH_INTERVALS, cause_of
from mendsky.apps.watch.models import SystemRun
from mendsky.core.terms.answers import Purpose
from mendsky.nations.load import load


def reached(systems: Collection[SystemEntry], at: datetime) -> dict[UUID, str | None]:
    """Give why each system's last sweep left something undetermined, None where it covers the system.

    Systems without a sweep within two of their intervals up to the instant are left out.
    """
    nation = load(settings.NATION)
    oldest = {
        system.id: at - FRESH_INTERVALS * (system.sweep_every or nation.sweep_every(system.sector))
        for system in systems
    }
    if not oldest:
        return {}
    runs = SystemRun.objects.filter(
        system__in=list(oldest), purpose=Purpose.SWEEP, at__lte=at, at__gte=min(oldest.values())
    )
    last = runs.order_by("system", "-at").distinct("system")
    return {run.system: cause_of(run) for run in last if run.at >= oldest[run.system]}
