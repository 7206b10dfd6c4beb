# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Objects of one account that another account is shown, because the server only asks who logged in.

With two test accounts of the grant, which are nobody's: collects the references to the first one's own
objects and asks for them as the second. Nobody else's object is ever asked for. CWE-639; OWASP API1:2023,
WSTG-ATHZ-04.
"""

from collections.abc import Generator
from dataclasses import dataclass, field

from mendsky.core.probes.answers import exposed, not_exposed, stated_records, undetermined
from mendsky.core.probes.logins import CannotTellError, log_in
from mendsky.core.probes.looks import numbers_on
from mendsky.core.probes.marks import LOGIN, content, offers_change, shows
from mendsky.core.probes.references import Reference, addresses_of, references_in_json, references_of
from mendsky.core.probes.requested import asked_by
from mendsky.core.probes.surface import Surface, explore, links_of, unseen, worth_following
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import (
    Evidence,
    Get,
    Observation,
    Page,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Question,
    Reading,
    Target,
)

SPEC = ProbeSpec(
    kind="object-references", version=1, cwe=639, probe_class=3, cost=72, repair="object-references"
)
FIRST, SECOND = "first", "second"
"""Names of the sessions of the account whose objects they are, and of the one that asks for them."""
PAGES = 6
"""Pages beside the front page that are looked at for a login."""
LOGINS = 2
"""Login pages that are tried with the first account."""
BEHIND = 5
"""Pages behind a login that are looked at for references."""
OBJECTS = 4
"""Objects, each of another place, that are asked for."""


@dataclass(kw_only=True, slots=True)
class Own:
    """What one account's own pages show."""

    references: dict[str, Reference] = field(default_factory=dict)
    """By their targets."""
    numbers: set[bytes] = field(default_factory=set)
    """Digests of what holds digits on them."""
    cause: Cause | None = None
    """Why one of them could not be looked at, if any could not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What the first account saw of one of its objects."""

    reference: Reference
    reading: Reading
    numbers: frozenset[bytes]

    def is_on(self, page: Page, numbers: frozenset[bytes]) -> bool:
        """Say whether a page shows it: as much of people, and at least half of the numbers."""
        if page.failure is not None or page.status != 200 or shows(page, LOGIN) or not numbers:
            return False
        return _as_much(page.reading, self.reading) and 2 * len(
            numbers & numbers_on(page, besides=self.reference.values)
        ) >= len(numbers)


