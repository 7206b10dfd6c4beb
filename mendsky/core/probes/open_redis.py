# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Redis that shows people's records to whoever connects, without a password.

Asks how many keys each database holds, and of the largest for a few keys and the beginnings of their values,
no more than the grant lets a sample read. It never writes, and no key that may be somebody's number is sent.
CWE-306.
"""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.marks import content
from mendsky.core.probes.resp import Refused, Reply, asking, command, read
from mendsky.core.probes.surface import SOMEBODYS
from mendsky.core.probes.talking import PROOF, Asked, people_in
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
    kind="open-redis",
    version=1,
    cwe=306,
    probe_class=1,
    cost=20,
    repair="open-redis",
    schemes=frozenset({"redis"}),
)
MOST_BYTES = 65_536
VALUE_BYTES = 4_096
"""Of each string, from its start."""
FEW = 5
"""Keys whose values are asked for, where the grant lets so many records be read."""
ROUNDS = 3
"""Times that a database is asked for more keys: `SCAN` may give few or none though there are many."""
CLOSED = frozenset({"NOAUTH", "NOPERM", "DENIED", "WRONGPASS"})
"""A password is asked for, the account may not, or protected mode."""
CLOSED_BEFORE_2_6 = "ERR operation not permitted"
KEYSPACE = re.compile(rb"^db([0-9]{1,5}):keys=([0-9]{1,15})\b", re.MULTILINE)
DATABASE = re.compile(r"/([0-9]{1,5})")
"""Path of a database in a `redis:` address, as IANA has it registered."""

READ: Mapping[bytes, Callable[[bytes, int], bytes]] = {
    b"string": lambda key, _: command(b"GETRANGE", key, b"0", b"%d" % (VALUE_BYTES - 1)),
    b"list": lambda key, most: command(b"LRANGE", key, b"0", b"%d" % (most - 1)),
    b"set": lambda key, most: command(b"SRANDMEMBER", key, b"%d" % most),
    b"zset": lambda key, most: command(b"ZRANGE", key, b"0", b"%d" % (most - 1)),
    b"stream": lambda key, most: command(b"XRANGE", key, b"-", b"+", b"COUNT", b"%d" % most),
}
"""How the beginning of a value of each kind is read: of many records under one key so many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What was answered, as a page and as replies."""

    page: Page
    replies: tuple[Reply, ...]


def probe(target: Target) -> Probe:
    """Look into the known databases and the largest one."""
    greeted = yield from _ask("PING", command(b"PING"))
    refusal = _refusal(greeted)
    if refusal is not None:
        return refusal
    counted = yield from _ask("INFO keyspace", command(b"INFO", b"keyspace"))
    if isinstance(counted, Cause) or counted.page.cut:
        cause = counted if isinstance(counted, Cause) else Cause.TOO_LARGE
        return undetermined(SPEC, cause, "it does not say what it holds")
    return (yield from _looked(target, _stated(counted)))


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _refusal(greeted: Heard | Cause) -> Observation | None:
    """Answer for a service that does not let us in; None where it does."""
    if isinstance(greeted, Cause):
        return undetermined(SPEC, greeted, "it does not answer as Redis does")
    pong = greeted.replies[0] if greeted.replies else None
    if _closed(pong):
        return not_exposed(SPEC, "it answers nobody without a password")
    return None if pong == b"PONG" else undetermined(SPEC, _unusable(pong), "it does not serve now")


def _looked(target: Target, stated: Mapping[int, int | None]) -> Probe:
    known = [int(at[1]) for place in target.places if (at := DATABASE.fullmatch(place.group))]
    largest = sorted(stated.keys() - set(known), key=lambda number: -(stated[number] or 0))[:1]
    looked = [*dict.fromkeys(known), *largest]
    share = target.sample_records // max(1, len(looked))
    if looked and share < PROOF:
        return undetermined(SPEC, Cause.NOT_GRANTED, "the grant lets too few records be read")
    cause = None
    for number in looked:
        answer = yield from _look(target, number, stated.get(number), share)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    cause = cause or (Cause.OVER_BUDGET if stated.keys() - set(looked) else None)
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(stated)} databases not all could be told")
    return not_exposed(SPEC, f"{len(stated)} databases hold keys and none shows people to anyone")


def _ask(target: str, *commands: bytes) -> Generator[Asked, Page, Heard | Cause]:
    sending, receiving = asking(target, commands, MOST_BYTES)
    page = yield sending
    if page.failure is None:
        page = yield receiving
    if page.failure is not None:
        return page.failure
    found = read(content(page), len(commands))
    if found is not None:
        return Heard(page=page, replies=found)
    # A refusal ends the connection, so that of several commands only one is answered.
    (alone,) = read(content(page), 1) or (None,)
    if isinstance(alone, Refused):
        return Heard(page=page, replies=(alone,) * len(commands))
    # Cut off it is still looked at: what it shows counts, what it does not show proves nothing.
    return Heard(page=page, replies=()) if page.cut else Cause.NO_ANSWER


def _closed(reply: Reply) -> bool:
    return isinstance(reply, Refused) and (reply.word in CLOSED or reply.text == CLOSED_BEFORE_2_6)


def _unusable(reply: Reply) -> Cause:
    """Say why a reply is none to a reader: it loads, it is busy, or it does not know the command."""
    if isinstance(reply, Refused):
        return Cause.BLOCKED if "unknown command" in reply.text else Cause.SERVER_ERROR
    return Cause.NO_ANSWER


def _stated(counted: Heard) -> Mapping[int, int | None]:
    """Read how many keys each database holds; where that is kept secret, of the first nothing is known."""
    reply = counted.replies[0] if counted.replies else None
    if not isinstance(reply, bytes):
        return {0: None}
    return {int(number): int(keys) for number, keys in KEYSPACE.findall(reply)}


def _look(
    target: Target, number: int, stated: int | None, share: int
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask for a few keys of one database and what they hold; None where nobody is in them."""
    keys: list[bytes] = []
    cursor, few = b"0", min(FEW, share)
    for _ in range(ROUNDS):
        select, scan = command(b"SELECT", b"%d" % number), command(b"SCAN", cursor, b"COUNT", b"%d" % few)
        heard = yield from _ask("SELECT, SCAN", select, scan)
        if isinstance(heard, Cause):
            return heard
        if people_in(heard.page) >= PROOF:
            return (yield from _shown(target, number, stated, heard.page, bounded=True))
        if heard.page.cut:
            return Cause.TOO_LARGE
        refused = next((reply for reply in heard.replies if isinstance(reply, Refused)), None)
        if refused is not None:
            # A database that does not exist holds nobody.
            return None if _closed(refused) or "out of range" in refused.text else _unusable(refused)
        listed = _listed(heard.replies[-1])
        if listed is None:
            return Cause.NO_ANSWER
        cursor, more = listed
        keys += more
        if len(keys) >= few or cursor == b"0":
            break
    return (yield from _sampled(target, number, stated, keys, share))


