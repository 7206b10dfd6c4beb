# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open the probing door as this installation's settings say."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

from django.conf import settings

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.standing import grants_mark
from mendsky.apps.watch import queries
from mendsky.core.terms.grants import Grant
from mendsky.core.terms.nations import Nation
from mendsky.keys.requests import request_signer
from mendsky.keys.vault import has_vault, open_vault
from mendsky.net.probing.door import Door
from mendsky.net.probing.resolver import DnsResolver, SystemResolver, TextResolver
from mendsky.net.probing.signatures import Signer
from mendsky.net.probing.visits import Hearing, as_signed

ASK_SECONDS = 1.0
"""So often, by the real clock, visits under way ask whether a person halted them or took a grant back."""
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
    standing: Callable[[Grant], Grant] = as_signed,
    hearing: Hearing | None = None,
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
        standing=standing,
        hearing=hearing,
    )


class StopCheck:
    """Ask the database for the stop switch, at most once a second of the real clock."""

    def __init__(self) -> None:
        self._asked_at = float("-inf")
        self._stopped = False

    def __call__(self) -> bool:
        """Say whether a person halted the probing."""
        moment = time.monotonic()
        if moment - self._asked_at >= ASK_SECONDS:
            self._asked_at, self._stopped = moment, queries.stopped()
        return self._stopped


class Standing:
    """Give grants as they stand, asking the database at most once a second: a visit may take hours."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin before the grants are read, so that no change falls between; `now` is the domain clock."""
        self._now = now
        self._asked_at, self._mark = time.monotonic(), grants_mark(now())
        self._live: Mapping[str, Grant] | None = None

    def __call__(self, grant: Grant) -> Grant:
        """Give the grant's newest version with its opt-outs; revoked from the first where none is live."""
        moment = time.monotonic()
        if moment - self._asked_at >= ASK_SECONDS:
            self._asked_at, at = moment, self._now()
            mark = grants_mark(at)
            if mark != self._mark:
                self._mark, self._live = mark, {one.id: one for one in directory.live_grants(at)}
        if self._live is None:
            return grant
        # What is about to be sent was dated before this was asked.
        return self._live.get(grant.id) or replace(grant, revoked_at=grant.valid_from)
