# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What to do if you are affected: calm steps, by what kind of data could be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.site.languages import nation
from mendsky.runtime import clocks

KINDS = ("identity", "card", "bank", "phone", "benefit", "health")


@require_safe
def affected(request: HttpRequest) -> HttpResponse:
    """Show the steps, what the law in force today asks of keepers of data, and the way to a report."""
    now = clocks.now()
    duties = nation().duties_at(now.astimezone(nation().calendar.zone).date())
    return render(request, "site/affected.html", {"kinds": KINDS, "day": now, "duties": duties})
