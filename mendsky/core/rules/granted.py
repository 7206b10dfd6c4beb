# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a grant covers what is about to be sent; whatever it does not name is refused.

The address rule rests on the registries of special-purpose addresses (RFC 6890): a grant that
names no network reaches global addresses only, so that a re-pointed name leads to no one's inside.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network
from urllib.parse import unquote

from mendsky.core.rules.hours import always_open, within
from mendsky.core.rules.ownership import is_proven, needs_proof
from mendsky.core.terms.grants import Address, Ask, Grant, Network, Refusal
from mendsky.core.terms.streams import is_stream

METHODS = frozenset({"GET", "HEAD"})
SEND = "SEND"
"""What is granted of a TCP service, and of nothing else."""
LOGIN = "POST"
"""The method of a login form, for credential tests only."""
OF_THE_WEB = METHODS | {LOGIN}
OF_SERVICES = frozenset({SEND})
CREDENTIAL_TESTS = 3

SPECIAL: tuple[Network, ...] = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/127",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001:db8::/32",
        "2002::/16",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)
"""Blocks that a grant's network must lie inside to open them; 0.0.0.0/0 names none of them."""

PLAIN_PATH = re.compile(r"/[!-\[\]-~]*")
"""Printable ASCII without spaces, a backslash excepted: some servers read it as a slash."""
HIDDEN = re.compile(r"%(?:25)*(?:2f|5c|00|0a|0d|2e)", re.IGNORECASE)
"""A slash, backslash, dot or line end behind one or more layers of percent-encoding."""


class Cover:
    """What a grant covers of one system at one address; what is the same for its questions is decided once.

    `address` is None before resolution. Instants and paths are looked at for each question.
    """

    __slots__ = (
        "_address",
        "_always_open",
        "_kinds",
        "_needs_proof",
        "_origin",
        "_synthetic",
        "_unnamed",
        "_until",
        "_wrong_address",
        "grant",
    )

    def __init__(self, grant: Grant, origin: str, address: Address | None, *, synthetic: bool) -> None:
        self.grant, self._origin, self._address, self._synthetic = grant, origin, address, synthetic
        self._needs_proof = needs_proof(grant)
        self._until = min(grant.expires, grant.revoked_at or grant.expires)
        self._always_open = always_open(grant.hours)
        self._unnamed = None if origin in grant.origins else f"{origin} is not named"
        self._wrong_address = None if address is None else _wrong_address(grant, address)
        self._kinds: dict[tuple[str, int], str | None] = {}
        """Why no question of a method and a probe class is covered, for those that were asked."""

    def under(self, grant: Grant) -> "Cover":
        """Give what another grant covers of the same system."""
        return Cover(grant, self._origin, self._address, synthetic=self._synthetic)

    def refusal(self, path: str, method: str, probe_class: int, at: datetime) -> Refusal | None:
        """Say why the grant does not cover a question at an instant, or None where it does."""
        grant, kind = self.grant, (method, probe_class)
        if kind not in self._kinds:
            self._kinds[kind] = _wrong_kind(grant, self._origin, *kind, synthetic=self._synthetic)
        reason = (
            self._kinds[kind]
            or (None if self._is_timely(at) else _wrong_time(grant, at))
            or self._unnamed
            or _out_of_scope(path.partition("?")[0], grant.paths, grant.excluded_paths)
            or (_unproven(grant, self._origin, at) if self._needs_proof else None)
            or self._wrong_address
            or (_opted_out(grant, self._origin, self._address, at) if grant.opt_outs else None)
        )
        return None if reason is None else Refusal(reason=f"grant {grant.id}: {reason}")

    def _is_timely(self, at: datetime) -> bool:
        grant = self.grant
        # Without a time zone an instant cannot be compared.
        lasts = at.tzinfo is not None and grant.valid_from <= at < self._until
        return lasts and (self._always_open or within(grant.hours, at))


def decide(grant: Grant, ask: Ask) -> Refusal | None:
    """Say why a grant does not cover an ask, or None where it does."""
    cover = Cover(grant, ask.origin, ask.address, synthetic=ask.synthetic)
    return cover.refusal(ask.path, ask.method, ask.probe_class, ask.at)


def may_prove(grant: Grant, ask: Ask) -> bool:
    """Say whether a proof of the owner's control may be fetched, as `ask` says.

    It is one file that the owner put there for us: hours, paths, classes and the beginning of the grant
    do not bind it; its end, its addresses and opt-outs do.
    """
    over = min(grant.expires, grant.revoked_at or grant.expires)
    return (
        grant.synthetic == ask.synthetic
        and ask.at < over
        and (ask.address is None or _wrong_address(grant, ask.address) is None)
        and _opted_out(grant, ask.origin, ask.address, ask.at) is None
    )


