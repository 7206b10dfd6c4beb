# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A console of a product that opens to the password it was shipped with.

Looks for the consoles of `console_logins` where they name themselves and ask for a password: by HTTP itself
or by a form. Tries the accounts that the grant names, else the product's own, never more often a day than
the grant lets; a random password must be kept out. Who was let in is logged out again, and nothing behind
is asked for. CWE-521, CWE-1392.
"""

from collections.abc import Generator, Mapping
from dataclasses import replace

from mendsky.core.probes.answers import exposed, led_to, not_exposed, undetermined
from mendsky.core.probes.console_logins import CONSOLES, PAGE_BYTES, Console, Entered, enter
from mendsky.core.probes.guesses import candidates, control_of
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.surface import unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import (
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Question,
    Target,
)

SPEC = ProbeSpec(
    kind="weak-console-password", version=2, cwe=521, probe_class=3, cost=80, repair="weak-console-password"
)
SHIPPED: Mapping[str, tuple[Account, ...]] = {console.service: console.shipped for console in CONSOLES}
"""By the service whose accounts they are."""


def probe(target: Target) -> Probe:
    """Look for consoles, and log in with what anybody would try; in a retest of a known one at that alone."""
    known = {place.group for place in target.places}
    wanted = [console for console in CONSOLES if console.path in known or not target.credentials]
    left, tried, cause = dict(target.tries), 0, None
    for console in wanted:
        try:
            if not (yield from _asks(target, console, known=console.path in known)):
                continue
            for trying in candidates(target, console.shipped, left, console.service):
                tried += 1
                entered = yield from _enter(target, console, trying, left, session=f"{tried}")
                if entered is not None:
                    return (yield from _prove(target, console, trying, entered, left))
        except CannotTellError as told:
            cause = cause or told.cause
            if told.cause is Cause.BLOCKED:
                # An account that is locked may be one of the next console too.
                break
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(wanted)} consoles not all could be told")
    return not_exposed(SPEC, f"{tried} logins were tried and none was let in")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _asks(target: Target, console: Console, *, known: bool) -> Generator[Question, Page, bool]:
    """Say whether a console is there and asks for a password; raises `CannotTellError`."""
    page = yield Get(console.path, max_bytes=PAGE_BYTES, fresh=False)
    cause, form = unseen(page), console.form
    named = page.failure is None and _names_itself(console, page)
    if not known and not named and _is_anothers(page, cause):
        return False
    if cause is not None:
        raise CannotTellError(cause, "a console could not be looked at")
    if named or not known:
        return named
    if form is not None and form.to and target.credentials:
        # What let us in before is asked again, by whatever name its page goes now, and though that is gone.
        return True
    if page.status == 200 and (form is not None or page.target == console.path):
        raise CannotTellError(Cause.LOGIN_PAGE if shows(page, LOGIN) else Cause.UNSTABLE, "it asks no more")
    # A known one may have been given another name since.
    return form is None and page.status == 401 and _challenge(page).lower().startswith("basic")


def _names_itself(console: Console, page: Page) -> bool:
    if console.realm is not None:
        return page.status == 401 and console.realm.search(_challenge(page)) is not None
    return console.form is not None and page.status == 200 and shows(page, console.form.names)


def _is_anothers(page: Page, cause: Cause | None) -> bool:
    """Say whether what is at an address that we merely guess is no part of the question.

    It is outside the grant's scope, it leads away, or the site itself asks for a login there.
    """
    own_login = cause is Cause.CAPTCHA and shows(page, LOGIN)
    return own_login or cause in {Cause.NOT_GRANTED, Cause.REDIRECTED}


def _challenge(page: Page) -> str:
    return page.headers.get("www-authenticate", "")


def _enter(
    target: Target, console: Console, trying: Try, left: dict[str, int], *, session: str
) -> Generator[Question, Page, Entered | None]:
    left[trying.counter] = left.get(trying.counter, 0) - 1
    return (yield from enter(target, console, trying, session))


def _prove(
    target: Target, console: Console, trying: Try, entered: Entered, left: dict[str, int]
) -> Generator[Question, Page, Observation]:
    """See that a random password is kept out, unless the pair was proven before; may raise."""
    evidence = [entered.evidence]
    if not target.credentials:
        control = control_of(trying, target.nonce)
        if (yield from _enter(target, console, control, left, session="control")) is not None:
            return undetermined(SPEC, Cause.HONEYPOT, "a random password is let in too")
        evidence.append(replace(entered.evidence, note="a random password is not let in"))
    return exposed(
        SPEC,
        "a console opens to a password that anybody would try",
        place=Place(group=console.path),
        readings=(entered.reading,),
        records=led_to(target.control),
        evidence=evidence,
    )
