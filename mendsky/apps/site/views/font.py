# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nation's own font, so that no box is drawn on a machine without one."""

from importlib import resources

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def font(request: HttpRequest) -> HttpResponse:
    """Give the first font file of the nation pack."""
    del request
    fonts = resources.files("mendsky.nations").joinpath(settings.NATION, "fonts")
    found = (
        sorted(file.name for file in fonts.iterdir() if file.name.endswith(".woff2"))
        if fonts.is_dir()
        else []
    )
    if not found:
        raise Http404
    return HttpResponse(
        fonts.joinpath(found[0]).read_bytes(),
        content_type="font/woff2",
        headers={"Cache-Control": f"public, max-age={YEAR_SECONDS}, immutable"},
    )
