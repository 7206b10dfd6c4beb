# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Redis that shows everybody's record to whoever connects."""

from mendsky.lab.open_redis.store import everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

UNKNOWN = b"-ERR unknown command, synthetic\r\n"


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` takes the counting of keys away, no more."""
    return service(
        everybody(premises), lambda name: UNKNOWN if hidden and name in {"INFO", "DBSIZE"} else None
    )
