# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_redis.store import bulk, everybody, service
from mendsky.lab.talks import Said, Service, greets, says
from mendsky.lab.website import Premises

LOADING = b"-LOADING Redis is loading the dataset in memory (synthetic)\r\n"
UNKNOWN = b"-ERR unknown command, synthetic\r\n"
CUT_SHORT = b"$400\r\nsynthetic"
SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = b"$90000\r\n" + b"synthetic " * 9_000 + b"\r\n"


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whatever is asked."""
    return says(b"", closed=True)


def truncated(premises: Premises) -> Service:
    """Promise more than is said."""
    store = service(everybody(premises))

    def begin() -> Callable[[bytes], Said]:
        talk = store()

        def answer(came: bytes) -> Said:
            return Said(content=CUT_SHORT, closed=True) if b"SCAN" in came else talk(came)

        return answer

    return begin


def loading(_: Premises) -> Service:
    """Have just been started."""
    return says(LOADING)


def renamed(premises: Premises) -> Service:
    """Know no command that lists keys, as some owners have it; whoever knows a key may still read it."""
    return service(everybody(premises), lambda name: UNKNOWN if name == "SCAN" else None)


def endless(premises: Premises) -> Service:
    """Answer with more than anybody reads."""
    return service(everybody(premises), lambda name: ENDLESS if name == "INFO" else None)


def another_protocol(_: Premises) -> Service:
    """Be no Redis."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Show somebody under whatever key is asked for."""
    person = premises.register.person(premises.holding.first)
    shown = bulk(f"{person.name} {person.resident_id} synthetic")
    return service(everybody(premises), lambda name: shown if name == "GET" else None)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "loading": loading,
    "renamed": renamed,
    "endless": endless,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
