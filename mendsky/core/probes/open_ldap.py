# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A directory (LDAP) that shows people's records to whoever connects, without a login.

Asks for what it holds, then of each part for the kinds of values of a few entries, and then for those values
alone that are neither secrets nor pictures. It never writes, and no name that may be somebody's number is
sent. CWE-306.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from mendsky.core.probes import ldap
from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.files import may_ask
from mendsky.core.probes.ldap import Answered
from mendsky.core.probes.marks import content
from mendsky.core.probes.talking import PROOF, Asked, ask, people_in
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Evidence,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)
from mendsky.core.terms.streams import StartTls

SPEC = ProbeSpec(
    kind="open-ldap",
    version=2,
    cwe=306,
    probe_class=1,
    cost=26,
    repair="open-ldap",
    only_reads=True,
    schemes=frozenset({"ldap"}),
)
MOST_BYTES = 262_144
MOST_CONTEXTS = 4
FEW = 5
"""Entries that are asked for at once, where the grant lets so many records be read."""
MOST_KINDS = 40
CONTEXTS = "namingContexts"
"""What the root names the parts of the directory by (RFC 4512 section 5.1)."""
UNREAD = re.compile(
    r"pass(?:wor)?d|pwd|hash|secret|key|pkcs|certificate|photo|picture|audio|objectclass",
    re.IGNORECASE,
)
"""Kinds of values that are secrets, large, or about nobody."""
KIND = re.compile(r"[A-Za-z0-9.;-]{1,100}")

SUCCESS, OPERATIONS_ERROR, SIZE_LIMIT, WITHIN_TLS = 0, 1, 4, 13
STARTS = 3
"""So often is asked to begin TLS, where operations are said to be outstanding."""
CLOSED = frozenset({8, 48, 49, 50, 53})
"""strongerAuthRequired, inappropriateAuthentication, invalidCredentials, insufficientAccessRights,
unwillingToPerform (RFC 4511 appendix A.2)."""
NOT_HERE = frozenset({10, 32})
"""referral, noSuchObject: also what a server says that does not disclose."""


@dataclass(kw_only=True, slots=True)
class Look:
    """What may yet be looked at."""

    few: int
    """Entries that are asked for at once."""
    left: int
    """Records that the grant still lets be read."""
    within_tls: bool = False
    """TLS was begun, or tried, on the connection that there is."""


def probe(target: Target) -> Probe:
    """Look into the known parts of the directory and those that it names."""
    look = Look(few=FEW, left=target.sample_records)
    bound = yield from _ask(look, "bind", ldap.BIND)
    if isinstance(bound, Cause):
        return undetermined(SPEC, bound, "it does not answer as a directory does")
    if not (bound.code in {SUCCESS, WITHIN_TLS} or _closed(bound)):
        return undetermined(SPEC, Cause.SERVER_ERROR, "it does not serve now")
    # Who is refused a bind is still nobody, as before it, and may yet be answered (RFC 4513 section 4).
    asked = ldap.search("", scope=ldap.BASE, wanted=ldap.ANYTHING, most=1, kinds=(CONTEXTS,))
    root = yield from _ask(look, "search of the root", asked, anew=bound.code != SUCCESS)
    if isinstance(root, Cause):
        return undetermined(SPEC, root, "it does not say what it holds")
    known = [unquote(place.group.strip("/")) for place in target.places]
    return (yield from _looked(target, look, list(dict.fromkeys((*known, *_named(root)))) or [""]))


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _ask(
    look: Look, target: str, asked: bytes, *, anew: bool = False
) -> Generator[Asked, Page, Answered | Cause]:
    page = yield from _heard(look, target, asked, anew=anew)
    return page if isinstance(page, Cause) else _read(page)


def _heard(
    look: Look, target: str, asked: bytes, *, anew: bool = False
) -> Generator[Asked, Page, Page | Cause]:
    """Ask something, and once more within TLS where it is answered there alone."""
    look.within_tls = look.within_tls and not anew
    page = yield from _said(target, asked, anew=anew)
    if isinstance(page, Cause) or look.within_tls or not _wants_tls(page):
        return page
    look.within_tls = True
    answered = yield from _agreed()
    if isinstance(answered, Cause) or answered.code != SUCCESS:
        return answered if isinstance(answered, Cause) else Cause.BLOCKED
    begun = yield StartTls()
    return begun.failure or (yield from _said(target, asked))


def _agreed() -> Generator[Asked, Page, Answered | Cause]:
    """Ask to begin TLS, again where the server is not yet done with what it answered (RFC 4511, 4.14)."""
    for _ in range(STARTS):
        page = yield from _said("StartTLS", ldap.START_TLS)
        answered = page if isinstance(page, Cause) else _read(page)
        if isinstance(answered, Cause) or answered.code != OPERATIONS_ERROR:
            break
    return answered


def _said(target: str, asked: bytes, *, anew: bool = False) -> Generator[Asked, Page, Page | Cause]:
    return (yield from ask(target, asked, MOST_BYTES, ldap.is_whole, anew=anew, values=ldap.values))