def _listed(reply: Reply) -> tuple[bytes, list[bytes]] | None:
    if not (isinstance(reply, tuple) and len(reply) == 2):
        return None
    cursor, keys = reply
    if not isinstance(cursor, bytes) or not isinstance(keys, tuple):
        return None
    return cursor, [key for key in keys if isinstance(key, bytes)]


def _sampled(
    target: Target, number: int, stated: int | None, keys: Sequence[bytes], share: int
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask what some keys hold, all at once, so that people are told apart over all of them."""
    # A key that may hold somebody's number is never asked with.
    askable = [key for key in dict.fromkeys(keys) if SOMEBODYS.search(key.decode("latin-1")) is None]
    askable = askable[: min(FEW, share)]
    if not askable:
        return Cause.OVER_BUDGET if keys or stated else None
    typed = yield from _ask(f"TYPE of {len(askable)} keys", *(command(b"TYPE", key) for key in askable))
    if isinstance(typed, Cause):
        return typed
    kinds = dict(zip(askable, typed.replies, strict=False))
    commands = _readings(kinds, share)
    if not commands:
        return _nobody(typed) or _unread(kinds)
    values = yield from _ask(f"values of {len(commands)} keys", *commands)
    if isinstance(values, Cause):
        return values
    if people_in(values.page) >= PROOF:
        alone = all(kind in {b"string", b"hash"} for kind in kinds.values())
        return (yield from _shown(target, number, stated, values.page, bounded=alone))
    return _nobody(values) or _unread(kinds)


def _unread(kinds: Mapping[bytes, Reply]) -> Cause | None:
    """Say whether a key is of a kind that is not read here, as modules bring them."""
    known = {*READ, b"hash", b"none"}
    return (
        Cause.OVER_BUDGET
        if any(isinstance(one, bytes) and one not in known for one in kinds.values())
        else None
    )


def _nobody(values: Heard) -> Cause | None:
    """Say why values that show nobody may yet hide somebody."""
    if values.page.cut:
        return Cause.TOO_LARGE
    if all(_closed(reply) for reply in values.replies):
        return None
    refused = next((reply for reply in values.replies if isinstance(reply, Refused)), None)
    return None if refused is None else _unusable(refused)


def _readings(kinds: Mapping[bytes, Reply], share: int) -> list[bytes]:
    """Write the commands that read the beginnings of values, together no more than the share of records."""
    read = {key: READ[kind] for key, kind in kinds.items() if isinstance(kind, bytes) and kind in READ}
    # A field may be one of a person's or a whole person; two hashes are enough for two people.
    hashed = [key for key, kind in kinds.items() if kind == b"hash"][:PROOF]
    each = max(1, share // max(1, len(read) + len(hashed)))
    return [
        *(write(key, each) for key, write in read.items()),
        *(command(b"HRANDFIELD", key, b"%d" % each, b"WITHVALUES") for key in hashed),
    ]


def _shown(
    target: Target, number: int, stated: int | None, page: Page, *, bounded: bool
) -> Generator[Asked, Page, Observation | Cause]:
    """Answer *exposed*, unless a key that does not exist shows something too."""
    people = people_in(page)
    evidence, readings = [seen_on(page, f"the answer shows {people} people")], (page.reading,)
    control = yield from _ask("GET of a random key", command(b"GET", target.nonce.encode()))
    if isinstance(control, Cause):
        return control
    if control.replies != (None,):
        return Cause.HONEYPOT
    evidence.append(seen_on(control.page, "a key that does not exist shows nobody"))
    return exposed(
        SPEC,
        "a store in memory shows people's records to whoever connects",
        place=Place(group=f"/{number}"),
        readings=readings,
        records=_records(people, stated, bounded=bounded),
        evidence=evidence,
    )


def _records(people: int, stated: int | None, *, bounded: bool) -> Estimate:
    """Take the keys that the server states (G1); where a key may hold many records, nothing bounds them."""
    if stated is None:
        return Estimate(low=people, point=None, high=None, sampled=True)
    low = max(people, stated)
    bound = low if bounded else None
    return Estimate(low=low, point=bound, high=bound, sampled=False)