def covering(grants: Sequence[Grant], ask: Ask) -> Grant | Refusal:
    """Give the first grant that covers an ask, or the refusal that is nearest to what was asked.

    Of one grant only the newest version counts: an older, wider one must not be fallen back on.
    """
    newest: dict[str, Grant] = {}
    for grant in grants:
        if grant.id not in newest or grant.version > newest[grant.id].version:
            newest[grant.id] = grant
    nearest: Refusal | None = None
    for grant in newest.values():
        refusal = decide(grant, ask)
        if refusal is None:
            return grant
        if nearest is None and ask.origin in grant.origins:
            nearest = refusal
    return nearest or Refusal(reason=f"no grant names {ask.origin}")


def _wrong_kind(grant: Grant, origin: str, method: str, probe_class: int, *, synthetic: bool) -> str | None:
    if grant.synthetic != synthetic:
        kinds = ("a real", "a synthetic")
        return f"{kinds[grant.synthetic]} grant does not serve {kinds[synthetic]} installation"
    if method == LOGIN and probe_class != CREDENTIAL_TESTS:
        return f"method {method} is granted to credential tests only"
    granted = OF_SERVICES if is_stream(origin) else OF_THE_WEB
    if method not in granted:
        return f"method {method} is never granted"
    if grant.rate <= 0:
        return "its rate allows no request"
    if probe_class not in grant.classes:
        return f"probe class {probe_class} is not granted"
    return None


def _wrong_time(grant: Grant, at: datetime) -> str | None:
    if at.tzinfo is None:
        return "the instant has no time zone"
    if at < grant.valid_from:
        return f"valid only from {grant.valid_from.isoformat()}"
    if at >= grant.expires:
        return f"expired at {grant.expires.isoformat()}"
    if grant.revoked_at is not None and at >= grant.revoked_at:
        return f"revoked at {grant.revoked_at.isoformat()}"
    if not within(grant.hours, at):
        return f"outside the hours {grant.hours.start:%H:%M}-{grant.hours.end:%H:%M} {grant.hours.zone}"
    return None


@lru_cache(maxsize=4096)
def _out_of_scope(path: str, paths: tuple[str, ...], excluded: tuple[str, ...]) -> str | None:
    if not _unambiguous(path):
        return "the path could be read in two ways"
    if not any(_below(path, prefix) for prefix in paths):
        return "the path is out of scope"
    # Some servers ignore case and `;parameters`: what may be the excluded path is excluded.
    folded = "/".join(segment.partition(";")[0] for segment in unquote(path).casefold().split("/"))
    if any(_below(folded, prefix.casefold().rstrip("/")) for prefix in excluded):
        return "the path is excluded"
    return None


def _unambiguous(path: str) -> bool:
    if PLAIN_PATH.fullmatch(path) is None or "//" in path or "#" in path or HIDDEN.search(path):
        return False
    return not any(segment.partition(";")[0] in {".", ".."} for segment in path.split("/"))


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix if prefix.endswith("/") else f"{prefix}/")


def _unproven(grant: Grant, origin: str, at: datetime) -> str | None:
    return None if is_proven(grant, origin, at) else f"the owner's control of {origin} is not proven"


def _wrong_address(grant: Grant, address: Address) -> str | None:
    if _names_address(grant.networks, address):
        return None
    return f"the address {address} is not in a network that it names"


def _opted_out(grant: Grant, origin: str, address: Address | None, at: datetime) -> str | None:
    for one in grant.opt_outs:
        if not one.starts <= at < one.ends:
            continue
        inside = one.network is not None and address is not None and _plain(address) in one.network
        if inside or origin == one.origin:
            return f"opt-out {one.key} holds until {one.ends.isoformat()}"
    return None


@lru_cache(maxsize=65_536)
def _names_address(networks: tuple[Network, ...], address: Address) -> bool:
    """Say whether networks cover an address; a special one must be named as such."""
    address = _plain(address)
    special = [block for block in SPECIAL if address in block]
    if not special:
        return not networks or any(address in network for network in networks)
    return any(address in network and _inside(network, block) for network in networks for block in special)


def _plain(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _inside(network: Network, block: Network) -> bool:
    if isinstance(network, IPv4Network) and isinstance(block, IPv4Network):
        return network.subnet_of(block)
    if isinstance(network, IPv6Network) and isinstance(block, IPv6Network):
        return network.subnet_of(block)
    return False
