# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every request that was sent to an owner's systems, for the holder of a letter's link.

As a table, to be laid beside the owner's own access log.
"""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from mendsky.apps.cases.views.owner import read_link
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch.sent import sent_to
from mendsky.core.requests.sent import sent_lines
from mendsky.runtime import clocks


@never_cache
@require_GET
def requests(request: HttpRequest, token: str) -> StreamingHttpResponse:
    """Give the log as CSV; an authority, and whose case it was before, are given none."""
    del request
    visitor = read_link(token)
    if not visitor.is_owner:
        raise Http404
    systems = (
        directory.system(visitor.case.system),
        *directory.systems_of(visitor.organisation, clocks.now()),
    )
    return log_of(systems, named=visitor.case.public_id)


def log_of(systems: Iterable[SystemEntry], *, named: str) -> StreamingHttpResponse:
    """Give every request that is kept of some systems as a file."""
    log = sent_to({system.id: system.origin for system in systems})
    return StreamingHttpResponse(
        sent_lines(log),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{named}-requests.csv"'},
    )
