# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_etcd.store import (
    MISSING,
    NOBODY,
    Answer,
    Keys,
    everybody,
    framed,
    in_full,
    row,
    service,
)
from mendsky.lab.talks import Service, greets, says
from mendsky.lab.website import Premises

SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + b"synthetic " * 30_000
OLDER: Answer = (404, {"errorCode": 100, "message": "Key not found", "index": 7, "label": "synthetic"})
FAILING: Answer = (503, {"error": "etcdserver: no leader", "code": 14, "label": "synthetic"})


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whoever asks, as a server does that speaks only with whom it knows by certificate."""
    return says(b"", closed=True)


def truncated(_: Premises) -> Service:
    """Promise more than is said."""
    return says(framed(200, {"etcdserver": "3.5.9", "label": "synthetic"})[:-3], closed=True)


def busy(premises: Premises) -> Service:
    """Fail at whatever is asked, as a server without its others does."""
    return service(everybody(premises), lambda path, _: None if path == "/version" else FAILING)


def endless(_: Premises) -> Service:
    """Answer with more than anybody reads."""
    return says(ENDLESS)


def another_protocol(_: Premises) -> Service:
    """Be no etcd."""
    return greets(SSH)


def gateway_shut(premises: Premises) -> Service:
    """Speak to programs alone, in another protocol."""
    return service(everybody(premises), lambda path, _: None if path == "/version" else MISSING)


def older_interface(_: Premises) -> Service:
    """Answer in an older interface too, which holds keys of its own."""
    return service(Keys(after=NOBODY), lambda path, _: OLDER if path.startswith("/v2/") else None)


def honeypot(premises: Premises) -> Service:
    """Show somebody under whatever key is asked for."""
    keys, first = everybody(premises), premises.holding.first
    people = map(premises.register.person, (first, first + 1))
    shown = {"header": {"revision": "7"}, "kvs": [row(keys[0], in_full(person)) for person in people]}
    return service(keys, lambda path, _: (200, shown) if path == "/v3/kv/range" else None)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "endless": endless,
    "another-protocol": another_protocol,
    "gateway-shut": gateway_shut,
    "older-interface": older_interface,
    "honeypot": honeypot,
}
