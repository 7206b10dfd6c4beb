# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable
from struct import pack

from mendsky.lab.open_nfs.store import PERM, PUT_ROOT, everybody, fragment, service
from mendsky.lab.talks import Service, greets, says
from mendsky.lab.website import Premises

SSH = b"SSH-2.0-synthetic\r\n"
DELAY = 10_008
ENDLESS = pack(">I", 0x8000_0000 | 900_000) + b"synthetic " * 30_000
OTHER_VERSION = fragment(pack(">IIIIIIII", 7, 1, 0, 0, 0, 2, 3, 3))
"""PROG_MISMATCH (RFC 5531 section 9): it has version 3 alone."""


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whoever asks."""
    return says(b"", closed=True)


def truncated(_: Premises) -> Service:
    """Promise more than is said."""
    return says(OTHER_VERSION[:-3], closed=True)


def busy(premises: Premises) -> Service:
    """Put off whoever asks."""
    return service(everybody(premises), lambda *_: DELAY)


def endless(_: Premises) -> Service:
    """Answer with more than anybody reads."""
    return says(ENDLESS)


def another_protocol(_: Premises) -> Service:
    """Be no file server."""
    return greets(SSH)


def other_version(_: Premises) -> Service:
    """Speak an older version alone, which is asked on other ports."""
    return says(OTHER_VERSION)


def low_ports(premises: Premises) -> Service:
    """Answer whoever asks from a port that only a machine's administrator may use."""
    return service(everybody(premises), lambda kind, _: 0 if kind == PUT_ROOT else PERM)


def honeypot(premises: Premises) -> Service:
    """Have whatever is asked for."""
    return service(everybody(premises), anything=True)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "endless": endless,
    "another-protocol": another_protocol,
    "other-version": other_version,
    "low-ports": low_ports,
    "honeypot": honeypot,
}
