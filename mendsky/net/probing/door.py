# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door for probes: many visits at once, one request at a time to each host."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Address, Grant
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.streams import is_stream
from mendsky.net.probing import documents
from mendsky.net.probing.course import Course
from mendsky.net.probing.curl import Answered, Asking, Transfers
from mendsky.net.probing.documents import Wanted
from mendsky.net.probing.origins import parse_origin
from mendsky.net.probing.pacing import Pace
from mendsky.net.probing.resolver import NameNotFoundError, Resolver, literal
from mendsky.net.probing.signatures import Signatures, Signer
from mendsky.net.probing.steps import Came, Resolve, Step, Steps
from mendsky.net.probing.streams import Streams, Telling
from mendsky.net.probing.talks import talk
from mendsky.net.probing.visits import Conduct, Exchange, Hearing, Outcome, Visit, as_signed

__all__ = ["Door", "Exchange", "Outcome", "Visit"]

VISITS_AT_ONCE = 50
OWNER_AT_ONCE = 8
"""Visits to systems of one owner, whose many hosts may hang on one line or one store."""
NAMES_AT_ONCE = 8
DOCUMENTS_AT_ONCE = 2
BOTH_NAP = 0.005
"""Seconds to wait for websites while a TCP service may speak."""
BESIDE_NAP = 0.005
"""Seconds to wait for websites while a name is looked up or a document read."""
LONGEST_NAP = 0.2
"""Seconds after which a stop is looked for again."""


@dataclass(eq=False, slots=True)
class Live:
    """A visit under way, and the step that it waits for."""

    host: str
    course: Course
    steps: Steps
    step: Step
    pace: Pace | None = None
    """Of the address that is asked; None until it is pinned."""
    beside: Future[Came] | None = None
    """A name that is looked up, or a document that is read."""
    sent: bool = False


class Wires:
    """Everything that is under way, by HTTP and on plain connections."""

    def __init__(self) -> None:
        self._transfers = Transfers()
        self._streams = Streams()

    def __len__(self) -> int:
        return len(self._transfers) + len(self._streams)

    def start(self, key: object, step: Asking | Telling) -> None:
        """Carry a step out; what comes of it has the same key."""
        if isinstance(step, Asking):
            self._transfers.start(key, step)
        else:
            self._streams.start(key, step)

    def wait(self, seconds: float) -> list[tuple[object, Answered]]:
        """Move on for at most so many seconds and give what has come back."""
        if not len(self._streams):
            return self._transfers.wait(seconds)
        if not len(self._transfers):
            return self._streams.wait(seconds)
        # Neither can wait for the other's sockets.
        return self._streams.wait(0) + self._transfers.wait(min(seconds, BOTH_NAP))

    def abort(self, key: object) -> None:
        """Break off what is under way for a key, and close its connection."""
        self._transfers.abort(key)
        self._streams.abort(key)

    def close(self) -> None:
        """Break off everything and close every connection."""
        self._transfers.close()
        self._streams.close()