def _wants_tls(page: Page) -> bool:
    answered = ldap.read(content(page))
    return answered is not None and answered.code == WITHIN_TLS


def _read(page: Page) -> Answered | Cause:
    found = ldap.read(content(page))
    return (Cause.TOO_LARGE if page.cut else Cause.NO_ANSWER) if found is None else found


def _closed(answered: Answered) -> bool:
    # Active Directory says so in words alone.
    must_bind = answered.code == OPERATIONS_ERROR and "bind" in answered.said.lower()
    return must_bind or answered.code in CLOSED


def _named(root: Answered) -> list[str]:
    """Give the parts that the root names; kinds are told without regard to case."""
    return [
        value.decode("utf-8", "replace")
        for entry in root.entries
        for kind, held in entry.values.items()
        if kind.lower() == CONTEXTS.lower()
        for value in held
    ]


def _looked(target: Target, look: Look, contexts: list[str]) -> Probe:
    looked = contexts[:MOST_CONTEXTS]
    share = target.sample_records // (2 * len(looked))
    look.few = max(PROOF, min(FEW, share))
    untold = Cause.OVER_BUDGET if len(looked) < len(contexts) else None
    for context in looked:
        for wanted in (ldap.PEOPLE, ldap.OTHERS):
            answer = yield from _sample(target, look, context, wanted)
            if isinstance(answer, Observation):
                return answer
            untold = untold or answer
    if untold is not None:
        return undetermined(SPEC, untold, f"of {len(contexts)} parts of the directory not all could be told")
    return not_exposed(SPEC, f"samples of {len(contexts)} parts of the directory show nobody without a login")


def _sample(
    target: Target, look: Look, context: str, wanted: bytes
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask for a few entries of one part; None where it shows nobody."""
    if context and not may_ask(context):
        return Cause.OVER_BUDGET
    if look.left < PROOF:
        return Cause.NOT_GRANTED
    most = min(look.few, look.left)
    asked = ldap.search(context, scope=ldap.SUBTREE, wanted=wanted, most=most, only_kinds=True)
    listed = yield from _entries(target, look, context, "search for kinds of values", asked)
    if not isinstance(listed, Answered):
        return listed
    look.left -= len(listed.entries)
    kinds = sorted({kind for entry in listed.entries for kind in entry.values if _is_read(kind)})
    if not kinds:
        return None
    few_kinds = tuple(kinds[:MOST_KINDS])
    asked = ldap.search(context, scope=ldap.SUBTREE, wanted=wanted, most=most, kinds=few_kinds)
    held = yield from _entries(target, look, context, "search for values", asked)
    if not isinstance(held, Answered):
        return held
    return Cause.OVER_BUDGET if len(kinds) > MOST_KINDS else None


def _entries(
    target: Target, look: Look, context: str, name: str, asked: bytes
) -> Generator[Asked, Page, Answered | Observation | Cause | None]:
    """Ask for some entries; None where there are none, and an observation where they show people."""
    page = yield from _heard(look, name, asked)
    if isinstance(page, Cause):
        return page
    if people_in(page) >= PROOF:
        return (yield from _shown(target, look, context, page))
    answered = _read(page)
    return answered if isinstance(answered, Cause) or answered.entries else _nobody(answered)


def _is_read(kind: str) -> bool:
    return KIND.fullmatch(kind) is not None and may_ask(kind) and UNREAD.search(kind) is None


def _nobody(answered: Answered) -> Cause | None:
    """Say why an answer without entries may yet hide somebody; None where it does not."""
    if answered.code in {SUCCESS, *NOT_HERE} or _closed(answered):
        return None
    return Cause.BLOCKED if answered.code == WITHIN_TLS else Cause.SERVER_ERROR


def _shown(
    target: Target, look: Look, context: str, page: Page
) -> Generator[Asked, Page, Observation | Cause]:
    """Answer *exposed*, unless a part that does not exist shows something too."""
    people, readings = people_in(page), (page.reading,)
    group = "/" + quote(context, safe="=,")
    evidence = Evidence(target=f"search {group}", status=0, note=f"the answer shows {people} people")
    base = ",".join(filter(None, (f"ou={target.nonce}", context)))
    asked = ldap.search(base, scope=ldap.SUBTREE, wanted=ldap.ANYTHING, most=1)
    control = yield from _heard(look, "search in a random part", asked)
    if isinstance(control, Cause):
        return control
    answered = _read(control)
    if isinstance(answered, Cause):
        return answered
    if answered.entries:
        return Cause.HONEYPOT
    line = seen_on(control, "a part of the directory that does not exist shows nobody")
    return exposed(
        SPEC,
        "a directory shows people's records to whoever connects",
        place=Place(group=group),
        readings=readings,
        records=Estimate(low=people, point=None, high=None, sampled=True),
        evidence=(evidence, line),
    )
