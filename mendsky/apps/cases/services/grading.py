# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grade what an observation saw, by the rule of severity, as events carry it."""

from typing import Any

from django.conf import settings

from mendsky.apps.watch.queries import ObservationEntry
from mendsky.core.rules.severity import severity
from mendsky.nations.load import load


def grade(observation: ObservationEntry, high: int | None) -> dict[str, Any]:
    """Give `score`, `level` and `rule` for an exposure of at most so many people, or records."""
    graded = severity(
        observation.probe,
        observation.kinds,
        observation.classes,
        high,
        load(settings.NATION),
        writable=observation.writable,
    )
    return {"score": graded.score, "level": graded.level, "rule": graded.rule}