class Door:
    """The only way out for a probe's requests; opened by grants, closed by a stop."""

    def __init__(
        self,
        *,
        grants: Sequence[Grant],
        now: Callable[[], datetime],
        resolver: Resolver,
        nation: Nation,
        synthetic: bool,
        user_agent: str,
        stopped: Callable[[], bool],
        timeout: float = 10.0,
        ca_file: str | None = None,
        source: str = "",
        signer: Signer | None = None,
        standing: Callable[[Grant], Grant] = as_signed,
        hearing: Hearing | None = None,
    ) -> None:
        self._conduct = Conduct(
            grants=grants,
            now=now,
            nation=nation,
            synthetic=synthetic,
            user_agent=user_agent,
            timeout=timeout,
            ca_file=ca_file,
            source=source,
            signatures=Signatures(signer),
            standing=standing,
            hearing=hearing,
        )
        self.source = source
        """Local address to connect from; the system's choice where empty, or of another family."""
        self._resolver = resolver
        self._stopped = stopped
        self._paces: dict[Address, Pace] = {}

    def run(self, visits: Sequence[Visit]) -> Iterator[Outcome]:
        """Make the visits and yield what each brought, in the order in which they end.

        Visits to one host follow one another, and few are made to one owner at once. Raises `OriginError`
        before anything is sent where an origin cannot be read.
        """
        waiting: dict[str, deque[Visit]] = {}
        for visit in visits:
            waiting.setdefault(parse_origin(visit.origin).host, deque()).append(visit)
        idle = deque(waiting)
        live: list[Live] = []
        wires = Wires()
        try:
            while live or idle:
                if self._stopped():
                    yield from self._halt(live, waiting, wires)
                    return
                while idle and len(live) < VISITS_AT_ONCE:
                    host = _next_host(idle, waiting, live)
                    if host is None:
                        break
                    started = self._start(host, waiting[host].popleft())
                    if isinstance(started, Live):
                        live.append(started)
                        continue
                    _after(host, waiting, idle)
                    yield started
                for one, outcome in self._turn(live, wires):
                    wires.abort(one)
                    live.remove(one)
                    _after(one.host, waiting, idle)
                    yield outcome
        finally:
            wires.close()
            for one in live:
                if one.beside is not None:
                    one.beside.cancel()

    def _start(self, host: str, visit: Visit) -> Live | Outcome:
        course = Course(visit=visit, conduct=self._conduct)
        steps = _steps(course)
        try:
            return Live(host=host, course=course, steps=steps, step=next(steps))
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome

    def _turn(self, live: list[Live], wires: Wires) -> list[tuple[Live, Outcome]]:
        """Take every step that can be taken now, and give the visits that ended."""
        ended: list[tuple[Live, Outcome]] = []
        at, nap = time.monotonic(), LONGEST_NAP
        for one in live:
            if one.sent:
                continue
            if isinstance(one.step, Resolve | Wanted):
                if one.beside is None:
                    one.beside = self._put_beside(one.step)
                if one.beside.done():
                    came, one.beside, nap = _came(one.beside), None, 0.0
                    _advance(one, came, ended)
                else:
                    nap = min(nap, BESIDE_NAP)
            else:
                nap = min(nap, self._begin(one, one.step, wires, at))
        if len(wires):
            if self._conduct.hearing is not None:
                self._conduct.hearing.flush()
            for one, answered in self._arrived(wires, nap):
                _advance(one, answered, ended)
        elif not ended:
            _rest([one.beside for one in live if one.beside is not None], nap)
        return ended

    def _put_beside(self, step: Resolve | Wanted) -> Future[Came]:
        """Have a step that waits for no server carried out in a thread, but what is known at once."""
        if isinstance(step, Wanted):
            return _readers().submit(documents.read, step)
        if (address := literal(step.host)) is None:
            return _names().submit(self._resolver.resolve, step.host)
        known: Future[Came] = Future()
        known.set_result((address,))
        return known

    def _begin(self, one: Live, step: Asking | Telling, wires: Wires, at: float) -> float:
        """Carry a step out if the host's pace allows; give the seconds to wait before anything is new."""
        asked = step.way if isinstance(step, Asking) else step
        pace = one.pace
        if pace is None:
            pace = one.pace = self._paces.setdefault(asked.address, Pace())
        # To hear what was asked for costs the host nothing more.
        hears = isinstance(step, Telling) and step.hears
        if not hears:
            if pace.ready_at > at:
                return pace.ready_at - at
            pace.sent(at, asked.rate)
        wires.start(one, step)
        one.sent = True
        return LONGEST_NAP

    def _arrived(self, wires: Wires, seconds: float) -> Iterator[tuple[Live, Answered]]:
        for key, answered in wires.wait(seconds):
            if isinstance(key, Live) and key.pace is not None:
                retry_after = answered.headers.get("retry-after", "")
                key.pace.answered(time.monotonic(), answered.status, retry_after, answered.seconds)
                key.sent = False
                yield key, answered

    def _halt(self, live: list[Live], waiting: dict[str, deque[Visit]], wires: Wires) -> Iterator[Outcome]:
        """End every visit at once: what is under way is broken off, the rest is not begun."""
        ended: list[tuple[Live, Outcome]] = []
        for one in live:
            wires.abort(one)
            one.course.stopped = True
            _advance(one, Answered(failure=Cause.STOPPED) if one.sent else (), ended)
        yield from (outcome for _, outcome in ended)
        for visit in (visit for queue in waiting.values() for visit in queue):
            steps = _steps(Course(visit=visit, conduct=self._conduct, stopped=True))
            try:
                next(steps)
            except StopIteration as end:
                yield end.value


@cache
def _names() -> ThreadPoolExecutor:
    """Give the threads in which names are looked up, the same for all doors of a process."""
    return ThreadPoolExecutor(max_workers=NAMES_AT_ONCE, thread_name_prefix="names")


@cache
def _readers() -> ThreadPoolExecutor:
    """Give the threads that wait for the readers of documents, the same for all doors of a process."""
    return ThreadPoolExecutor(max_workers=DOCUMENTS_AT_ONCE, thread_name_prefix="documents")


def _steps(course: Course) -> Steps:
    """Give the steps of a visit to a website, or of one to a TCP service."""
    return talk(course) if is_stream(course.visit.origin.lower()) else course.steps()


def _next_host(idle: deque[str], waiting: Mapping[str, deque[Visit]], live: Sequence[Live]) -> str | None:
    """Take the first idle host out whose owner is not asked at too many already; None where there is none."""
    asked = Counter(one.course.visit.owner for one in live)
    for host in idle:
        owner = waiting[host][0].owner
        if not owner or asked[owner] < OWNER_AT_ONCE:
            idle.remove(host)
            return host
    return None


def _after(host: str, waiting: dict[str, deque[Visit]], idle: deque[str]) -> None:
    """Let the next visit to a host begin, where there is one."""
    if waiting[host]:
        idle.append(host)


def _advance(one: Live, came: Came, ended: list[tuple[Live, Outcome]]) -> None:
    try:
        one.step = one.steps.send(came)
    except StopIteration as end:
        ended.append((one, end.value))


def _rest(beside: Sequence[Future[Came]], seconds: float) -> None:
    """Wait for so many seconds, or until a name is looked up or a document read."""
    if beside:
        wait(beside, seconds, FIRST_COMPLETED)
    else:
        time.sleep(seconds)


def _came(beside: Future[Came]) -> Came:
    try:
        return beside.result()
    except NameNotFoundError:
        # The visit says so: a name without an address is an answer about the system.
        return ()
