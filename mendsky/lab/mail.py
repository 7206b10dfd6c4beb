# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mail sink of the lab's offices: keeps letters in memory, refuses those to a full mailbox."""

import asyncio
import email.policy
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

MOST_BYTES = 4_000_000
logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One message that was accepted."""

    at: datetime
    """By the lab's date."""
    recipients: tuple[str, ...]
    subject: str
    text: str
    """The plain part, or the HTML part where there is no other."""


class Mailboxes:
    """All mailboxes of the lab; an aiosmtpd handler."""

    def __init__(self, *, known: Iterable[str], bouncing: Iterable[str], now: Callable[[], datetime]) -> None:
        self._known = {address.lower() for address in known}
        self._bouncing = {address.lower() for address in bouncing}
        self._now = now
        self.letters: list[Letter] = []
        self._by_address: dict[str, list[Letter]] = {}
        self.refused = 0

    def protocol(self) -> asyncio.Protocol:
        """Make the protocol of one connection."""
        return SMTP(
            self,
            data_size_limit=MOST_BYTES,
            hostname="mail.lab.test",
            ident="synthetic",
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )

    def keep(self, letter: Letter) -> None:
        """Put a letter into its mailboxes."""
        self.letters.append(letter)
        for address in letter.recipients:
            self._by_address.setdefault(address.lower(), []).append(letter)

    def received(self, *addresses: str) -> tuple[Letter, ...]:
        """Give the letters of some mailboxes together, oldest first."""
        if len(addresses) == 1:
            return tuple(self._by_address.get(addresses[0].lower(), ()))
        found = [letter for address in addresses for letter in self._by_address.get(address.lower(), ())]
        return tuple(sorted(found, key=lambda letter: letter.at))

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Accept known mailboxes, refuse the others for good (RFC 5321, section 4.2.3)."""
        mailbox = address.lower()
        if mailbox in self._bouncing:
            self.refused += 1
            return "550 5.2.1 mailbox disabled, not accepting messages"
        if mailbox not in self._known:
            self.refused += 1
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(mailbox)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a letter."""
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else bytes(content or b"")
        message = message_from_bytes(raw, policy=email.policy.default)
        self.keep(
            Letter(
                at=self._now(),
                recipients=tuple(envelope.rcpt_tos),
                subject=str(message["Subject"] or ""),
                text=_text(message),
            )
        )
        return "250 2.0.0 OK"


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return "" if body is None else str(body.get_content())
