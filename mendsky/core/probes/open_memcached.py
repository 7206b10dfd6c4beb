# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A memcached that shows people's records to whoever connects.

Asks how many items it holds, and for a few keys and their values, no more than the grant lets a sample read.
It never writes, and no key that may be somebody's number is sent. CWE-306.
https://github.com/memcached/memcached/blob/master/doc/protocol.txt
"""

import re
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote_to_bytes

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import SOMEBODYS
from mendsky.core.probes.talking import PROOF, Asked, ask, people_in
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-memcached",
    version=2,
    cwe=306,
    probe_class=1,
    cost=12,
    repair="open-memcached",
    schemes=frozenset({"memcached"}),
)
PLACE = Place(group="/")
"""There are no databases: a memcached is one place."""
LISTING_BYTES = 32_768
VALUES_BYTES = 131_072
FEW = 10
"""Keys whose values are asked for, where the grant lets so many records be read."""
OF_A_CLASS = 2
"""Keys of one class of sizes; people may be in the items of one size only."""
ENDED = re.compile(rb"^(?:END|ERROR|BUSY|CLIENT_ERROR|SERVER_ERROR)[^\r\n]*\r\n", re.MULTILINE)
"""The line that ends an answer."""
VERSION = re.compile(rb"VERSION [^\r\n]{1,100}\r\n")
CLOSED = re.compile(rb"CLIENT_ERROR (?:unauthenticated|authentication)[^\r\n]*\r\n", re.IGNORECASE)
VALUE = re.compile(rb"VALUE [!-~]{1,250} [0-9]{1,10} ([0-9]{1,10})\r\n")
LINE_BYTES = 512
NUMBER = re.compile(rb"STAT items:([0-9]{1,4}):number ([0-9]{1,15})\r\n")
DUMPED = re.compile(rb"ITEM ([!-~]{1,250}) ")
"""One key of the older command's listing."""
NAMED = re.compile(rb"key=([!-~]{1,750}) (?:[^\r\n]* cls=([0-9]{1,4}))?")
"""One key of the newer command's listing, written as in a URL, and its class."""


def probe(target: Target) -> Probe:
    """Look at a few items of each class of sizes, the fullest first."""
    greeted = yield from ask("version", b"version\r\n", 512, _is_line)
    refusal = _refusal(greeted)
    if refusal is not None:
        return refusal
    counted = yield from ask("stats items", b"stats items\r\n", LISTING_BYTES, _is_listed)
    if isinstance(counted, Cause) or counted.cut:
        cause = counted if isinstance(counted, Cause) else Cause.TOO_LARGE
        return undetermined(SPEC, cause, "it does not say what it holds")
    return (yield from _looked(target, content(counted)))


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _refusal(greeted: Page | Cause) -> Observation | None:
    """Answer for a service that does not let us in; None where it does."""
    if isinstance(greeted, Cause):
        return undetermined(SPEC, greeted, "it does not answer as memcached does")
    said = content(greeted)
    if CLOSED.fullmatch(said):
        return not_exposed(SPEC, "it answers nobody without a password")
    if VERSION.fullmatch(said):
        return None
    return undetermined(SPEC, Cause.NO_ANSWER, "it does not answer as memcached does")


def _looked(target: Target, counted: bytes) -> Probe:
    stated = {int(number): int(items) for number, items in NUMBER.findall(counted) if int(items)}
    known = any(place == PLACE for place in target.places)
    if not stated and not known:
        if counted != b"END\r\n":
            return undetermined(SPEC, Cause.BLOCKED, "it does not say what it holds")
        return not_exposed(SPEC, "it is open and holds nothing")
    few = min(FEW, target.sample_records)
    if few < PROOF:
        return undetermined(SPEC, Cause.NOT_GRANTED, "the grant lets too few records be read")
    answer = yield from _sampled(target, stated, few)
    if isinstance(answer, Observation):
        return answer
    if answer is not None:
        return undetermined(SPEC, answer, f"of {len(stated)} classes of sizes not all could be told")
    return not_exposed(SPEC, f"it is open, and a sample of {len(stated)} classes of sizes shows nobody")


def _is_line(content: bytes) -> bool:
    return content.endswith(b"\r\n")


def _is_listed(content: bytes, *, times: int = 1) -> bool:
    """Say whether so many listings have come to their end."""
    return content.endswith(b"\r\n") and len(ENDED.findall(content)) >= times


def _is_valued(content: bytes) -> bool:
    """Say whether the line behind the last value is there: it ends the answer, whatever it says."""
    at = 0
    while found := VALUE.match(content, at):
        at = found.end() + int(found[1]) + len(b"\r\n")
    return b"\r\n" in content[at:] or len(content) - at > LINE_BYTES


