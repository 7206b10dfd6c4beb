# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs of the exposure app."""

from uuid import UUID

from mendsky.apps.exposure import services
from mendsky.runtime import jobs


@jobs.task(name="mendsky.apps.exposure.tasks.note_stated", queue="counts")
def note_stated(observation_id: str) -> None:
    """Keep the count that a confirmed observation states."""
    services.note_stated(UUID(observation_id))
