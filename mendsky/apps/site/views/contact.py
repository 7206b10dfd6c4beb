# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What machines ask for at fixed addresses: `security.txt` and `robots.txt`."""

from datetime import UTC, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mendsky.apps.site.languages import nation
from mendsky.core.terms.instants import instant_text
from mendsky.runtime import clocks

VALID_FOR = timedelta(days=180)
"""RFC 9116 section 2.5.5 recommends less than a year."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say how a loophole of this portal itself is reported (RFC 9116)."""
    del request
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    today = clocks.real_now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    languages = ", ".join(language.partition("-")[0] for language in nation().languages)
    lines = (
        f"Contact: mailto:{address}",
        f"Expires: {instant_text(today + VALID_FOR)}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keep machines from what is not public, above all from the links of letters."""
    del request
    lines = (
        "User-agent: *",
        "Disallow: /o/",
        "Disallow: /desk/",
        "Disallow: /accounts/",
        "Disallow: /language/",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
