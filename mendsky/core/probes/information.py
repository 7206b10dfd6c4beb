# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Note what exposes nobody yet: a login without TLS, a certificate near its end, an old server.

Looks at what the visit has seen anyway; `/.well-known/security.txt` alone is asked for, where it is due.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from mendsky.core.probes.marks import LOGIN, content, shows
from mendsky.core.probes.surface import unseen
from mendsky.core.probes.versions import known_flaws, told
from mendsky.core.probes.visit import asking_front, asking_random
from mendsky.core.terms.answers import OURS, Cause
from mendsky.core.terms.information import Certificate, Information, Note
from mendsky.core.terms.probing import Get, Page, Target

COST = 4
"""One question of our own with three redirects; the visit's own pages cost nothing again."""
SECURITY_TXT = "/.well-known/security.txt"
"""RFC 9116 section 3."""
CONTACT = re.compile(rb"^contact:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
EXPIRES = re.compile(rb"^expires:[ \t]*([0-9TtZz:.+-]{19,40})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
"""An instant as in RFC 3339, of which the file has exactly one (RFC 9116 section 2.5.5)."""
SOON = timedelta(days=21)
"""Certificates that renew themselves do so a month before their end: one that is nearer needs a person."""
LEADS = {Information.CERTIFICATE_EXPIRES_SOON: SOON, Information.SECURITY_TXT_EXPIRED: timedelta(0)}
"""What stands by the calendar alone → how long before its end."""
BANNERS = ("server", "x-powered-by")


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What a visit knows of a system beside its pages."""

    at: datetime
    certificate: Certificate | None = None
    """None where none was shown."""
    login: bool = False
    """One of the pages that were read has a field for a password."""
    led_to: frozenset[str] = frozenset()
    """Origins to which redirects led that were not followed."""
    security_txt_due: bool = False


def inform(target: Target, beside: Beside) -> Generator[Get, Page, tuple[Note, ...]]:
    """Give a note of everything that could be told; what could not has none."""
    notes = [*of_certificate(beside)]
    control = target.control
    if control.front_status == 0 or control.cause in OURS:
        return tuple(notes)
    front = yield asking_front()
    notes += _of_transport(front, target, beside)
    banners = _banners(front)
    if control.random_status:
        banners += _banners((yield asking_random(target.nonce)))
    notes += _of_versions(banners)
    if beside.security_txt_due and control.cause is None:
        notes += _of_security_txt((yield Get(SECURITY_TXT)), beside.at)
    return tuple(notes)


def begins(kind: Information, until: datetime | None) -> datetime | None:
    """Say from when on something stands that was in order when it was seen; None where no day changes it."""
    return None if until is None or kind not in LEADS else until - LEADS[kind]


def of_certificate(beside: Beside) -> Iterator[Note]:
    """Note what the certificate is like, where one was shown."""
    certificate = beside.certificate
    if certificate is None:
        return
    if certificate.fault is not None:
        # Of one with which no connection was made nothing else is known.
        yield Note(kind=certificate.fault, stands=True)
        if certificate.fault is Information.CERTIFICATE_EXPIRED:
            yield Note(kind=Information.CERTIFICATE_EXPIRES_SOON, stands=False)
        return
    # Of a TCP service's certificate nobody but us looks at the end.
    expired = certificate.expires is not None and certificate.expires <= beside.at
    yield Note(kind=Information.CERTIFICATE_EXPIRED, stands=expired)
    yield Note(kind=Information.CERTIFICATE_NOT_TRUSTED, stands=False)
    if certificate.expires is not None:
        soon = not expired and certificate.expires - SOON <= beside.at
        yield Note(kind=Information.CERTIFICATE_EXPIRES_SOON, stands=soon, until=certificate.expires)


def _of_transport(front: Page, target: Target, beside: Beside) -> Iterator[Note]:
    plain = target.origin.startswith("http://")
    if front.failure is None:
        login = shows(front, LOGIN) or beside.login
        yield Note(kind=Information.NO_TLS, stands=plain)
        if login or not plain or target.control.cause is None:
            yield Note(kind=Information.LOGIN_WITHOUT_TLS, stands=plain and login)
    elif front.failure is Cause.REDIRECTED and plain and _leads_to_tls(target.origin, beside.led_to):
        yield Note(kind=Information.NO_TLS, stands=False)
        yield Note(kind=Information.LOGIN_WITHOUT_TLS, stands=False)


def _leads_to_tls(origin: str, led_to: frozenset[str]) -> bool:
    host = urlsplit(origin).hostname
    return any(urlsplit(led).scheme == "https" and urlsplit(led).hostname == host for led in led_to)


def _banners(page: Page) -> str:
    """Give what a server says of itself in headers, and on its own error page."""
    said = [page.headers.get(name, "") for name in BANNERS]
    if page.status >= 400 and b"Apache Tomcat/" in page.body:
        said.append(content(page).decode(errors="replace"))
    return "\n".join((*said, ""))


def _of_versions(banners: str) -> Iterator[Note]:
    versions = sorted(set(told(banners)))
    if not versions:
        return
    flawed = [
        f"{product} {version}: {', '.join(flaws)}"
        for product, version in versions
        if (flaws := known_flaws(product, version))
    ]
    yield Note(kind=Information.KNOWN_VULNERABLE, stands=bool(flawed), detail="; ".join(flawed))


def _of_security_txt(page: Page, at: datetime) -> Iterator[Note]:
    if unseen(page) is not None or page.cut:
        return
    text = content(page)
    missing = page.status != 200 or CONTACT.search(text) is None
    yield Note(kind=Information.NO_SECURITY_TXT, stands=missing)
    if missing:
        yield Note(kind=Information.SECURITY_TXT_EXPIRED, stands=False)
        return
    until = _expires(text)
    yield Note(kind=Information.SECURITY_TXT_EXPIRED, stands=until is None or until < at, until=until)


def _expires(text: bytes) -> datetime | None:
    """Read until when a security.txt says that it holds; None where it does not say so as it must."""
    found = EXPIRES.search(text)
    if found is None:
        return None
    try:
        until = datetime.fromisoformat(found.group(1).decode().upper())
        return None if until.tzinfo is None else until.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
