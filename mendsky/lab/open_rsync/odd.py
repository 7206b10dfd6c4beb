# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_rsync.store import GREETING, OK, everybody, service
from mendsky.lab.talks import Said, Service, greets, says
from mendsky.lab.website import Premises

BUSY = b"@ERROR: max connections (4) reached -- try again later (synthetic)\n"
BROKEN = b"@ERROR: chdir failed (synthetic)\n"
SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = GREETING + b"synthetic\t\n" * 9_000


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whatever is asked."""
    return says(b"", closed=True)


def truncated(premises: Premises) -> Service:
    """Hang up in the middle of its list of modules."""
    return service(everybody(premises), lambda name: b"pub  " if name == "#list" else None)


def busy(_: Premises) -> Service:
    """Have no room now."""
    return says(GREETING + BUSY, closed=True)


def broken(premises: Premises) -> Service:
    """Have modules whose folders are gone."""
    return service(everybody(premises), lambda name: None if name == "#list" else BROKEN)


def endless(_: Premises) -> Service:
    """List modules without end."""
    return greets(ENDLESS)


def another_protocol(_: Premises) -> Service:
    """Be no rsync daemon."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Have every module that is asked for."""
    held = everybody(premises)

    def begin() -> Callable[[bytes], Said]:
        talk = service(held)()

        def answer(came: bytes) -> Said:
            said = talk(came)
            unknown = b"@ERROR: Unknown" in said.content
            return Said(content=GREETING + OK) if unknown else said

        return answer

    return begin


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "broken": broken,
    "endless": endless,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
