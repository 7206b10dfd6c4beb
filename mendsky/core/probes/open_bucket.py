# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bucket of an object store that lists its objects to anyone, with people's data in one of them.

Looks at the addresses of directories that the visit asks for anyway, and at the bucket of files that pages
link; of one object it reads the head, no longer than the records that the grant lets a sample read. CWE-732.
"""

from collections import Counter
from collections.abc import Generator

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.buckets import CONTAINER, Bucket, of_azure, read
from mendsky.core.probes.heads import longest_head
from mendsky.core.probes.listings import USUAL, directories, files, sample
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.surface import FRONT_BYTES, SOMEBODYS, Surface, explore, unseen
from mendsky.core.probes.talking import PROOF, people_in
from mendsky.core.probes.targets import FILE, STATIC, may_act, template
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-bucket", version=1, cwe=732, probe_class=1, cost=24, repair="open-bucket", only_reads=True
)
PAGES = 3
"""Pages beside the front page whose links are read: those of `directory-listing`."""


def probe(target: Target) -> Probe:
    """Look for an open bucket with people's data, known places first."""
    surface = yield from explore(target, most=PAGES)
    known = [place.group for place in target.places]
    directed = directories(surface.links)
    linked = (*_bucket_of(surface.links, besides=(*directed, *USUAL)), *directed)
    cause, asked = surface.cause, 0
    for at in dict.fromkeys((*known, "/", *linked, *USUAL)):
        asked += 1
        page = yield Get(at, max_bytes=FRONT_BYTES, fresh=False)
        if of_azure(page) and at != "/":
            page = yield Get(at.rstrip("/") + CONTAINER, max_bytes=FRONT_BYTES)
        unable = unseen(page)
        if unable is None and page.target == at and not surface.login_box and shows(page, LOGIN):
            unable = Cause.LOGIN_PAGE
        if unable is Cause.NOT_GRANTED and at in USUAL and at not in (*known, *linked):
            # An address that we merely guess, outside the grant's scope, is no part of the question.
            continue
        cause = cause or unable
        bucket = read(page) if unable is None else None
        if bucket is not None:
            answer = yield from _look(target, surface, at, page, bucket)
            if isinstance(answer, Observation):
                return answer
            cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} addresses not all could be told")
    return not_exposed(SPEC, f"{asked} addresses were asked and none is a bucket that lists people's data")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _bucket_of(links: tuple[str, ...], *, besides: tuple[str, ...]) -> list[str]:
    """Give the first part of the path of most linked files: a bucket's name, where they are objects."""
    paths = [link.partition("?")[0] for link in links]
    lying = [path for path in paths if path.count("/") > 1 and (FILE.search(path) or STATIC.search(path))]
    first = Counter(f"/{path.split('/')[1]}/" for path in lying)
    named = [at for at, _ in first.most_common() if at not in besides]
    return [at for at in named if SOMEBODYS.search(at) is None and not may_act(at)][:1]


def _look(
    target: Target, surface: Surface, at: str, page: Page, bucket: Bucket
) -> Generator[Get, Page, Observation | Cause | None]:
    """Look into a bucket that lists its objects; None where they show nobody."""
    people, reading = people_in(page), page.reading
    evidence = [seen_on(page, f"a listing of the bucket with {len(bucket.objects)} objects")]
    found = files(bucket.objects)
    if people < PROOF and not found.count:
        return Cause.OVER_BUDGET if bucket.more else None
    control = yield from _control(target, found.readable[0] if found.readable else at)
    if control is not None:
        return control
    if people >= PROOF:
        return exposed(
            SPEC,
            "the listing names objects by people's numbers",
            place=Place(group=template(at)),
            readings=(reading,),
            records=Estimate(low=people, point=None, high=None, sampled=True),
            evidence=evidence,
        )
    answer = yield from sample(SPEC, target, surface, found, at=at, evidence=evidence)
    return answer or (Cause.OVER_BUDGET if bucket.more else None)


def _control(target: Target, beside: str) -> Generator[Get, Page, Cause | None]:
    """Ask beside an object for one that cannot exist: where it lists or holds people, nothing is proved."""
    asked = f"{beside[: beside.rfind('/') + 1]}{target.nonce}"
    most = longest_head(target)
    page = yield Get(asked, max_bytes=max(1, most), first_bytes=max(1, most))
    if page.failure is not None:
        return page.failure
    trap = page.status in {200, 206} and (page.reading.occurrences or read(page) is not None)
    return Cause.HONEYPOT if trap else None
