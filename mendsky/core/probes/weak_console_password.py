# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A console of a product that opens to the password it was shipped with.

Looks for consoles that ask by HTTP itself (Basic, RFC 7617) and name themselves there: Tomcat's manager,
RabbitMQ's and ActiveMQ's. Tries the accounts that the grant names, else the product's own, never more often a
day than the grant lets; a random password must be kept out. Nothing behind is asked for. CWE-521, CWE-1392.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, replace

from mendsky.core.probes.answers import exposed, led_to, not_exposed, seen_on, undetermined
from mendsky.core.probes.guesses import candidates
from mendsky.core.probes.logins import CannotTellError, unable
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.surface import unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Get, Observation, Page, Place, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(
    kind="weak-console-password", version=1, cwe=521, probe_class=3, cost=40, repair="weak-console-password"
)
PAGE_BYTES = 65_536
KEPT_OUT = frozenset({401, 403})


@dataclass(frozen=True, kw_only=True, slots=True)
class Console:
    """One product's way in."""

    path: str
    realm: re.Pattern[str]
    """How it names itself where it asks for a password (RFC 9110 section 11.5)."""
    shipped: tuple[Account, ...]


CONSOLES = (
    Console(
        path="/manager/html",
        realm=re.compile(r'realm="?Tomcat Manager', re.IGNORECASE),
        shipped=(Account(name="tomcat", passwords=("tomcat", "s3cret")),),
    ),
    Console(
        path="/api/overview",
        realm=re.compile(r'realm="?RabbitMQ', re.IGNORECASE),
        shipped=(Account(name="guest", passwords=("guest",)),),
    ),
    Console(
        path="/admin/",
        realm=re.compile(r'realm="?ActiveMQ', re.IGNORECASE),
        shipped=(Account(name="admin", passwords=("admin",)),),
    ),
)
"""https://tomcat.apache.org/tomcat-10.1-doc/manager-howto.html, https://www.rabbitmq.com/docs/management,
https://activemq.apache.org/components/classic/documentation/web-console."""
SHIPPED = tuple(account for console in CONSOLES for account in console.shipped)


def probe(target: Target) -> Probe:
    """Look for consoles, and log in with what anybody would try; in a retest of a known one at that alone."""
    known = {place.group for place in target.places}
    wanted = [console for console in CONSOLES if console.path in known or not target.credentials]
    left, tried, cause = dict(target.tries), 0, None
    for console in wanted:
        try:
            if not (yield from _asks(console, known=console.path in known)):
                continue
            for pair in candidates(target, console.shipped, left):
                tried += 1
                page = yield from _enter(console, pair, left)
                if page is not None:
                    return (yield from _prove(target, console, pair, page, left))
        except CannotTellError as told:
            cause = cause or told.cause
            if told.cause is Cause.BLOCKED:
                # An account that is locked may be one of the next console too.
                break
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(wanted)} consoles not all could be told")
    return not_exposed(SPEC, f"{tried} logins were tried and none was let in")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _asks(console: Console, *, known: bool) -> Generator[Get, Page, bool]:
    """Say whether a console is there and asks for a password; raises `CannotTellError`."""
    page = yield Get(console.path, max_bytes=PAGE_BYTES, fresh=False)
    cause = unseen(page)
    if cause is Cause.NOT_GRANTED and not known:
        # A console that we merely guess, outside the grant's scope, is no part of the question.
        return False
    if cause is None and known and page.status == 200 and page.target == console.path:
        cause = Cause.LOGIN_PAGE if shows(page, LOGIN) else Cause.UNSTABLE
    if cause is not None:
        raise CannotTellError(cause, "a console could not be looked at")
    challenge = page.headers.get("www-authenticate", "")
    # A known one may have been given another name since.
    named = console.realm.search(challenge) is not None or (known and challenge.lower().startswith("basic"))
    return page.status == 401 and named


def _enter(
    console: Console, pair: Credential, left: dict[str, int], *, control: bool = False
) -> Generator[Get, Page, Page | None]:
    """Log in once; gives the page, None where we are kept out. Raises `CannotTellError`."""
    if not f"{pair.account}{pair.password}".isprintable() or ":" in pair.account:
        raise CannotTellError(Cause.NOT_GRANTED, "a name or password of the grant cannot be sent")
    left[pair.account] = left.get(pair.account, 0) - 1
    page = yield Get(console.path, max_bytes=PAGE_BYTES, trying=Try(credential=pair, control=control))
    cause = unable(page)
    if cause is not None:
        raise CannotTellError(cause, "a login was answered, and not with yes or no")
    if page.status in KEPT_OUT:
        return None
    if page.status != 200 or page.target != console.path or shows(page, LOGIN):
        raise CannotTellError(Cause.UNSTABLE, "a login was answered, and not with yes or no")
    return page


def _prove(
    target: Target, console: Console, pair: Credential, page: Page, left: dict[str, int]
) -> Generator[Get, Page, Observation]:
    """See that a random password is kept out, unless the pair was proven before; may raise."""
    evidence = [seen_on(page, "the console opens to a password that everyone tries")]
    readings = (page.reading,)
    if not target.credentials:
        random = replace(pair, password=f"{target.nonce}-Kx7")
        kept = yield from _enter(console, random, left, control=True)
        if kept is not None:
            return undetermined(SPEC, Cause.HONEYPOT, "a random password is let in too")
        evidence.append(replace(evidence[0], note="a random password is not let in"))
    return exposed(
        SPEC,
        "a console opens to a password that anybody would try",
        place=Place(group=console.path),
        readings=readings,
        records=led_to(target.control),
        evidence=evidence,
    )
