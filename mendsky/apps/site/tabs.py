# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Say which pages of the desk a person may go to, for the line of tabs above each."""

from typing import Any

from django.http import HttpRequest

from mendsky.apps.accounts.guards import divisions
from mendsky.core.terms.roles import Permission


def tabs(request: HttpRequest, page: str) -> dict[str, Any]:
    """Give what the desk's frame shows: the page that is open, and which others there are."""
    return {
        "page": page,
        "sees_cases": bool(divisions(request, Permission.SEE_CASES)),
        "sees_watch": bool(divisions(request, Permission.SEE_WATCH)),
        "sees_directory": bool(divisions(request, Permission.SEE_DIRECTORY)),
    }