def _sampled(
    target: Target, stated: Mapping[int, int], few: int
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask for a few keys, then for their values at once, so that people are told apart over all of them."""
    fullest = sorted(stated, key=lambda number: -stated[number])[: few // OF_A_CLASS]
    listings = yield from _listings(fullest, few)
    if isinstance(listings, Cause):
        return listings
    for listing in listings.pages:
        if people_in(listing) >= PROOF:
            return (yield from _shown(target, stated, listing))
    # A key that may hold somebody's number is never asked with.
    askable = [key for key in listings.keys if SOMEBODYS.search(key.decode("latin-1")) is None][:few]
    if not askable:
        return (Cause.OVER_BUDGET if listings.keys else Cause.BLOCKED) if stated else None
    sent = b"get %b\r\n" % b" ".join(askable)
    values = yield from ask(f"get of {len(askable)} keys", sent, VALUES_BYTES, _is_valued)
    if isinstance(values, Page) and people_in(values) >= PROOF:
        return (yield from _shown(target, stated, values))
    if nobody := _nobody(values):
        return nobody
    return listings.untold or (Cause.OVER_BUDGET if len(fullest) < len(stated) else None)


def _nobody(values: Page | Cause) -> Cause | None:
    """Say why values that show nobody may yet hide somebody."""
    if isinstance(values, Cause):
        return values
    if values.cut:
        return Cause.TOO_LARGE
    return None if content(values).endswith(b"END\r\n") else Cause.CATCH_ALL


@dataclass(kw_only=True, slots=True)
class _Listings:
    """What one or two listings name."""

    pages: list[Page] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)
    """A few of each class."""
    untold: Cause | None = None
    """Why a class may hold keys that none of them names."""


def _listings(fullest: Sequence[int], few: int) -> Generator[Asked, Page, _Listings | Cause]:
    """Ask for a few keys of each class; the older command is bounded, but knows no item of late use."""
    found, silent = _Listings(), list(fullest)
    each = few // max(len(fullest), 1)
    if fullest:
        dumps = b"".join(b"stats cachedump %d %d\r\n" % (number, each) for number in fullest)
        until = partial(_is_listed, times=len(fullest))
        page = yield from ask("stats cachedump", dumps, LISTING_BYTES, until)
        if isinstance(page, Cause):
            return page
        of_each = [DUMPED.findall(part) for part in ENDED.split(content(page))[: len(fullest)]]
        found.pages.append(page)
        found.keys += dict.fromkeys(key for keys in of_each for key in keys)
        silent = [number for number, keys in zip(fullest, of_each, strict=False) if not keys]
    if silent or not fullest:
        untold = yield from _newest(found, silent, each)
        if isinstance(untold, Cause) and not found.keys:
            return untold
        found.untold = untold
    return found


def _newest(found: _Listings, silent: Sequence[int], each: int) -> Generator[Asked, Page, Cause | None]:
    """Add a few keys of each class of which the older command knows none; gives why some may be left out."""
    which = b",".join(b"%d" % number for number in silent) or b"all"
    page = yield from ask(
        "lru_crawler metadump", b"lru_crawler metadump %b\r\n" % which, LISTING_BYTES, _is_listed
    )
    if isinstance(page, Cause):
        return page
    found.pages.append(page)
    of_each = defaultdict[bytes, list[bytes]](list)
    for key, number in NAMED.findall(content(page)):
        of_each[number].append(unquote_to_bytes(key))
    found.keys += dict.fromkeys(key for keys in of_each.values() for key in keys[:each])
    if content(page).endswith(b"END\r\n"):
        # It was told whole: what a class states beyond it has expired.
        return None
    if of_each.keys() >= {b"%d" % number for number in silent}:
        return None
    return Cause.TOO_LARGE if page.cut else Cause.BLOCKED


def _shown(
    target: Target, stated: Mapping[int, int], page: Page
) -> Generator[Asked, Page, Observation | Cause]:
    """Answer *exposed*, unless a key that does not exist shows something too."""
    people, readings = people_in(page), (page.reading,)
    evidence = [seen_on(page, f"the answer shows {people} people")]
    sent = b"get %b\r\n" % target.nonce.encode()
    control = yield from ask("get of a random key", sent, LINE_BYTES, _is_valued)
    if isinstance(control, Cause):
        return control
    if content(control) != b"END\r\n":
        return Cause.HONEYPOT
    evidence.append(seen_on(control, "a key that does not exist shows nobody"))
    return exposed(
        SPEC,
        "a store in memory shows people's records to whoever connects",
        place=PLACE,
        readings=readings,
        records=_records(people, sum(stated.values())),
        evidence=evidence,
    )


def _records(people: int, stated: int) -> Estimate:
    """Take the items that the server states (G1); where it states none, nothing bounds them."""
    if stated == 0:
        return Estimate(low=people, point=None, high=None, sampled=True)
    low = max(people, stated)
    return Estimate(low=low, point=low, high=low, sampled=False)
