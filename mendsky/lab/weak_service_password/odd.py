# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.talks import Service, greets, says
from mendsky.lab.weak_service_password.gate import Gate, Knows
from mendsky.lab.weak_service_password.talks import behind
from mendsky.lab.website import Premises

SSH = b"SSH-2.0-synthetic\r\n"


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(premises: Premises) -> Service:
    """Hang up on whoever comes, where the service speaks first, and on whatever is asked."""
    return greets(b"", closed=True) if premises.fault.form in {"ftp", "mysql"} else says(b"", closed=True)


def another_protocol(_: Premises) -> Service:
    """Be something else."""
    return greets(SSH)


def shut(premises: Premises) -> Service:
    """Let nobody log in: locked, or not without TLS."""
    return behind(Gate(premises=premises, knows=_weak(premises), shut=True))


def busy(premises: Premises) -> Service:
    """Have too much to do."""
    return behind(Gate(premises=premises, knows=_weak(premises), busy=True))


def truncated(premises: Premises) -> Service:
    """Hang up while a login is answered."""
    return behind(Gate(premises=premises, knows=_weak(premises), cut=True))


def mute(premises: Premises) -> Service:
    """Let in, and say nothing of what is held."""
    return behind(Gate(premises=premises, knows=_weak(premises), mute=True))


def honeypot(premises: Premises) -> Service:
    """Let in whoever comes."""
    return behind(Gate(premises=premises, knows=_weak(premises), anybody=True))


def _weak(premises: Premises) -> Knows:
    account, _, password = premises.fault.pair.partition("/")
    return {account: password}.get


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "another-protocol": another_protocol,
    "shut": shut,
    "busy": busy,
    "truncated": truncated,
    "mute": mute,
    "honeypot": honeypot,
}
