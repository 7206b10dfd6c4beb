# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of one visit: what is asked next, decided by the grant; nothing is sent here.

A generator of steps. Whoever runs it carries each step out and sends back what came of it.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from mendsky.core import identity
from mendsky.core.probes.answers import undetermined
from mendsky.core.probes.drive import Drive, drive_probe, observed
from mendsky.core.probes.targets import blanked, on_origin
from mendsky.core.probes.visit import COST, visit
from mendsky.core.rules.granted import covering, decide
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Address, Ask, Grant, Refusal
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import (
    Body,
    Control,
    Get,
    Observation,
    Page,
    Place,
    ProbeEntry,
    Reading,
    Target,
)
from mendsky.net.probing.curl import Answered, Asking
from mendsky.net.probing.origins import Origin, parse_origin

REDIRECTS = 3
REDIRECTING = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One system to be visited, and the probes to be run on it."""

    key: str
    """The caller's own name for it."""
    origin: str
    """`scheme://host:port`."""
    entries: tuple[ProbeEntry, ...]
    places: Mapping[str, tuple[Place, ...]]
    """Known places by kind of probe."""
    nonce: str
    """Random letters and digits of this visit."""
    budget: int | None = None
    """Requests that may still be sent to this host today; the grant's whole daily budget where None."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request and its answer, without bodies."""

    at: datetime
    """By the domain clock."""
    asked_by: str
    """Kind of the probe, or `visit`."""
    target: str
    """Values blanked."""
    status: int
    length: int
    """Bytes of body that were read."""
    seconds: float
    address: str
    """Empty where nothing was connected to."""
    failure: Cause | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a visit brought."""

    key: str
    grant: Grant | None
    """The grant under which it was made; None where none covers it."""
    control: Control
    observations: tuple[Observation, ...]
    transcript: tuple[Exchange, ...]
    requests: int
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Conduct:
    """How visits are made, the same for all of a door."""

    grants: Sequence[Grant]
    now: Callable[[], datetime]
    nation: Nation
    synthetic: bool
    user_agent: str
    timeout: float
    ca_file: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolve:
    """Step: look a name up; send back its addresses, none where it is unknown."""

    host: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Send:
    """Step: send a request, when the host's pace allows; send back the answer."""

    asking: Asking
    rate: float


Step = Resolve | Send
Steps = Generator[Step, tuple[Address, ...] | Answered, Outcome]


