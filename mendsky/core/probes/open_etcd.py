# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An etcd that shows people's records to whoever connects, without a login.

Asks for the names of keys, and of each folder of them for a few with what they hold, no more than the grant
lets a sample read. It never writes, and no name that may be somebody's number is sent. CWE-306.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import quote, unquote_to_bytes

from mendsky.core.probes import etcd
from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.etcd import ALL, Answered, after
from mendsky.core.probes.files import LIKELY
from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import SOMEBODYS
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

SPEC = ProbeSpec(
    kind="open-etcd",
    version=1,
    cwe=306,
    probe_class=1,
    cost=28,
    repair="open-etcd",
    only_reads=True,
    schemes=frozenset({"etcd"}),
)
MOST_BYTES = 262_144
MOST_LISTINGS = 3
MOST_FOLDERS = 8
LISTED = 200
"""Names of keys that are asked for at once."""
FEW = 5
"""Keys whose values are asked for at once, where the grant lets so many records be read."""
VERSIONS = {"3.3": "v3beta", "3.2": "v3alpha", "3.1": "v3alpha"}
"""How old servers call the interface; later ones say `v3`."""
NOT_FOUND = 404
SERVER_ERRORS = range(500, 600)


@dataclass(kw_only=True, slots=True)
class Look:
    """What was looked at, and what may yet be."""

    host: str
    version: str
    """Of the interface, as it stands in its addresses."""
    left: int
    """Records that the grant still lets be read."""
    seen: set[bytes] = field(default_factory=set)
    """Folders that were looked into from their first key on."""
    closed: bool = False
    """It refused whoever does not log in."""
    untold: Cause | None = None
    """Why something may hide somebody."""


def probe(target: Target) -> Probe:
    """Look into the known folders, then into those that it names."""
    host = target.origin.partition("://")[2]
    begun = yield from _ask("version", etcd.get(host, "/version"))
    if not isinstance(begun, Answered):
        return undetermined(SPEC, begun, "it does not answer as etcd does")
    said = str(begun.fields.get("etcdserver", ""))
    if not said and not begun.closed:
        cause = Cause.SERVER_ERROR if begun.status in SERVER_ERRORS else Cause.NO_ANSWER
        return undetermined(SPEC, cause, "it does not say that it is etcd")
    version = VERSIONS.get(".".join(said.split(".")[:2]), "v3")
    look = Look(host=host, version=version, left=target.sample_records)
    for walk in (_known(target, look), _listed(target, look)):
        answer = yield from walk
        if isinstance(answer, Observation):
            return answer
        look.untold = look.untold or answer
    if look.untold is None:
        look.untold = yield from _second(target, look)
    if look.untold is not None:
        return undetermined(SPEC, look.untold, f"of {len(look.seen)} folders and more not all could be told")
    if look.closed:
        return not_exposed(SPEC, "it shows nobody anything without a login")
    return not_exposed(SPEC, f"samples of {len(look.seen)} folders show nobody without a login")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _ask(target: str, asked: bytes) -> Generator[Asked, Page, Answered | Cause]:
    page = yield from _heard(target, asked)
    return page if isinstance(page, Cause) else _read(page)


def _heard(target: str, asked: bytes) -> Generator[Asked, Page, Page | Cause]:
    return (yield from ask(target, asked, MOST_BYTES, etcd.is_whole, values=etcd.values))


def _read(page: Page) -> Answered | Cause:
    found = etcd.read(content(page))
    return (Cause.TOO_LARGE if page.cut else Cause.NO_ANSWER) if found is None else found


def _known(target: Target, look: Look) -> Generator[Asked, Page, Observation | Cause | None]:
    """Look into the known folders; whether a name begins with a slash its place does not say."""
    cause = None
    for place in target.places:
        named = unquote_to_bytes(place.group)
        for folder in (named, named[1:]):
            answer = yield from _sample(target, look, folder, folder or ALL)
            if isinstance(answer, Observation):
                return answer
            cause = cause or answer
    return cause


