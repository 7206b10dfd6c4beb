# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_memcached.store import END, everybody, service
from mendsky.lab.talks import Said, Service, greets, says
from mendsky.lab.website import Premises

CUT_SHORT = b"STAT items:5:num"
UNDUMPED = b"CLIENT_ERROR not allowed, synthetic\r\n"
SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = b"STAT items:5:age 0\r\n" * 9_000


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whatever is asked."""
    return says(b"", closed=True)


def truncated(premises: Premises) -> Service:
    """Hang up in the middle of an answer."""
    store = service(everybody(premises))

    def begin() -> Callable[[bytes], Said]:
        talk = store()

        def answer(came: bytes) -> Said:
            return Said(content=CUT_SHORT, closed=True) if b"stats items" in came else talk(came)

        return answer

    return begin


def undumped(premises: Premises) -> Service:
    """Name no key, as some owners have it; whoever knows a key may still read it."""
    return service(everybody(premises), lambda line: UNDUMPED if "dump" in line else None)


def endless(premises: Premises) -> Service:
    """Answer with more than anybody reads."""
    return service(everybody(premises), lambda line: ENDLESS if line == "stats items" else None)


def another_protocol(_: Premises) -> Service:
    """Be no memcached."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Show two people under whatever key is asked for."""
    people = [premises.register.person(premises.holding.first + place) for place in range(2)]
    shown = " ".join(f"{one.name} {one.resident_id}" for one in people).encode()
    said = b"VALUE synthetic 0 %d\r\n%b\r\n" % (len(shown), shown) + END
    return service(everybody(premises), lambda line: said if line.startswith("get ") else None)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "undumped": undumped,
    "endless": endless,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
