# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passwords that a product is shipped with, or that everyone tries first, before people's records.

Tries the accounts that the grant names, else those of `SHIPPED`, never more often a day than the grant
lets. *In* is only who sees people's data, or their number, that nobody sees without the login; a random
password must not get there. CWE-521, CWE-1392.
"""

from collections.abc import Generator
from dataclasses import dataclass, field, replace

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.guesses import candidates, control_of
from mendsky.core.probes.logins import CannotTellError, LoginForm, login_form, refused, unable
from mendsky.core.probes.looks import Look, look, stable
from mendsky.core.probes.marks import LOGIN, content, offers_change, shows
from mendsky.core.probes.surface import FRONT_BYTES, explore, links_of, worth_following
from mendsky.core.probes.targets import kept_name, template
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import (
    Evidence,
    Get,
    Observation,
    Page,
    Place,
    Post,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Question,
    Reading,
    Target,
)

SPEC = ProbeSpec(kind="weak-password", version=1, cwe=521, probe_class=3, cost=80, repair="weak-password")
SHIPPED = (
    Account(name="admin", passwords=("admin", "123456")),
    Account(name="sysadmin", passwords=("sysadmin", "123456")),
    Account(name="test", passwords=("test", "123456")),
    Account(name="user", passwords=("user", "123456")),
)
"""What products of offices are shipped with; two each, for of the usual three tries one is the control's."""
PAGES = 6
"""Pages beside the front page that are looked at for a login."""
LOGINS = 2
"""Login pages that are tried."""
BEHIND = 3
"""Links behind a login that are followed to see what it opens."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """What is kept of a page that only a login opens."""

    reading: Reading
    evidence: Evidence
    writable: bool


@dataclass(kw_only=True, slots=True)
class Door:
    """One login page under trial."""

    page: str
    place: Place
    form: LoginForm
    """As the page showed it last, with its token."""
    before: Reading
    """What the login page itself shows."""
    left: dict[str, int] = field(repr=False)
    """What tries are counted by → tries left today."""
    session: str = ""
    """In which the form was shown last; empty where it must be asked for anew."""


def probe(target: Target) -> Probe:
    """Look for a login that a password anybody would try opens, known places first."""
    known = tuple(place.group for place in target.places if "{n}" not in place.group)
    surface = yield from explore(target, first=known, most=PAGES + len(known))
    # In a retest of a known place other logins are no part of the question.
    pages = [page for page in surface.logins if not target.credentials or template(page) in known]
    cause, reason, tried, forms = surface.cause, "a page could not be looked at", 0, set[str]()
    left = dict(target.tries)
    if pages and target.sample_records < 1:
        return undetermined(SPEC, Cause.NOT_GRANTED, "the grant lets no record be read")
    for page in pages:
        try:
            door = yield from _open(target, page, left)
            if door.form.target in forms or len(forms) == LOGINS:
                continue
            forms.add(door.form.target)
            for trying in candidates(target, SHIPPED, door.left):
                tried += 1
                inside = yield from _try(target, door, trying, session=page)
                if inside is not None:
                    return (yield from _prove(target, door, trying, inside))
        except CannotTellError as told:
            cause, reason = cause or told.cause, told.reason
            if told.cause is Cause.BLOCKED:
                # An account that is locked may be one of the next login too.
                break
    if cause is not None:
        return undetermined(SPEC, cause, reason)
    if not forms:
        return not_exposed(SPEC, "no page asks for a password")
    return not_exposed(SPEC, f"{tried} logins were tried and none was let in")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _open(target: Target, page_target: str, left: dict[str, int]) -> Generator[Question, Page, Door]:
    page = yield Get(page_target, max_bytes=FRONT_BYTES, fresh=False)
    form = login_form(page, target.origin) if page.failure is None else None
    cause = unable(page)
    if cause is not None or form is None:
        raise CannotTellError(cause or Cause.LOGIN_PAGE, "the login page has no form that could be tried")
    place = Place(
        group=template(page.target.partition("?")[0]),
        parameters=(kept_name(form.account), kept_name(form.password)),
    )
    return Door(page=page_target, place=place, form=form, before=page.reading, left=left)


def _try(
    target: Target, door: Door, trying: Try, *, session: str
) -> Generator[Question, Page, Inside | None]:
    """Try to log in once and give what opened, None where the door stays shut; raises CannotTellError."""
    if door.session != session:
        page = yield Get(door.page, session=session)
        form = login_form(page, target.origin) if page.failure is None else None
        cause = unable(page)
        if cause is not None or form is None:
            raise CannotTellError(cause or Cause.UNSTABLE, "the login page came no more")
        door.form = form
    door.left[trying.counter] -= 1
    pair = trying.credential
    page = yield Post(
        door.form.target,
        trying=trying,
        fields=door.form.filled(pair.account, pair.password),
        session=session,
    )
    cause = unable(page)
    if cause is not None:
        raise CannotTellError(cause, "a login was answered, and not with yes or no")
    if refused(page):
        form = login_form(page, target.origin)
        door.form, door.session = form or door.form, session if form else ""
        return None
    return (yield from _inside(target, door, page, session))


def _inside(target: Target, door: Door, page: Page, session: str) -> Generator[Question, Page, Inside | None]:
    """Look at where a login led and at pages linked there; raises CannotTellError where nothing tells."""
    text = content(page).decode(errors="surrogateescape")
    links = dict.fromkeys(filter(worth_following, links_of(text, target.origin, page.target)))
    waiting = [link for link in links if link not in {"/", door.page, page.target}][:BEHIND]
    landing, first = page.target, look(page)
    inside = yield from _opened(door, page)
    while inside is None and waiting:
        page = yield Get(waiting.pop(0), session=session)
        if unable(page) is None and page.status == 200 and not shows(page, LOGIN):
            inside = yield from _opened(door, page)
    if inside is None and not (yield from _is_public(landing, first)):
        raise CannotTellError(Cause.LOGIN_PAGE, "what opened behind the login tells nothing")
    return inside


def _opened(door: Door, page: Page) -> Generator[Question, Page, Inside | None]:
    """Give what a page shows of people that the login page did not and that nobody sees without a login."""
    found = page.reading
    stated = found.stated_records is not None and door.before.stated_records is None
    if not (found.occurrences or found.masked or stated or found.classes - door.before.classes):
        return None
    note = f"a page behind the login, with {found.occurrences} identifiers"
    inside = Inside(reading=found, evidence=seen_on(page, note), writable=offers_change(page))
    asked = page.target
    public = yield Get(asked)
    if public.failure is not None:
        raise CannotTellError(public.failure, "a page could not be asked for without the login")
    shown = public.reading
    if public.status == 200 and public.target == asked and not shows(public, LOGIN):
        same = shown.occurrences >= found.occurrences and shown.stated_records == found.stated_records
        return None if same and shown.classes >= found.classes else inside
    return inside


def _is_public(landing: str, first: Look) -> Generator[Question, Page, bool]:
    page = yield Get(landing)
    return page.failure is None and stable(first, look(page))


def _prove(target: Target, door: Door, trying: Try, inside: Inside) -> Generator[Question, Page, Observation]:
    """See that a random password is kept out and, where a try is left, that the same pair is let in again.

    A pair that was let in before was proven so then: that it is let in once more is all there is to ask.
    """
    evidence = [inside.evidence]
    if not target.credentials:
        random = control_of(trying, target.nonce)
        try:
            if (yield from _try(target, door, random, session="control")) is not None:
                return undetermined(SPEC, Cause.HONEYPOT, "a random password is let in too")
            if door.left[trying.counter] >= 1:
                again = yield from _try(target, door, trying, session="again")
                if again is None:
                    return undetermined(SPEC, Cause.UNSTABLE, "what was let in was refused the next time")
        except CannotTellError as told:
            return undetermined(SPEC, told.cause, told.reason)
        note = "a random password is not let in"
        evidence.append(Evidence(target=door.place.group, status=200, note=note))
    stated = inside.reading.stated_records
    control = target.control if stated is None else replace(target.control, stated_records=stated)
    return exposed(
        SPEC,
        "a password that anybody would try opens people's records",
        place=door.place,
        readings=(inside.reading,),
        records=stated_records(control, (inside.reading,)),
        evidence=evidence,
        writable=inside.writable,
    )
