# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An InfluxDB that shows everybody's record to whoever asks."""

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.open_influxdb.repaired import REFUSED
from mendsky.lab.open_influxdb.store import alone, everybody, queried
from mendsky.lab.website import Premises


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` refuses to say what is held, no more."""
    shows = queried(everybody(premises))

    def named_alone(asked: Asked) -> Reply:
        return REFUSED if asked.query.get("q", "").startswith("SHOW") else shows(asked)

    return alone(premises, named_alone if hidden else shows)
