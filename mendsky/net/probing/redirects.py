# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redirects that are followed, and with what question (RFC 9110 section 15.4)."""

from dataclasses import replace

from mendsky.core.terms.probing import Get, WebQuestion

REDIRECTS = 3
REDIRECTING = frozenset({301, 302, 303, 307, 308})
FORGETTING = frozenset({301, 302, 303})
"""Followed by a GET after a POST; the others would send the password again."""


def onward(question: WebQuestion, followed: str) -> Get:
    """Give the question that is asked where a redirect leads."""
    if isinstance(question, Get):
        # A password is for the page that asked for it.
        return replace(question, target=followed, trying=None)
    return Get(followed, max_bytes=question.max_bytes, session=question.session)
