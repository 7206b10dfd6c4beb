# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail leaves by the configured server only, and its refusals say whether to try again.

Reply codes are those of RFC 5321 section 4.2: 4xx may pass another time, 5xx will not. The errors
raised here carry the code alone: a server's words may repeat the address.
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from mendsky.net.service import allow

PERMANENT = 500
"""Reply codes from here on are final."""


class TemporaryRefusalError(RuntimeError):
    """The letter could not be handed over now: try again later."""


class PermanentRefusalError(ValueError):
    """The server will never take this letter for this address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One letter to one address."""

    id: str
    """The same for each attempt, so that a second delivery can be recognised (`Message-ID`)."""
    address: str
    subject: str
    text: str
    html: str
    """Empty for a letter of plain text."""
    language: str


class AllowedBackend(EmailBackend):
    """Django's SMTP backend behind the allow-list."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        allow.check(self.host, int(self.port))

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand messages over; raises `TemporaryRefusalError` or `PermanentRefusalError`."""
        try:
            return super().send_messages(email_messages)
        except smtplib.SMTPRecipientsRefused as refusal:
            code = max((code for code, _ in refusal.recipients.values()), default=PERMANENT)
            raise _refusal(code) from None
        except smtplib.SMTPDataError as refusal:
            raise _refusal(refusal.smtp_code) from None
        except smtplib.SMTPResponseException as refusal:
            # Greeting, login and sender are between the operator and the server, no fault of the address.
            code = refusal.smtp_code
            msg = f"the mail server answered {code} to us: see MENDSKY_SMTP and MENDSKY_MAIL_FROM"
            raise TemporaryRefusalError(msg) from None
        except (smtplib.SMTPException, OSError) as failure:
            msg = f"the mail server could not be used ({type(failure).__name__}): see MENDSKY_SMTP"
            raise TemporaryRefusalError(msg) from None


def send(mail: Mail) -> None:
    """Hand one letter to the configured server.

    Raises `TemporaryRefusalError`, `PermanentRefusalError`, `ServerNotAllowedError`.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        headers={
            "Message-ID": f"<{mail.id}@{domain}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no absence notes in return
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    AllowedBackend().send_messages([message])


def _refusal(code: int) -> TemporaryRefusalError | PermanentRefusalError:
    msg = f"the mail server answered {code} for the address"
    return PermanentRefusalError(msg) if code >= PERMANENT else TemporaryRefusalError(msg)