def _listed(target: Target, look: Look) -> Generator[Asked, Page, Observation | Cause | None]:
    """Go through the names of keys, past each last folder at once; None where they show nobody."""
    first, cause = ALL, None
    for _ in range(MOST_LISTINGS):
        asked = etcd.keys_in(look.host, look.version, first, ALL, keys_only=True, limit=LISTED)
        page = yield from _heard("names of keys", asked)
        if isinstance(page, Cause):
            return cause or page
        answered = _read(page)
        if people_in(page) >= PROOF:
            return (yield from _shown(target, look, _crowded(answered), page, keys=None))
        if isinstance(answered, Cause) or not answered.of_range:
            return cause or _refusal(look, answered)
        answer = yield from _folders(target, look, answered.keys)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
        if not (answered.more and answered.keys):
            return cause
        first = after(_folder(answered.keys[-1]))
        if first == ALL or not _askable(first):
            break
    return cause or Cause.OVER_BUDGET


def _refusal(look: Look, answered: Answered | Cause) -> Cause | None:
    """Say why an answer tells of no keys; None where it says that they are shown to nobody."""
    if isinstance(answered, Cause):
        return answered
    if answered.closed:
        look.closed = True
        return None
    # The gateway may be shut while the service behind it, which speaks another protocol, is open.
    if answered.status == NOT_FOUND:
        return Cause.BLOCKED
    return Cause.NO_ANSWER if answered.status == 200 else Cause.SERVER_ERROR


def _crowded(answered: Answered | Cause) -> bytes:
    """Give the folder with most keys that may be people's numbers, itself without such a number."""
    keys = [] if isinstance(answered, Cause) else answered.keys
    named = [_folder(key) for key in keys if not _askable(key)]
    folder = max(named, key=named.count, default=b"")
    while not _askable(folder):
        folder = _folder(folder[:-1])
    return folder


