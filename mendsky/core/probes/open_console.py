# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A console of a product or a debugger that asks for no login, and gives whoever comes the system's keys.

Looks for Spring's actuators, Druid, phpMyAdmin, phpinfo and Laravel's debugger at their usual addresses, and
for Werkzeug's on the pages that a visit has anyway; it types nothing into any. Such a console shows nobody
and opens what the system holds: a finding that counts none. What tells only how a system is built is
information, and an error page that shows people is `error-page`. CWE-306.
"""

from collections.abc import Generator, Iterator

from mendsky.core.probes.answers import exposed, led_to, not_exposed, seen_on, undetermined
from mendsky.core.probes.consoles import CONSOLES, DEBUGGER, PAGE_BYTES, Console
from mendsky.core.probes.heads import instead
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.notices import bare, place_of
from mendsky.core.probes.programs import running
from mendsky.core.probes.showing import people_of_error
from mendsky.core.probes.surface import FRONT_BYTES, Surface, explore, unread, unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Get,
    Observation,
    Page,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-console",
    version=1,
    cwe=306,
    probe_class=1,
    cost=40,
    repair="open-console",
)
PAGES = 6
"""Pages beside the front page that are read; a visit has them in common."""


def probe(target: Target) -> Probe:
    """Look for a console without a login, known places first."""
    surface = yield from explore(target, most=PAGES)
    languages = yield from running(target, surface)
    cause, asked, told = None, 0, ""
    for console, known in _waiting(target, surface, languages):
        asked += 1
        answer = yield from _look(target, surface, console, known=known)
        if isinstance(answer, Observation):
            return answer
        if isinstance(answer, Cause):
            cause = cause or answer
        elif answer:
            told = "; one tells how the system is built"
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} consoles not all could be told")
    return not_exposed(SPEC, f"{asked} consoles were looked for and none is open to anyone{told}")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _waiting(target: Target, surface: Surface, languages: frozenset[str]) -> Iterator[tuple[Console, bool]]:
    """Yield each console to be looked for, and whether it is known of old."""
    known = [place.group for place in target.places]
    usual = {console.opens: console for console in CONSOLES}
    for path in known:
        yield usual.get(path) or _debugger(path), True
    without = bare(surface)
    for failing in (*(page.asked for page in surface.errors), *([without] if without else [])):
        if place_of(failing).group not in known:
            yield _debugger(failing), False
    for console in CONSOLES:
        if console.opens not in known and (not console.of or console.of in languages):
            yield console, False


def _debugger(at: str) -> Console:
    return Console(opens=at, proof=DEBUGGER, gives="a debugger that runs commands")


def _look(
    target: Target, surface: Surface, console: Console, *, known: bool
) -> Generator[Get, Page, Observation | Cause | bool]:
    """Look at one console: the answer, why it cannot be told, or whether it is there and gives nothing."""
    if console.at and not known:
        first = yield Get(console.at, max_bytes=PAGE_BYTES, fresh=False)
        cause = unseen(first)
        if cause is not None:
            # A console that we merely guess, outside the grant's scope, is no part of the question.
            return False if cause is Cause.NOT_GRANTED else cause
        if first.status != 200 or not _names_itself(first, console):
            return False
    page = yield _asking(console)
    cause = unread(page) if console.proof is DEBUGGER else unseen(page)
    if cause is not None:
        return False if cause is Cause.NOT_GRANTED and not known else cause
    if _is_open(page, console):
        return (yield from _with_control(target, console, page))
    there = page.status == 200 and (bool(console.at) or _names_itself(page, console))
    if known and page.target == console.opens and not (console.shut and shows(page, console.shut)):
        return (yield from instead(page, surface)) or there
    return there


def _asking(console: Console, before: str = "") -> Get:
    if console.proof is DEBUGGER:
        # A page that the visit has anyway.
        return Get(before + console.opens, max_bytes=FRONT_BYTES, fresh=False)
    head = console.most if console.most < PAGE_BYTES else None
    return Get(before + console.opens, max_bytes=console.most, first_bytes=head)


def _names_itself(page: Page, console: Console) -> bool:
    return console.names is not None and shows(page, console.names)


def _is_open(page: Page, console: Console) -> bool:
    if console.proof is DEBUGGER:
        # What shows people is an error page, and no page is two loopholes.
        return page.status >= 400 and shows(page, DEBUGGER) and not people_of_error(page)
    return page.status in {200, 206} and shows(page, console.proof) and not shows(page, LOGIN)


def _with_control(target: Target, console: Console, page: Page) -> Generator[Get, Page, Observation | Cause]:
    """Ask for the same below a folder that cannot exist; where it is there too, the first proves nothing."""
    evidence = [seen_on(page, f"the answer is {console.gives}, without a login")]
    control = yield _asking(console, f"/{target.nonce}")
    if control.failure is not None:
        return control.failure
    if _is_open(control, console):
        return Cause.HONEYPOT
    evidence.append(seen_on(control, "below a folder that does not exist there is none"))
    return exposed(
        SPEC,
        f"a console gives {console.gives} to whoever asks",
        place=place_of(console.opens),
        readings=(),
        records=led_to(target.control),
        evidence=evidence,
    )