@dataclass(kw_only=True, slots=True)
class Course:
    """One visit under way."""

    visit: Visit
    conduct: Conduct
    stopped: bool = False
    """Set by whoever runs it: then no further step is taken."""
    transcript: list[Exchange] = field(default_factory=list)
    requests: int = 0
    read: int = 0
    grant: Grant | None = None
    refusal: str = ""
    address: Address | None = None

    def steps(self) -> Steps:
        """Give the steps of the visit; raises `OriginError` where its origin cannot be read."""
        origin = parse_origin(self.visit.origin)
        cause = self._open(origin)
        if cause is None:
            addresses = yield Resolve(host=origin.host)
            cause = self._pin(origin, addresses)
        if cause is not None:
            return self._outcome(
                nothing_seen(cause), [self._unasked(entry, cause) for entry in self.visit.entries]
            )
        control_drive = Drive(
            visit(self.visit.nonce), cost=COST, give_up=lambda cause, _: nothing_seen(cause)
        )
        yield from self._drive(control_drive, origin, "visit", 0)
        control = control_drive.result
        observations = []
        for entry in self.visit.entries:
            observation = yield from self._observe(entry, origin, control)
            observations.append(observation)
        return self._outcome(control, observations)

    def _open(self, origin: Origin) -> Cause | None:
        if self.stopped:
            return Cause.STOPPED
        # Of several grants the one that allows most, so that one grant answers for a whole visit.
        widest = sorted(self.conduct.grants, key=lambda grant: -len(grant.classes))
        found = covering(widest, self._ask(origin, "/", 0))
        if isinstance(found, Refusal):
            self.refusal = found.reason
            return Cause.NOT_GRANTED
        self.grant = found
        return None

    def _pin(self, origin: Origin, addresses: object) -> Cause | None:
        if self.stopped:
            return Cause.STOPPED
        if not isinstance(addresses, tuple) or not addresses or self.grant is None:
            return Cause.NAME_NOT_FOUND
        for address in addresses:
            self.address = address
            refusal = decide(self.grant, self._ask(origin, "/", 0))
            if refusal is None:
                return None
            self.refusal = refusal.reason
        return Cause.NOT_GRANTED

    def _observe(
        self, entry: ProbeEntry, origin: Origin, control: Control
    ) -> Generator[Step, tuple[Address, ...] | Answered, Observation]:
        if self.grant is None or entry.spec.probe_class not in self.grant.classes:
            self.refusal = f"probe class {entry.spec.probe_class} is not granted"
            return self._unasked(entry, Cause.NOT_GRANTED)
        if control.cause is not None:
            return self._unasked(entry, control.cause)
        target = Target(
            origin=str(origin),
            control=control,
            nonce=self.visit.nonce,
            places=self.visit.places.get(entry.spec.kind, ()),
            test_identities=self.grant.test_identities,
            sample_records=self.grant.sample_records,
        )
        drive = drive_probe(entry, target)
        yield from self._drive(drive, origin, entry.spec.kind, entry.spec.probe_class)
        return observed(drive)

    def _drive(
        self, drive: Drive[Control] | Drive[Observation], origin: Origin, asked_by: str, probe_class: int
    ) -> Generator[Step, tuple[Address, ...] | Answered, None]:
        while drive.next is not None:
            before = self.requests
            page = yield from self._fetch(drive.next, origin, asked_by, probe_class, most=drive.left)
            spent = self.requests - before
            if self.stopped:
                page.body.close()
                drive.stop(Cause.STOPPED, "a person halted the probing", requests=spent)
            elif page.failure is Cause.OVER_BUDGET:
                drive.stop(Cause.OVER_BUDGET, "the requests that may be sent are spent", requests=spent)
            else:
                drive.send(page, requests=spent)

    def _fetch(
        self, get: Get, origin: Origin, asked_by: str, probe_class: int, *, most: int
    ) -> Generator[Step, tuple[Address, ...] | Answered, Page]:
        """Ask one question and follow its redirects within the origin; each is decided anew."""
        target = get.target
        status = 0
        for hop in range(1 + REDIRECTS):
            refused = self._refused(origin, target, probe_class, hop=hop, most=most)
            if refused is not None:
                return Page(target=target, failure=refused)
            answered = yield from self._send(get, origin, target, asked_by, probe_class)
            if answered is None:
                return Page(target=target, failure=Cause.STOPPED)
            if answered.failure is not None or answered.status not in REDIRECTING:
                return self._page(target, answered)
            followed = on_origin(str(origin), target, answered.headers.get("location", "http://"))
            if followed is None:
                break
            target, status = followed, answered.status
        return Page(target=target, status=status, failure=Cause.REDIRECTED)

    def _refused(self, origin: Origin, target: str, probe_class: int, *, hop: int, most: int) -> Cause | None:
        if self.stopped:
            return Cause.STOPPED
        if self.grant is None or decide(self.grant, self._ask(origin, target, probe_class)) is not None:
            return Cause.REDIRECTED if hop else Cause.NOT_GRANTED
        budget = self.grant.daily_budget if self.visit.budget is None else self.visit.budget
        return Cause.OVER_BUDGET if hop >= most or self.requests >= budget else None

    def _send(
        self, get: Get, origin: Origin, target: str, asked_by: str, probe_class: int
    ) -> Generator[Step, tuple[Address, ...] | Answered, Answered | None]:
        if self.grant is None or self.address is None:
            msg = "nothing is sent before a grant covers it and an address is pinned"
            raise ValueError(msg)
        at = self.conduct.now()
        asking = Asking(
            scheme=origin.scheme,
            host=origin.url_host,
            port=origin.port,
            target=target,
            address=self.address,
            allowed=partial(self._allowed, self.grant, self._ask(origin, target, probe_class)),
            user_agent=self.conduct.user_agent,
            max_bytes=get.max_bytes,
            first_bytes=get.first_bytes,
            timeout=self.conduct.timeout,
            ca_file=self.conduct.ca_file,
        )
        answered = yield Send(asking=asking, rate=self.grant.rate)
        if not isinstance(answered, Answered):
            return None
        # Refused where the socket is opened, it was not sent.
        self.requests += answered.failure is not Cause.NOT_GRANTED
        self.read += len(answered.body)
        self.transcript.append(
            Exchange(
                at=at,
                asked_by=asked_by,
                target=blanked(target),
                status=answered.status,
                length=len(answered.body),
                seconds=answered.seconds,
                address=answered.address,
                failure=answered.failure,
            )
        )
        return answered

    def _allowed(self, grant: Grant, ask: Ask, address: Address) -> bool:
        return decide(grant, replace(ask, address=address, at=self.conduct.now())) is None

    def _page(self, target: str, answered: Answered) -> Page:
        failure, reading, body = answered.failure, Reading(), Body(b"")
        if failure is None and self.grant is not None:
            try:
                reading = identity.read(bytes(answered.body), self.conduct.nation, self.grant.birth_years)
                body = Body(answered.body)
            except Exception:  # noqa: BLE001 - what we cannot read is our own failure, told apart as such
                failure = Cause.OUR_FAILURE
        answered.body[:] = bytes(len(answered.body))
        return Page(
            target=target,
            status=answered.status,
            headers=answered.headers,
            body=body,
            reading=reading,
            failure=failure,
            cut=answered.cut,
        )

    def _ask(self, origin: Origin, target: str, probe_class: int) -> Ask:
        return Ask(
            origin=str(origin),
            address=self.address,
            path=target,
            method="GET",
            probe_class=probe_class,
            at=self.conduct.now(),
            synthetic=self.conduct.synthetic,
        )

    def _unasked(self, entry: ProbeEntry, cause: Cause) -> Observation:
        return undetermined(entry.spec, cause, self.refusal if cause is Cause.NOT_GRANTED else "")

    def _outcome(self, control: Control, observations: list[Observation]) -> Outcome:
        return Outcome(
            key=self.visit.key,
            grant=self.grant,
            control=control,
            observations=tuple(observations),
            transcript=tuple(self.transcript),
            requests=self.requests,
            bytes=self.read,
        )


def nothing_seen(cause: Cause) -> Control:
    """Give the control of a system of which nothing was seen."""
    return Control(front_status=0, random_status=0, catch_all=False, stated_records=None, cause=cause)
