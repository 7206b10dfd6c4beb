# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a citizen's report stands, by its receipt code and without an account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mendsky.apps.leaks import queries
from mendsky.apps.leaks.forms import CodeForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt code, and lead to its page."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "leaks/find.html", {"unknown": False})
    return HttpResponseRedirect(
        reverse("report-follow", args=[form.cleaned_data["code"].strip()]), status=303
    )


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Show where a report stands and what was answered; never what was written, in case the code is lost."""
    entry = queries.by_code(code)
    if entry is None:
        return render(request, "leaks/find.html", {"unknown": True}, status=404)
    return render(request, "leaks/follow.html", {"report": entry, "answer": queries.answer(entry.id)})
