# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_mongodb.store import batch, document, everybody, failed, message, ok, service, text
from mendsky.lab.talks import Service, greets, says
from mendsky.lab.website import Premises

SHUTTING_DOWN = failed(91)
SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = message(ok(text("label", "synthetic " * 30_000)))


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whatever is asked."""
    return says(b"", closed=True)


def truncated(_: Premises) -> Service:
    """Promise more than is said."""
    return says(message(ok())[:-3], closed=True)


def busy(premises: Premises) -> Service:
    """Be about to end."""
    return service(everybody(premises), lambda _: SHUTTING_DOWN)


def endless(_: Premises) -> Service:
    """Answer with more than anybody reads."""
    return says(ENDLESS)


def another_protocol(_: Premises) -> Service:
    """Be no MongoDB."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Show two people in whatever collection is asked for."""
    people = [premises.register.person(premises.holding.first + place) for place in range(2)]
    shown = ok(batch([document(text("sfzh", one.resident_id)) for one in people]))
    return service(everybody(premises), lambda name: shown if name == "find" else None)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "endless": endless,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
