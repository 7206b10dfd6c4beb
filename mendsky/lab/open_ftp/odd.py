# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Services of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.open_ftp.store import everybody, service
from mendsky.lab.talks import Said, Service, greets
from mendsky.lab.website import Premises

BUSY = b"421 There are too many connected users, please try later (synthetic).\r\n"
ENCRYPTED = b"530 Anonymous sessions must use encryption (synthetic).\r\n"
UNKNOWN = b"502 Command not implemented (synthetic).\r\n"
ENTERED = b"250 Directory successfully changed.\r\n"
CUT_SHORT = b"150 He"
SSH = b"SSH-2.0-synthetic\r\n"
ENDLESS = b"220-synthetic\r\n" * 9_000


def never_answers(_: Premises) -> Service:
    """Take what comes and say nothing."""
    return greets(b"")


def drops(_: Premises) -> Service:
    """Hang up on whoever connects."""
    return greets(b"", closed=True)


def truncated(premises: Premises) -> Service:
    """Hang up in the middle of a reply."""
    store = service(everybody(premises))

    def begin() -> Callable[[bytes], Said]:
        talk = store()

        def answer(came: bytes) -> Said:
            return Said(content=CUT_SHORT, closed=True) if came.startswith(b"LIST") else talk(came)

        return answer

    return begin


def busy(_: Premises) -> Service:
    """Have no room now."""
    return greets(BUSY, closed=True)


def encrypted(premises: Premises) -> Service:
    """Let visitors in, perhaps, by TLS alone."""
    return service(everybody(premises), lambda _: ENCRYPTED)


def passive_shut(premises: Premises) -> Service:
    """Give no port to dial, as behind some gateways."""
    return service(everybody(premises), lambda line: UNKNOWN if line in {"EPSV", "PASV"} else None)


def endless(_: Premises) -> Service:
    """Greet without end."""
    return greets(ENDLESS)


def another_protocol(_: Premises) -> Service:
    """Be no FTP server."""
    return greets(SSH)


def honeypot(premises: Premises) -> Service:
    """Have every directory that is asked for."""
    held = everybody(premises)

    def caught(line: str) -> bytes | None:
        command, _, path = line.partition(" ")
        return ENTERED if command == "CWD" and not any(known.startswith(path) for known in held) else None

    return service(held, caught)


ODD: dict[str, Callable[[Premises], Service]] = {
    "never-answers": never_answers,
    "drops": drops,
    "truncated": truncated,
    "busy": busy,
    "encrypted": encrypted,
    "passive-shut": passive_shut,
    "endless": endless,
    "another-protocol": another_protocol,
    "honeypot": honeypot,
}