def _folders(
    target: Target, look: Look, listed: list[bytes]
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Look into the folders of some keys, the likeliest first."""
    starts: dict[bytes, bytes] = {}
    for key in listed:
        if _askable(key):
            starts.setdefault(_folder(key), key)
    for key in listed:
        starts.setdefault(_folder(key), _folder(key) or ALL)
    cause = None
    for folder in sorted(starts, key=lambda folder: LIKELY.search(folder.decode("latin-1")) is None):
        if folder in look.seen:
            continue
        if len(look.seen) >= MOST_FOLDERS:
            return cause or Cause.OVER_BUDGET
        look.seen.add(folder)
        answer = yield from _sample(target, look, folder, starts[folder])
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    return cause


def _sample(
    target: Target, look: Look, folder: bytes, first: bytes
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask for a few keys of a folder with what they hold; None where nobody is in them."""
    if not (_askable(folder) and _askable(first)):
        return Cause.OVER_BUDGET
    heard = yield from _few(look, first, after(folder))
    if isinstance(heard, Cause):
        return heard
    page, answered = heard
    people = people_in(page)
    if people >= PROOF:
        return (yield from _shown(target, look, folder, page, keys=len(answered.keys)))
    if people:
        return (yield from _beyond(target, look, first))
    if not answered.of_range:
        return _refusal(look, answered)
    # Asked for from the folder's own name on, the first may all be of folders below it.
    among = not answered.keys or any(_folder(key) == folder for key in answered.keys)
    return None if among else Cause.OVER_BUDGET


def _beyond(target: Target, look: Look, first: bytes) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask on past a folder that shows one person: each may have a folder of their own."""
    heard = yield from _few(look, first, ALL)
    if isinstance(heard, Cause):
        return heard
    page, answered = heard
    if people_in(page) < PROOF:
        return None
    folder = _above(answered.keys[0], answered.keys[-1]) if answered.keys else b""
    return (yield from _shown(target, look, folder, page, keys=len(answered.keys)))


def _few(look: Look, first: bytes, end: bytes) -> Generator[Asked, Page, tuple[Page, Answered] | Cause]:
    """Ask for a few keys with what they hold, no more than the grant still lets be read."""
    if look.left < PROOF:
        return Cause.NOT_GRANTED
    few = min(FEW, look.left)
    look.left -= few
    page = yield from _heard(f"{few} keys", etcd.keys_in(look.host, look.version, first, end, limit=few))
    if isinstance(page, Cause):
        return page
    answered = _read(page)
    if isinstance(answered, Cause) and people_in(page) >= PROOF:
        # Cut off it is still looked at: what it shows counts, what it does not show proves nothing.
        return page, Answered(status=0)
    return answered if isinstance(answered, Cause) else (page, answered)


def _folder(key: bytes) -> bytes:
    """Give what stands up to a key's last slash, or to its last colon where it has none."""
    return key[: key.rfind(b"/") + 1] or key[: key.rfind(b":") + 1]


def _above(first: bytes, last: bytes) -> bytes:
    """Give the folder in which two keys lie, however deep, and all between them."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    return _folder(first[:alike])


def _askable(key: bytes) -> bool:
    return SOMEBODYS.search(key.decode("latin-1")) is None


def _second(target: Target, look: Look) -> Generator[Asked, Page, Cause | None]:
    """Say why the older interface, with keys of its own, may hide somebody; None where it is shut.

    It names keys with all that they hold, however many: that is more than a sample, and not asked for.
    """
    answered = yield from _ask("a random key of version 2", etcd.get(look.host, f"/v2/keys/{target.nonce}"))
    if not isinstance(answered, Answered):
        return answered
    if answered.closed or (answered.status == NOT_FOUND and "errorCode" not in answered.fields):
        return None
    return Cause.SERVER_ERROR if answered.status in SERVER_ERRORS else Cause.OVER_BUDGET


def _shown(
    target: Target, look: Look, folder: bytes, page: Page, *, keys: int | None
) -> Generator[Asked, Page, Observation | Cause]:
    """Answer *exposed*, unless a key that does not exist shows something too.

    `keys` is how many were read, None where their names alone show people.
    """
    people, readings = people_in(page), (page.reading,)
    group = "/" + quote(folder.removeprefix(b"/"), safe="/:")
    evidence = Evidence(target=f"{page.target} {group}", status=0, note=f"the answer shows {people} people")
    nonce = target.nonce.encode()
    asked = etcd.keys_in(look.host, look.version, nonce, after(nonce), limit=1)
    control = yield from _heard("a random key", asked)
    answered = control if isinstance(control, Cause) else _read(control)
    if isinstance(control, Cause) or isinstance(answered, Cause):
        return control if isinstance(control, Cause) else Cause.NO_ANSWER
    if answered.keys:
        return Cause.HONEYPOT
    if not (answered.of_range or answered.closed):
        return Cause.NO_ANSWER
    line = seen_on(control, "a key that does not exist shows nobody")
    asked = etcd.keys_in(look.host, look.version, folder or ALL, after(folder), count_only=True)
    counted = yield from _ask("number of keys", asked)
    return exposed(
        SPEC,
        "a store of settings shows people's records to whoever connects",
        place=Place(group=group),
        readings=readings,
        records=_records(people, people if keys is None else keys, counted),
        evidence=(evidence, line),
    )


def _records(people: int, keys: int, counted: Answered | Cause) -> Estimate:
    """Take the keys that the server states (G1) where each that was read is somebody else's record.

    Where one holds many records, nothing bounds them; where a record has several keys, all keys do.
    """
    stated = counted.count if isinstance(counted, Answered) else 0
    if people > keys or stated < people:
        return Estimate(low=people, point=None, high=None, sampled=True)
    if people < keys:
        return Estimate(low=people, point=None, high=stated, sampled=True)
    return Estimate(low=stated, point=stated, high=stated, sampled=False)
