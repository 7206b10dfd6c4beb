# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public key of the probes' requests, where the drafts of webbotauth have verifiers look for it."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mendsky.core.requests.published_keys import MEDIA_TYPE, key_document
from mendsky.keys.requests import request_key
from mendsky.keys.vault import open_vault


@require_safe
def request_keys(request: HttpRequest) -> HttpResponse:
    """Give the key that requests are signed with, as a JSON Web Key Set."""
    del request
    document = key_document(request_key(open_vault()))
    return HttpResponse(json.dumps(document) + "\n", content_type=MEDIA_TYPE)
