# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page that every request's User-Agent names: who asks, under which grants, how to check and object."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import queries
from mendsky.apps.watch.campaigns import campaigns
from mendsky.apps.watch.doors import user_agent
from mendsky.core.requests.published_keys import thumbprint
from mendsky.keys.requests import request_key
from mendsky.keys.vault import open_vault
from mendsky.runtime import clocks


@require_safe
def probing(request: HttpRequest) -> HttpResponse:
    """Show what is asked now and under which grants; no system, owner or address is named."""
    now = clocks.now()
    _name, contact = parseaddr(settings.DEFAULT_FROM_EMAIL)
    page = {
        "now": now,
        "stopped": queries.stopped(),
        "campaigns": campaigns(now),
        "opt_outs": directory.opt_outs(now),
        "agent": user_agent(),
        "key_id": thumbprint(request_key(open_vault())),
        "contact": contact,
    }
    return render(request, "site/probing.html", page)
