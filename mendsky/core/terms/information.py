# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a visit notices that exposes nobody yet: information for the owner, never a finding."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Information(StrEnum):
    """The closed list of what is noted; each has its advice in the nation's texts."""

    LOGIN_WITHOUT_TLS = "login-without-tls"
    """A field for a password on a page that came by plain HTTP."""
    NO_TLS = "no-tls"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_EXPIRES_SOON = "certificate-expires-soon"
    CERTIFICATE_NOT_TRUSTED = "certificate-not-trusted"
    """Nobody whom we trust vouches for it, or it is for another name."""
    KNOWN_VULNERABLE = "server-version-known-vulnerable"
    """By what the server says of itself: an indication only."""
    NO_SECURITY_TXT = "no-security-txt"
    SECURITY_TXT_EXPIRED = "security-txt-expired"


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """The certificate of a server, as the connection that was made anyway showed it."""

    expires: datetime | None = None
    """None where it does not say, and for a website's where it was not trusted."""
    fault: Information | None = None
    """Expired, or not trusted, with which no connection to a website is made; None for one that is well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What one visit says of one kind of information; what it could not tell has no note."""

    kind: Information
    stands: bool
    """False where it was looked at and is in order."""
    detail: str = ""
    """Products, versions and CVE numbers out of our own table; no text of the server."""
    until: datetime | None = None
    """When a certificate or a security.txt expires."""
