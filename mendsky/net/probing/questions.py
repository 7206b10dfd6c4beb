# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions as they are sent: with what a session carries, and what says who asks."""

from collections.abc import Callable
from dataclasses import replace

from mendsky.core.rules.granted import LOGIN
from mendsky.core.terms.grants import Address
from mendsky.core.terms.probing import FOREIGN, Get, Post, WebQuestion
from mendsky.net.probing.cookies import Cookies
from mendsky.net.probing.curl import Asking, Way
from mendsky.net.probing.signatures import Signatures
from mendsky.net.probing.tries import basic, posted

WEB = (Get, Post)
"""What a website may be asked: as a tuple, since it is looked at for each question."""


def method(question: WebQuestion) -> str:
    """Give the method by which a question is asked."""
    return "GET" if isinstance(question, Get) else LOGIN


def asking(
    question: WebQuestion,
    way: Way,
    allowed: Callable[[Address], bool],
    cookies: Cookies,
    signatures: Signatures,
) -> Asking:
    """Make a question ready to be sent; `allowed` is asked where the socket is opened."""
    signature = signatures.fields(way.authority)
    if isinstance(question, Post):
        return Asking(
            way=way,
            target=question.target,
            allowed=allowed,
            max_bytes=question.max_bytes,
            posted=posted(question),
            json=question.json,
            cookies=cookies.carried(question.session),
            signature=signature,
        )
    plain = Asking(
        way=way,
        target=question.target,
        allowed=allowed,
        max_bytes=question.max_bytes,
        first_bytes=question.first_bytes,
        signature=signature,
    )
    if not (question.session or question.foreign or question.trying):
        return plain
    return replace(
        plain,
        cookies=cookies.carried(question.session, foreign=question.foreign),
        origin=FOREIGN if question.foreign else "",
        authorization=basic(question.trying),
    )
