# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must not be asked from a date to a date, whatever a grant covers: as documents and grants have it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

from mendsky.apps.directory.origins import OriginError, normal_origin
from mendsky.core.terms.grants import Grant, OptOut


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedOptOut:
    """An opt-out as the document wants it."""

    number: int
    """Place among the document's opt-outs, from 0."""
    key: str
    origin: str
    """Empty where a network is meant."""
    network: str
    starts: datetime
    ends: datetime
    reason: str
    valid_to: datetime | None
    """When it was withdrawn, for one that was."""


def wanted_opt_out(number: int, entry: Mapping[str, Any]) -> WantedOptOut:
    """Read an entry in which `opt_out_problems` finds nothing."""
    ended = entry.get("valid_to")
    return WantedOptOut(
        number=number,
        key=entry["key"],
        origin=normal_origin(entry["origin"]) if "origin" in entry else "",
        network=str(ip_network(entry["network"])) if "network" in entry else "",
        starts=_instant(entry["starts"]),
        ends=_instant(entry["ends"]),
        reason=entry["reason"],
        valid_to=None if ended is None else datetime.fromisoformat(ended),
    )


def opt_out_problems(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with an entry of the right shape, by field."""
    if ("origin" in entry) == ("network" in entry):
        yield "origin", "or network must be given, and not both"
    try:
        normal_origin(entry.get("origin", "http://any.example"))
    except OriginError as error:
        yield "origin", f"is refused: {error}"
    try:
        ip_network(entry.get("network", "::/0"))
    except ValueError:
        yield "network", "must be an address range such as 192.0.2.0/24, without host bits"
    try:
        if not _instant(entry["starts"]) < _instant(entry["ends"]):
            yield "ends", "must lie after starts"
    except (ValueError, OverflowError):
        yield "starts", "or ends is no day of the calendar"


@dataclass(frozen=True, kw_only=True, slots=True)
class OptOutEntry:
    """What must not be asked for a time, as it is."""

    key: str
    origin: str
    """Empty where a network is meant."""
    network: str
    starts: datetime
    ends: datetime
    reason: str


def without(grants: Iterable[Grant], entries: Iterable[OptOutEntry]) -> list[Grant]:
    """Give grants with the opt-outs that may touch them."""
    left_out = [
        OptOut(
            key=entry.key,
            origin=entry.origin,
            network=ip_network(entry.network) if entry.network else None,
            starts=entry.starts,
            ends=entry.ends,
        )
        for entry in entries
    ]
    return [
        replace(grant, opt_outs=tuple(one for one in left_out if one.network or one.origin in grant.origins))
        for grant in grants
    ]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