def probe(target: Target) -> Probe:
    """Ask as one test account for the objects of another, known places first."""
    accounts = _accounts(target)
    if not accounts:
        return undetermined(SPEC, Cause.NOT_GRANTED, "the grant names no two test accounts")
    if target.sample_records < 1:
        return undetermined(SPEC, Cause.NOT_GRANTED, "the grant lets no record be read")
    surface = yield from explore(target, most=PAGES)
    if not surface.logins:
        if surface.cause is not None or target.places:
            return undetermined(SPEC, surface.cause or Cause.LOGIN_PAGE, "no page with a login was found")
        return not_exposed(SPEC, "no page asks for a password")
    try:
        return (yield from _between(target, surface, *accounts[:2]))
    except CannotTellError as told:
        return undetermined(SPEC, told.cause, told.reason)


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def owned(accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """Give the test accounts of a grant, each once; none where there is but one, which nobody logs in to."""
    named = {account.name: account for account in accounts if account.test and account.passwords}
    return tuple(named.values()) if len(named) > 1 else ()


def _accounts(target: Target) -> tuple[Credential, ...]:
    """Give the grant's test accounts; of those with which it worked before only they, if still named."""
    named = tuple(
        Credential(account=account.name, password=account.passwords[0]) for account in owned(target.accounts)
    )
    worked = {pair.account for pair in target.credentials}
    again = tuple(pair for pair in named if pair.account in worked)
    return again if len(again) > 1 else named


def _between(
    target: Target, surface: Surface, first: Credential, second: Credential
) -> Generator[Question, Page, Observation]:
    """See what the second account is shown of the first one's objects; raises `CannotTellError`."""
    left = dict(target.tries)
    for login in surface.logins[:LOGINS]:
        _take(left, first)
        landing = yield from log_in(target.origin, login, first, session=FIRST)
        if landing is not None:
            break
    else:
        raise CannotTellError(Cause.LOGIN_PAGE, "the first test account is not let in")
    own = yield from _own_pages(target, surface, landing, FIRST)
    shown, cause = yield from _own_objects(target, surface, own)
    if not shown:
        return _nothing(cause)
    _take(left, second)
    landing = yield from log_in(target.origin, login, second, session=SECOND, beside=(first,))
    if landing is None:
        raise CannotTellError(Cause.LOGIN_PAGE, "the second test account is not let in")
    others = yield from _own_pages(target, surface, landing, SECOND)
    for one in shown:
        # What is offered to both belongs to neither.
        if one.reference.target not in others.references:
            found = yield from _asked_by_the_other(target, one, others)
            if found is not None:
                return found
    return _nothing(cause, shown)


def _take(left: dict[str, int], credential: Credential) -> None:
    if left.get(credential.account, 0) < 1:
        reason = "the tries that an account may take today are spent" if left else "no try was set aside"
        raise CannotTellError(Cause.OVER_BUDGET, reason)
    left[credential.account] -= 1


def _own_pages(
    target: Target, surface: Surface, landing: Page, session: str
) -> Generator[Question, Page, Own]:
    """Look at where a login led and at pages named there that nobody is offered without it."""
    own = Own()
    public = {*surface.links, *surface.logins, *(page.asked for page in surface.pages)}
    waiting: list[str] = []
    addresses: dict[str, None] = {}
    seen, page = {landing.target}, landing
    while True:
        cause = unseen(page) or (Cause.LOGIN_PAGE if page.status == 200 and shows(page, LOGIN) else None)
        own.cause = own.cause or cause
        if cause is None and page.status == 200:
            own.numbers |= numbers_on(page)
            addresses |= dict.fromkeys(addresses_of(page, target.origin))
            found = (
                *references_of(page, target.origin),
                *references_in_json(page, target.origin, tuple(addresses)),
            )
            own.references = {one.target: one for one in found if one.target not in public} | own.references
            waiting += [link for link in _leading_on(page, target.origin) if link not in public | seen]
        waiting = [link for link in dict.fromkeys(waiting) if link not in seen]
        if not waiting or len(seen) > BEHIND:
            return own
        asked = waiting.pop(0)
        seen.add(asked)
        page = yield Get(asked, session=session)


def _leading_on(page: Page, origin: str) -> list[str]:
    text = content(page).decode(errors="surrogateescape")
    return [*asked_by(page, origin), *filter(worth_following, links_of(text, origin, page.target))]


def _own_objects(
    target: Target, surface: Surface, own: Own
) -> Generator[Question, Page, tuple[list[Shown], Cause | None]]:
    """Ask as the first account for its own objects, one of each place; known places first, or alone."""
    by_place = {one.place: one for one in reversed(own.references.values())}
    known = [place for place in target.places if place in by_place]
    others = [] if target.credentials else [place for place in by_place if place not in known]
    missing = Cause.UNSTABLE if len(known) < len(target.places) else None
    shown, cause = list[Shown](), own.cause or surface.cause or missing
    for place in (*known, *others)[: min(OBJECTS, target.sample_records)]:
        reference = by_place[place]
        page = yield Get(reference.target, session=FIRST)
        unable = unseen(page) or (Cause.LOGIN_PAGE if shows(page, LOGIN) else None)
        if unable is not None:
            cause = cause or (unable if reference.sure else None)
            continue
        numbers = numbers_on(page, besides=reference.values)
        if page.status == 200 and numbers and _shows_people(page.reading, surface.pages[0].reading):
            shown.append(Shown(reference=reference, reading=page.reading, numbers=numbers))
        elif place in known:
            cause = cause or Cause.UNSTABLE
    return shown, cause


def _asked_by_the_other(
    target: Target, one: Shown, others: Own
) -> Generator[Question, Page, Observation | None]:
    """Ask for an object as the second account; None where it is kept from it, or open to everybody.

    Raises `CannotTellError` where an answer is none.
    """
    numbers = one.numbers - others.numbers
    page = yield Get(one.reference.target, session=SECOND)
    cause = unseen(page)
    if cause is not None:
        raise CannotTellError(cause, "the second account's question was not answered")
    if not one.is_on(page, numbers):
        return None
    reading, writable = page.reading, offers_change(page)
    page = yield Get(one.reference.nobodys(target.nonce), session=SECOND)
    if page.failure is not None:
        raise CannotTellError(page.failure, "the control reference was not answered")
    if one.is_on(page, numbers):
        raise CannotTellError(Cause.HONEYPOT, "a reference that stands for nothing shows the object too")
    page = yield Get(one.reference.target)
    if page.failure is not None:
        raise CannotTellError(page.failure, "the object could not be asked for without a login")
    if one.is_on(page, numbers):
        if one.reference.place in target.places:
            raise CannotTellError(Cause.UNSTABLE, "the object is shown to everybody now, without a login")
        return None
    notes = (
        f"the second account is shown an object of the first one's, with {reading.occurrences} identifiers",
        "a reference that stands for nothing does not show it",
        "without a login it is not shown",
    )
    return exposed(
        SPEC,
        "one account's object is shown to another account",
        place=one.reference.place,
        readings=(reading,),
        records=stated_records(target.control, (reading,), rows=1),
        evidence=[Evidence(target=one.reference.shown_place, status=200, note=note) for note in notes],
        writable=writable,
    )


def _nothing(cause: Cause | None, shown: list[Shown] | None = None) -> Observation:
    if cause is not None:
        return undetermined(SPEC, cause, "not every object of the first account could be looked at")
    if not shown:
        return not_exposed(SPEC, "the first account's pages name no object that shows people's data")
    return not_exposed(
        SPEC, f"{len(shown)} objects of one account were kept from the other, or are open to all"
    )


def _shows_people(reading: Reading, before: Reading) -> bool:
    """Say whether a page shows anything of people that the front page does not."""
    return bool(reading.occurrences or reading.masked or reading.classes - before.classes)


def _as_much(reading: Reading, other: Reading) -> bool:
    """Say whether a page shows as much of people as another one."""
    return (
        reading.occurrences >= other.occurrences
        and reading.masked >= other.masked
        and reading.classes >= other.classes
    )
