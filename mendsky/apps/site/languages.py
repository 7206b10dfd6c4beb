# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choose the language of a page: the cookie, then what the browser asks for, then the nation's first."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600


class LanguageMiddleware:
    """Set `request.language` to one of the nation's languages, and Django's own texts with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in its language, and say so to caches and readers."""
        language = choose(request, nation())
        request.language = language  # type: ignore[attr-defined]
        with translation.override(language.lower()):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language_of(request))
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def nation() -> Nation:
    """Give the nation that this installation serves."""
    return load(settings.NATION)


def language_of(request: HttpRequest) -> str:
    """Give the language of a request, also where it never reached the middleware."""
    language: str | None = getattr(request, "language", None)
    return language if language is not None else choose(request, nation())


def choose(request: HttpRequest, served: Nation) -> str:
    """Give the cookie's language, else the best of `Accept-Language` (RFC 9110), else the nation's first."""
    asked = request.COOKIES.get(COOKIE)
    if asked in served.languages:
        return asked
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for language in served.languages:
            if _primary(wanted) == _primary(language):
                return language
    return served.languages[0]


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
