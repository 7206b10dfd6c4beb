# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A service of each kind behind a gate."""

from collections.abc import Callable, Mapping
from functools import partial

from mendsky.lab.talks import Service, Talk
from mendsky.lab.weak_service_password import ftp, mysql, postgresql, redis
from mendsky.lab.weak_service_password.gate import FTP, MYSQL, POSTGRESQL, REDIS, Gate

TALKS: Mapping[str, Callable[[Gate], Talk]] = {
    REDIS: lambda gate: redis.Talk(gate=gate),
    FTP: lambda gate: ftp.Talk(gate=gate),
    POSTGRESQL: lambda gate: postgresql.Talk(gate=gate),
    MYSQL: lambda gate: mysql.Talk(gate=gate),
}


def behind(gate: Gate) -> Service:
    """Make the service that the premises are drawn with."""
    return partial(TALKS[gate.premises.fault.form], gate)
