# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visit before every probe: the front page and a path that cannot exist.

Its answer, the control, is the proof of coverage: a system that answers everything alike, or
nothing, cannot be determined by any probe.
"""

from collections.abc import Generator

from mendsky.core.probes.marks import CAPTCHA, DATABASE_ERRORS, LISTINGS, LOGIN, shows
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Control, Get, Page

COST = 8
"""Two questions, and three redirects for each."""
FRONT_BYTES = 524_288
REFUSALS = frozenset({401, 403, 429})


def visit(nonce: str) -> Generator[Get, Page, Control]:
    """Ask for the front page and for a random path, and say whether probes may go on."""
    front = yield asking_front()
    front_status, stated = front.status, front.reading.stated_records
    cause = _useless(front) or (Cause.TOO_LARGE if front.cut else None)
    if cause is not None:
        return _control(front_status, 0, stated, cause)
    login, captcha = shows(front, LOGIN), shows(front, CAPTCHA)
    random = yield asking_random(nonce)
    # Not 200 alone: who answers 204, 206 or 304 to everything would look clean.
    catch_all = random.status < 400 and random.target == f"/{nonce}"
    cause = _useless(random)
    if cause is None:
        cause = _unhelpful(front_status, random, login=login, captcha=captcha, catch_all=catch_all)
    return _control(front_status, random.status, stated, cause, catch_all=catch_all)


def asking_front() -> Get:
    """Ask for the front page, which a visit does once."""
    return Get("/", max_bytes=FRONT_BYTES, fresh=False)


def asking_random(nonce: str) -> Get:
    """Ask for the path that cannot exist, which a visit does once."""
    return Get(f"/{nonce}", fresh=False)


def _useless(page: Page) -> Cause | None:
    if page.failure is not None:
        return page.failure
    if page.status >= 400 and shows(page, CAPTCHA):
        return Cause.CAPTCHA
    if page.status == 429:
        return Cause.BLOCKED
    return Cause.SERVER_ERROR if page.status >= 500 or page.status < 200 else None


def _unhelpful(
    front_status: int, random: Page, *, login: bool, captcha: bool, catch_all: bool
) -> Cause | None:
    if (
        # An error page that holds people is a loophole of its own; a page of people is a trap.
        (random.status < 400 and random.reading.occurrences)
        or shows(random, DATABASE_ERRORS)
        or (catch_all and shows(random, LISTINGS))
    ):
        return Cause.HONEYPOT
    if captcha and shows(random, CAPTCHA):
        return Cause.CAPTCHA
    if login and shows(random, LOGIN):
        return Cause.LOGIN_PAGE
    if catch_all:
        return Cause.CATCH_ALL
    return Cause.BLOCKED if front_status in REFUSALS and random.status in REFUSALS else None


def _control(
    front: int, random: int, stated: int | None, cause: Cause | None, *, catch_all: bool = False
) -> Control:
    return Control(
        front_status=front, random_status=random, catch_all=catch_all, stated_records=stated, cause=cause
    )
