# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open the probing door as this installation's settings say."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version

from django.conf import settings

from mendsky.apps.watch import queries
from mendsky.core.terms.grants import Grant
from mendsky.core.terms.nations import Nation
from mendsky.keys.requests import request_signer
from mendsky.keys.vault import has_vault, open_vault
from mendsky.net.probing.door import Door
from mendsky.net.probing.resolver import DnsResolver, SystemResolver, TextResolver
from mendsky.net.probing.signatures import Signer

ASK_STOP_SECONDS = 1.0
EXPLAINED = "/probing/"
"""The page that says who asks."""


def user_agent() -> str:
    """Say who asks, in the form of RFC 9110 section 10.1.5."""
    return f"Mendsky/{version('mendsky')} (+{settings.PUBLIC_URL}{EXPLAINED})"


def resolver() -> TextResolver:
    """Give the name server of `MENDSKY_RESOLVER`, or the system's own."""
    if not settings.RESOLVER:
        return SystemResolver()
    address, _, port = settings.RESOLVER.rpartition(":")
    return DnsResolver(address, int(port))


def signer() -> Signer | None:
    """Give what signs our requests; nothing does on a machine that has no keys."""
    return request_signer(open_vault(), settings.PUBLIC_URL) if has_vault() else None


def door(
    grants: Sequence[Grant],
    *,
    now: Callable[[], datetime],
    nation: Nation,
    synthetic: bool,
    stopped: Callable[[], bool],
    source: str = "",
) -> Door:
    """Make a door that these grants open, to probe from a local address; the system's choice where empty."""
    return Door(
        grants=grants,
        now=now,
        resolver=resolver(),
        nation=nation,
        synthetic=synthetic,
        user_agent=user_agent(),
        stopped=stopped,
        timeout=settings.PROBE_TIMEOUT,
        source=source,
        signer=signer(),
    )


class StopCheck:
    """Ask the database for the stop switch, at most once a second of the real clock."""

    def __init__(self) -> None:
        self._asked_at = float("-inf")
        self._stopped = False

    def __call__(self) -> bool:
        """Say whether a person halted the probing."""
        moment = time.monotonic()
        if moment - self._asked_at >= ASK_STOP_SECONDS:
            self._asked_at, self._stopped = moment, queries.stopped()
        return self._stopped
