# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a visit is asked to be, how it is made, and what it brings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from typing import Protocol

from mendsky.core.requests.signature import authority_of
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Address, Grant
from mendsky.core.terms.information import Note
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Control, Observation, Place, ProbeEntry
from mendsky.core.terms.values import value
from mendsky.net.probing.curl import Way
from mendsky.net.probing.origins import Origin
from mendsky.net.probing.signatures import Signatures

INFORMATION = "information"
"""Asks, in the log of requests, for what is no probe's question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One system to be visited, and the probes to be run on it."""

    key: str
    """The caller's own name for it."""
    origin: str
    """`scheme://host:port`."""
    entries: tuple[ProbeEntry, ...]
    places: Mapping[str, tuple[Place, ...]]
    """Known places by kind of probe."""
    nonce: str
    """Random letters and digits of this visit."""
    owner: str = ""
    """Whose system it is; of unknown ones it is not told which belong together."""
    budget: int | None = None
    """Requests that may still be sent to this host today; the grant's whole daily budget where None."""
    tries: Mapping[str, int] = field(default_factory=dict, repr=False)
    """What tries of a password are counted by → those set aside for this visit."""
    credentials: Mapping[str, tuple[Credential, ...]] = field(default_factory=dict)
    """Pairs that were let in before, by kind of probe; where there are any, only they are tried."""
    security_txt_due: bool = False
    """Ask for the site's security.txt, too."""


@value
class Exchange:
    """One request and its answer, without bodies."""

    at: datetime
    """By the domain clock."""
    asked_by: str
    """Kind of the probe, `visit`, or `INFORMATION`."""
    method: str
    target: str
    """Values blanked."""
    status: int
    length: int
    """Bytes of body that were read."""
    seconds: float
    address: str
    """Empty where nothing was connected to."""
    failure: Cause | None


Told = tuple[datetime, str, str, str]
"""Of what is about to be sent: `at`, `asked_by`, `method` and `target`, as in `Exchange`."""


class Hearing(Protocol):
    """Is told of each request before it is sent."""

    def note(self, key: str, grant: Grant, told: Told) -> None:
        """Take the key of a visit, the grant under which it is made, and what is about to be sent."""

    def flush(self) -> None:
        """Keep what was noted: it is sent when this returns."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a visit brought."""

    key: str
    grant: Grant | None
    """The grant under which it was made; None where none covers it."""
    control: Control
    observations: tuple[Observation, ...]
    transcript: tuple[Exchange, ...]
    requests: int
    bytes: int
    tried: Mapping[str, int] = field(default_factory=dict, repr=False)
    """What tries of a password are counted by → those that were made."""
    credentials: Mapping[str, tuple[Credential, ...]] = field(default_factory=dict)
    """Kind of what a login exposed → the pairs that were let in."""
    linked: tuple[str, ...] = ()
    """Origins of other hosts to which pages link or redirect; nothing was sent to them."""
    notes: tuple[Note, ...] = ()
    """What was noticed that exposes nobody yet, and what of it is in order."""


def as_signed(grant: Grant) -> Grant:
    """Give a grant that nobody can change meanwhile: it is known from a file alone."""
    return grant


@dataclass(frozen=True, kw_only=True, slots=True)
class Conduct:
    """How visits are made, the same for all of a door."""

    grants: Sequence[Grant]
    now: Callable[[], datetime]
    nation: Nation
    synthetic: bool
    user_agent: str
    timeout: float
    ca_file: str | None
    source: str = ""
    """Local address to connect from; the system's choice where empty."""
    signatures: Signatures = field(default_factory=lambda: Signatures(None))
    """Of the requests; by default they carry none."""
    standing: Callable[[Grant], Grant] = as_signed
    """Gives a grant as it stands now: whether it was revoked, or something was left out of it, meanwhile."""
    hearing: Hearing | None = None

    def way(self, origin: Origin, address: Address, rate: float) -> Way:
        """Say how an origin is reached at the address that was pinned, at so many requests a second."""
        return Way(
            scheme=origin.scheme,
            host=origin.url_host,
            port=origin.port,
            authority=authority_of(origin.scheme, origin.url_host, origin.port),
            address=address,
            rate=rate,
            user_agent=self.user_agent,
            timeout=self.timeout,
            ca_file=self.ca_file,
            source=source_for(self.source, address),
        )


@lru_cache
def source_for(source: str, address: Address) -> str:
    """Give the local address to connect from; the system's choice where ours is of another family."""
    return source if source and ip_address(source).version == address.version else ""


def nothing_seen(cause: Cause) -> Control:
    """Give the control of a system of which nothing was seen."""
    return Control(front_status=0, random_status=0, catch_all=False, stated_records=None, cause=cause)
