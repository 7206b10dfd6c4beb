# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A citizen's report at the desk: what was written, which case it may belong to, and the answer."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mendsky.apps.accounts.guards import now, require, requires
from mendsky.apps.directory import queries as directory
from mendsky.apps.leaks import queries, services
from mendsky.apps.site.forms import TakeUpForm, WordsForm
from mendsky.apps.site.tabs import tabs
from mendsky.core.terms.roles import Permission


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WORK_CASES)
def desk_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a report to who works on cases of its place; take it up, or answer it, by POST."""
    report = queries.report(report_id)
    if report is None:
        raise Http404
    require(request, Permission.WORK_CASES, report.division)
    refused = request.method == "POST" and not _act(request, report_id)
    if request.method == "POST" and not refused:
        return HttpResponseRedirect(reverse("desk-report", args=[report_id]), status=HTTPStatus.SEE_OTHER)
    fitting = queries.suggestions(report)
    return render(
        request,
        "site/desk_report.html",
        {
            **tabs(request, "report"),
            "report": report,
            "said": queries.said(report_id),
            "answer": queries.answer(report_id),
            "fitting": fitting,
            "organisations": directory.organisations({case.organisation for case in fitting}),
            "refused": refused,
        },
        status=HTTPStatus.BAD_REQUEST if refused else HTTPStatus.OK,
    )


def _act(request: HttpRequest, report_id: UUID) -> bool:
    """Do what a form asks, and say whether it was done."""
    action = request.POST.get("action")
    form = {"take-up": TakeUpForm, "answer": WordsForm}.get(action or "", WordsForm)(request.POST)
    if action not in {"take-up", "answer"} or not form.is_valid():
        return False
    try:
        if action == "take-up":
            services.take_up(report_id, case=form.cleaned_data["case"], at=now(request))
        else:
            services.answer(report_id, form.cleaned_data["text"], at=now(request))
    except services.ReportRefusedError:
        return False
    return True
