# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable
from struct import pack

from mendsky.lab.open_zookeeper.store import SESSION, everybody, service
from mendsky.lab.talks import Service, greets, says
from mendsky.lab.website import Premises

SSH = b"SSH-2.0-synthetic\r\n"
SYSTEM_ERROR = -1
ENDLESS = pack(">i", 900_000) + b"synthetic " * 30_000


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whoever begins a session, as a server does that has no others to agree with."""
    return says(b"", closed=True)


def truncated(_: Premises) -> Service:
    """Promise more than is said."""
    return says(SESSION[:-3], closed=True)


def busy(premises: Premises) -> Service:
    """Fail at whatever is asked."""
    return service(everybody(premises), lambda *_: SYSTEM_ERROR)


def endless(_: Premises) -> Service:
    """Answer with more than anybody reads."""
    return says(ENDLESS)


def another_protocol(_: Premises) -> Service:
    """Be no ZooKeeper."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Show somebody in whatever node is asked for."""
    person = premises.register.person(premises.holding.first)
    return service(everybody(premises), anything=f"{person.name} {person.resident_id} synthetic".encode())


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "endless": endless,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
