# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_ldap.store import (
    BIND,
    DONE,
    SEARCH,
    UNBOUND,
    element,
    entry,
    everybody,
    message,
    result,
    service,
)
from mendsky.lab.talks import Service, greets, says
from mendsky.lab.website import Premises

SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = message(element(0x64, b"synthetic " * 30_000))
WITHIN_TLS = {BIND: result(UNBOUND, 13), SEARCH: result(DONE, 13)}


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whatever is asked."""
    return says(b"", closed=True)


def truncated(_: Premises) -> Service:
    """Promise more than is said."""
    return says(result(UNBOUND)[:-3], closed=True)


def busy(premises: Premises) -> Service:
    """Be about to end, which comes unasked."""
    return service(everybody(premises), {SEARCH: result(0x78, 52)}.get)


def endless(_: Premises) -> Service:
    """Answer with more than anybody reads."""
    return says(ENDLESS)


def encrypted(premises: Premises) -> Service:
    """Talk within TLS alone."""
    return service(everybody(premises), WITHIN_TLS.get)


def another_protocol(_: Premises) -> Service:
    """Be no directory."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Show two people in whatever part is asked for."""
    people = [premises.register.person(premises.holding.first + place) for place in range(2)]
    shown = [entry(f"cn={place}", {"sfzh": one.resident_id}) for place, one in enumerate(people)]
    return service(everybody(premises), {SEARCH: b"".join(shown) + result(DONE)}.get)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "endless": endless,
    "encrypted": encrypted,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
