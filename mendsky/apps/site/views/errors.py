# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for what went wrong: calm, exact, without a word about the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be read."""
    del exception
    return _page(request, "bad-request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what this person may not do."""
    del exception
    return _page(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address where nothing is, or nothing yet."""
    del exception
    return _page(request, "not-found", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when Mendsky itself failed."""
    return _page(request, "failed", 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from this portal, or is too old."""
    del reason
    return _page(request, "forged", 403)


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    keys = {"title": f"page.error.{kind}", "advice": f"page.error.{kind}-advice"}
    return render(request, "site/error.html", {"keys": keys, "status": status}, status=status)
