# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A lookup that hides digits, and answers whoever tries numbers for as long as they like.

Who stands behind each number, and the number itself, is then told for all of them: an identity number has
few unknown digits. Asks lookups that show a record with stars for the grant's own test identities, over
and over, and looks for a limit. A record in full is `lookup-by-id-only` with or without a limit, and worse
than this; a mere yes or no, or no limit alone, exposes nobody and is information: neither is asked on.
CWE-799.
"""

from collections.abc import Generator

from mendsky.core.probes.answers import exposed, not_exposed, stated_records, undetermined
from mendsky.core.probes.lookups import Lookup
from mendsky.core.probes.records import NOBODYS, TESTED, Shown, ask, in_full, questions, with_stars
from mendsky.core.probes.surface import Surface, explore
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Evidence, Get, Observation, Page, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(
    kind="unlimited-enumeration", version=1, cwe=799, probe_class=2, cost=64, repair="unlimited-enumeration"
)
PAGES = 6
"""Pages beside the front page whose forms are read; a visit has them in common."""
MOST_FORMS = 2
ENOUGH = 20
"""Questions in a row after which a lookup has no limit: nobody looks up so many people by hand."""
LIMITS = frozenset({Cause.BLOCKED, Cause.CAPTCHA})
"""How a lookup says that it was asked often enough."""


def probe(target: Target) -> Probe:
    """Look for a lookup with stars and without a limit, known places first."""
    known = tuple(place.group for place in target.places)
    surface = yield from explore(target, first=known, most=PAGES + len(known))
    asked = yield from questions(target, surface, most=MOST_FORMS)
    if asked and not (target.test_identities and target.nobodys_identity):
        return undetermined(
            SPEC, Cause.NO_TEST_IDENTITY, f"{len(asked)} lookups ask for a number, and none is granted"
        )
    cause, told = surface.cause, ""
    for question in asked:
        answer = yield from _look_up(target, surface, question)
        if isinstance(answer, Observation):
            return answer
        if isinstance(answer, Cause):
            cause = cause or answer
        else:
            told = told or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(asked)} lookups not all could be told")
    # What exposes nobody is information, and no finding.
    return not_exposed(SPEC, f"{len(asked)} lookups were asked and none can be counted through{told}")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _look_up(
    target: Target, surface: Surface, question: Lookup
) -> Generator[Get, Page, Observation | Cause | str]:
    """Ask one lookup: the answer, or why it tells nothing, or what there is to say of it."""
    tested = yield from ask(surface, question, target.test_identities[0], TESTED)
    if not isinstance(tested, Shown):
        return tested or ""
    control = yield from ask(surface, question, target.nobodys_identity, NOBODYS)
    if not isinstance(control, Shown):
        return control or Cause.UNSTABLE
    if control.reading.masked:
        return Cause.HONEYPOT
    if not with_stars(tested, control):
        full = in_full(tested, control)
        return "; one shows records in full, which is another loophole" if full else ""
    last = yield from _again_and_again(target, surface, question, control)
    if not isinstance(last, Evidence):
        return last
    return exposed(
        SPEC,
        f"a lookup that hides digits tells of each number whose it is, {ENOUGH} times in a row",
        place=question.parameter.place,
        readings=(tested.reading,),
        records=stated_records(target.control, (tested.reading,), rows=1),
        evidence=(tested.evidence, control.evidence, last),
    )


def _again_and_again(
    target: Target, surface: Surface, question: Lookup, control: Shown
) -> Generator[Get, Page, Evidence | Cause | str]:
    """Ask on until a limit is met: what the last answer showed, or why it cannot be told, or the limit."""
    identities = target.test_identities
    for turn in range(2, ENOUGH + 1):
        number = identities[turn % len(identities)]
        note = f"question {turn} is answered as the first was"
        again = yield from ask(surface, question, number, note, fresh=True)
        if isinstance(again, Cause) and again not in LIMITS:
            return again
        # Another test identity may have no record here; the first had one.
        shown = isinstance(again, Shown) and (number != identities[0] or with_stars(again, control))
        if not isinstance(again, Shown) or not shown:
            return f"; one has a limit, met at question {turn}"
        last = again.evidence
    return last
