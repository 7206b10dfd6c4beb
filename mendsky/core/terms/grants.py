# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recorded authorisation under which a system may be probed."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from zoneinfo import ZoneInfo

from mendsky.core.terms.values import value

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """The window of the day in which probing is allowed."""

    start: time
    """Local time from which on requests may be sent; equal to `end` for the whole day."""
    end: time
    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account of a system with which a login may be tried."""

    name: str = field(repr=False)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """What may be tried; where empty, the passwords that products are shipped with."""
    test: bool = False
    """The owner made it for tests: it is nobody's, and its one password is right."""


class Basis(StrEnum):
    """What a grant rests on."""

    LAW = "law"
    """A statute or an order of an authority: it stands by itself."""
    CONSENT = "consent"
    """The owner's own word: it counts where the owner's control is proven."""


class ProofMethod(StrEnum):
    """How an owner showed that a host is its own."""

    DNS = "dns"
    """A TXT record at `_mendsky.<host>`."""
    WELL_KNOWN = "well-known"
    """A file at `/.well-known/mendsky`, fetched over TLS (RFC 8615)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """An owner's control of one origin, shown by the token of one grant."""

    origin: str
    """`scheme://host:port`, port always written."""
    method: ProofMethod
    proven_at: datetime
    until: datetime
    """From here on it proves nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """What the key of an office says of a grant, by Ed25519 (RFC 8032)."""

    key: str
    """Public key: 32 bytes in base64."""
    value: str
    """64 bytes in base64."""


class Signing(StrEnum):
    """How a grant is signed, as far as this installation can tell."""

    LISTED = "listed"
    """With a key that is listed for the office that the grant names."""
    OTHER_OFFICE = "other-office"
    """With a key that is listed for another office."""
    UNLISTED = "unlisted"
    """With a key that nobody listed."""
    NONE = "none"
    """Without a key's signature."""
    CHANGED = "changed"
    """The signature does not fit the grant."""
    FORGOTTEN = "forgotten"
    """It cannot be looked at: what it covers was forgotten when the grant was revoked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptOut:
    """What must not be asked for a time, whatever a grant covers."""

    key: str
    origin: str
    """`scheme://host:port`; empty where a network is meant."""
    network: Network | None
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Who allows what, where, when, how fast, and until when."""

    id: str
    version: int
    signed_by: str
    """Office that signed, not a person."""
    legal_basis: str
    """In words, as it was signed."""
    origins: frozenset[str]
    """Origins as `scheme://host:port`, port always written."""
    networks: tuple[Network, ...]
    """Address ranges that the origins may resolve to; where empty, only global addresses."""
    paths: tuple[str, ...]
    """Path prefixes in scope."""
    excluded_paths: tuple[str, ...]
    hours: Hours
    classes: frozenset[int]
    """Probe classes allowed."""
    rate: float
    """Most requests a second to one host."""
    daily_budget: int
    """Most requests a day to one host."""
    test_identities: tuple[str, ...] = field(repr=False)
    accounts: tuple[Account, ...] = ()
    """Accounts that credential tests may try, and test accounts; products' own where it names no other."""
    password_tries: int = 3
    """Most tries of a password for one account and day, over all runs."""
    sample_records: int
    """Most records that a sample may read."""
    birth_years: tuple[int, int]
    """First and last birth year of an identifier that counts as one."""
    valid_from: datetime
    expires: datetime
    revoked_at: datetime | None
    synthetic: bool
    """True for the lab's systems; a synthetic grant is refused by a real database, and the reverse."""
    basis: Basis | None = None
    """None where the document does not say, which counts as law."""
    signature: Signature | None = None
    """By a key of the office; it covers all that is above but the revocation."""
    opt_outs: tuple[OptOut, ...] = ()
    """Left out of what it covers; not part of what was signed."""
    proofs: tuple[Proof, ...] = ()
    """What shows the owner's control, which consent needs; not part of what was signed."""

    @property
    def test_accounts(self) -> tuple[Account, ...]:
        """Give the accounts that the owner made for tests."""
        return tuple(account for account in self.accounts if account.test)

    def __post_init__(self) -> None:
        for moment in (self.valid_from, self.expires, self.revoked_at):
            if moment is not None and moment.tzinfo is None:
                msg = f"grant {self.id}: instants need a time zone"
                raise ValueError(msg)


@value
class Ask:
    """What is about to be sent, put to the grant."""

    origin: str
    """`scheme://host:port`, port always written."""
    address: Address | None
    """Address about to be connected to; None before resolution."""
    path: str
    method: str
    probe_class: int
    at: datetime
    """Instant by the domain clock."""
    synthetic: bool
    """Whether this installation is synthetic."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a grant does not cover what was asked."""

    reason: str
