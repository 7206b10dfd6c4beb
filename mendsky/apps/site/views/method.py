# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each figure is known: the definitions that figures hang on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.core.terms.counts import CountGrade

PARTS = (
    "loophole",
    "high-risk",
    "records",
    "people",
    "point",
    "risk",
    "repaired",
    "silent",
    "unknown",
    "exposure",
    "probing",
)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Show the definitions, each with its reason, and the ladder of grades."""
    parts = [(part, f"page.method.{part}", f"page.method.{part}-text") for part in PARTS]
    grades = [(grade.value, f"grade.{grade.value}") for grade in CountGrade]
    return render(request, "site/method.html", {"parts": parts, "grades": grades})
