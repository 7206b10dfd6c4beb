# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of one visit: what is asked next, decided by the grant; nothing is sent here.

A generator of steps. Whoever runs it carries each step out and sends back what came of it. The course of
a visit to a TCP service stands in `talks.py` and goes by the same decisions.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from mendsky.core import identity
from mendsky.core.probes import information
from mendsky.core.probes.answers import undetermined
from mendsky.core.probes.closed import knock, wants_login
from mendsky.core.probes.drive import Drive, Result, drive_probe, observed
from mendsky.core.probes.surface import elsewhere
from mendsky.core.probes.targets import blanked, on_origin, place_may_act
from mendsky.core.probes.visit import COST, visit
from mendsky.core.rules.granted import SEND, Cover, covering, decide
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Address, Ask, Grant, Refusal
from mendsky.core.terms.information import Certificate, Note
from mendsky.core.terms.probing import (
    Control,
    Get,
    Observation,
    Page,
    Place,
    Post,
    ProbeEntry,
    Question,
    Target,
    WebQuestion,
)
from mendsky.net.probing import documents
from mendsky.net.probing.cookies import Cookies
from mendsky.net.probing.curl import Answered, Asking, Way
from mendsky.net.probing.memory import Memory
from mendsky.net.probing.origins import Origin, parse_origin
from mendsky.net.probing.pages import page_of
from mendsky.net.probing.questions import WEB, asking, method
from mendsky.net.probing.redirects import FORGETTING, REDIRECTING, REDIRECTS, onward
from mendsky.net.probing.steps import Came, Resolve, Step, Steps
from mendsky.net.probing.tries import Tries
from mendsky.net.probing.visits import INFORMATION, Conduct, Exchange, Outcome, Told, Visit, nothing_seen

FRONT = Get("/")


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
    way: Way | None = None
    cover: Cover | None = field(default=None, repr=False)
    """What the grant covers of the system at that address."""
    memory: Memory = field(default_factory=Memory, repr=False)
    cookies: Cookies = field(default_factory=Cookies, repr=False)
    """Of the run of one probe."""
    tries: Tries = field(init=False, repr=False)
    credentials: dict[str, tuple[Credential, ...]] = field(default_factory=dict)
    nobodys: str | None = field(default=None, repr=False)
    """Number of nobody's beside the grant's test identity; None before it is asked for."""
    led_to: set[str] = field(default_factory=set)
    """Origins of other hosts to which redirects led."""
    certificate: Certificate | None = None
    """What the first connection showed; None without TLS."""

    def __post_init__(self) -> None:
        self.tries = Tries(self.visit.tries)

    def steps(self) -> Steps:
        """Give the steps of the visit; raises `OriginError` where its origin cannot be read."""
        try:
            return (yield from self._steps(parse_origin(self.visit.origin)))
        finally:
            self.memory.wipe()

    def _steps(self, origin: Origin) -> Steps:
        cause = self.open(origin)
        if cause is None:
            addresses = yield Resolve(host=origin.host)
            cause = self.pin(origin, addresses)
        if cause is not None:
            return self.unseen(cause)
        control_drive = Drive(
            visit(self.visit.nonce), cost=COST, give_up=lambda cause, _: nothing_seen(cause)
        )
        yield from self._drive(control_drive, origin, "visit", 0)
        control = control_drive.result
        observations = []
        for entry in self.entries:
            observation = yield from self._observe(entry, origin, control)
            observations.append(observation)
        notes = yield from self._inform(origin, control)
        return replace(self.outcome(control, observations), notes=notes)

    @property
    def entries(self) -> tuple[ProbeEntry, ...]:
        """Give the probes that ask systems of this kind."""
        return tuple(entry for entry in self.visit.entries if entry.spec.asks(self.visit.origin))

    def open(self, origin: Origin, first: Question = FRONT, probe_class: int = 0) -> Cause | None:
        """Look for the grant that covers the first question; say why there is none."""
        if self.stopped:
            return Cause.STOPPED
        # Of several grants the one that allows most, so that one grant answers for a whole visit.
        widest = sorted(self.conduct.grants, key=lambda grant: -len(grant.classes))
        found = covering(widest, self.ask(origin, first, probe_class))
        if isinstance(found, Refusal):
            self.refusal = found.reason
            return Cause.NOT_GRANTED
        self.grant = found
        return None

    def pin(
        self, origin: Origin, addresses: object, first: Question = FRONT, probe_class: int = 0
    ) -> Cause | None:
        """Take the first address that the grant covers; say why there is none."""
        if self.stopped:
            return Cause.STOPPED
        if not isinstance(addresses, tuple) or not addresses or self.grant is None:
            return Cause.NAME_NOT_FOUND
        for address in addresses:
            self.address = address
            refusal = decide(self.grant, self.ask(origin, first, probe_class))
            if refusal is None:
                self.way = self.conduct.way(origin, address, self.grant.rate)
                self.cover = Cover(self.grant, origin.text, address, synthetic=self.conduct.synthetic)
                return None
            self.refusal = refusal.reason
        return Cause.NOT_GRANTED

    def _observe(
        self, entry: ProbeEntry, origin: Origin, control: Control
    ) -> Generator[Step, Came, Observation]:
        if self.grant is None or entry.spec.probe_class not in self.grant.classes:
            self.refusal = f"probe class {entry.spec.probe_class} is not granted"
            return self.unasked(entry, Cause.NOT_GRANTED)
        places = self.visit.places.get(entry.spec.kind, ())
        if control.cause is not None:
            if not wants_login(control) or not places:
                return self.unasked(entry, control.cause)
            return (yield from self._knock(entry, origin, places))
        # Where a place came from is not known here: an outside scanner may have named it.
        askable = tuple(place for place in places if entry.spec.only_reads or not place_may_act(place))
        target = Target(
            origin=origin.text,
            control=control,
            nonce=self.visit.nonce,
            places=askable,
            test_identities=self.grant.test_identities,
            nobodys_identity=self._nobodys(self.grant),
            sample_records=self.grant.sample_records,
            accounts=self.grant.accounts,
            tries=self.tries.left,
            credentials=self.visit.credentials.get(entry.spec.kind, ()),
        )
        drive = drive_probe(entry, target)
        self.cookies = Cookies()
        self.tries.begin()
        yield from self._drive(drive, origin, entry.spec.kind, entry.spec.probe_class)
        self.cookies = Cookies()
        observation = self.with_pairs(entry, observed(drive))
        if len(askable) < len(places) and observation.answer is Answer.NOT_EXPOSED:
            reason = "a known place may act when it is asked for, and was not"
            return replace(undetermined(entry.spec, Cause.NOT_GRANTED, reason), requests=observation.requests)
        return observation

    def _inform(self, origin: Origin, control: Control) -> Generator[Step, Came, tuple[Note, ...]]:
        """Note what exposes nobody yet, at the end, when everything else was asked."""
        beside = information.Beside(
            at=self.conduct.now(),
            certificate=self.certificate,
            login=self.memory.login(),
            led_to=frozenset(self.led_to),
            security_txt_due=self.visit.security_txt_due,
        )
        target = Target(origin=origin.text, control=control, nonce=self.visit.nonce)
        drive = Drive(information.inform(target, beside), cost=information.COST, give_up=lambda *_: ())
        yield from self._drive(drive, origin, INFORMATION, 0)
        return drive.result

    def with_pairs(self, entry: ProbeEntry, observation: Observation) -> Observation:
        """Note the pairs that were let in where that exposes something; gives the observation."""
        if observation.answer is Answer.EXPOSED and self.tries.last:
            self.credentials[entry.spec.kind] = self.tries.last
        return observation

    def _knock(
        self, entry: ProbeEntry, origin: Origin, places: tuple[Place, ...]
    ) -> Generator[Step, Came, Observation]:
        """Ask for known places alone, where everything else is refused."""
        if not entry.spec.only_reads and any(place_may_act(place) for place in places):
            return self.unasked(entry, Cause.BLOCKED)
        drive = Drive(
            knock(entry.spec, places),
            cost=entry.spec.cost,
            give_up=lambda cause, reason: undetermined(entry.spec, cause, reason),
        )
        yield from self._drive(drive, origin, entry.spec.kind, entry.spec.probe_class)
        return observed(drive)

    def _nobodys(self, grant: Grant) -> str:
        if not grant.test_identities:
            return ""
        if self.nobodys is None:
            self.nobodys = identity.nobodys(grant.test_identities[0], self.conduct.nation, self.visit.nonce)
        return self.nobodys

    def _drive(
        self, drive: Drive[Result], origin: Origin, asked_by: str, probe_class: int
    ) -> Generator[Step, Came, None]:
        while (question := drive.next) is not None:
            if not isinstance(question, WEB):
                drive.stop(Cause.OUR_FAILURE, "a website is not spoken to but by HTTP")
                continue
            recalled = None if question.fresh else self.memory.recall(question)
            if recalled is not None and not self.stopped:
                drive.send(recalled, requests=0, recalled=True)
                continue
            before = self.requests
            page = yield from self._fetch(question, origin, asked_by, probe_class, most=drive.left)
            spent = self.requests - before
            if not question.fresh:
                self.memory.keep(question, page)
            if self.stopped:
                page.body.close()
                drive.stop(Cause.STOPPED, "a person halted the probing", requests=spent)
            elif page.failure is Cause.OVER_BUDGET:
                drive.stop(Cause.OVER_BUDGET, "the requests that may be sent are spent", requests=spent)
            else:
                drive.send(page, requests=spent)

    def _fetch(
        self, question: WebQuestion, origin: Origin, asked_by: str, probe_class: int, *, most: int
    ) -> Generator[Step, Came, Page]:
        """Ask one question and follow its redirects within the origin; each is decided anew."""
        status = 0
        for hop in range(1 + REDIRECTS):
            at = self.conduct.now()
            refused = self._refused(question, probe_class, at, hop=hop, most=most)
            if refused is not None:
                return Page(target=question.target, failure=refused)
            told = at, asked_by, method(question), blanked(question.target)
            self.announce(told)
            answered = yield self._asking(question, origin, probe_class)
            if not isinstance(answered, Answered):
                return Page(target=question.target, failure=Cause.STOPPED)
            self._note(question, answered, told)
            if answered.failure is not None or answered.status not in REDIRECTING:
                if isinstance(question, Get) and question.records:
                    return (yield from self._document(question, answered))
                return self.page(question.target, answered)
            location = answered.headers.get("location", "")
            followed = on_origin(origin.text, question.target, location) if location else None
            if followed is None:
                self._lead_away(origin, question.target, location)
            if followed is None or (isinstance(question, Post) and answered.status not in FORGETTING):
                break
            question, status = onward(question, followed), answered.status
        return Page(target=question.target, status=status, failure=Cause.REDIRECTED)

    def _lead_away(self, origin: Origin, target: str, location: str) -> None:
        """Note whereto a redirect leads that is not followed."""
        led = elsewhere(f"{origin}{target}", location)
        if led is not None and led != str(origin):
            self.led_to.add(led)

    def _refused(
        self, question: WebQuestion, probe_class: int, at: datetime, *, hop: int, most: int
    ) -> Cause | None:
        if self.stopped:
            return Cause.STOPPED
        cover = self._covered()
        if self.grant is None or cover is None:
            return Cause.NOT_GRANTED
        if cover.refusal(question.target, method(question), probe_class, at) is not None:
            return Cause.REDIRECTED if hop else Cause.NOT_GRANTED
        plain = question.trying is None and isinstance(question, Get)
        untried = None if plain else self.tries.why_not(question, probe_class)
        if untried is not None:
            return untried
        budget = self.grant.daily_budget if self.visit.budget is None else self.visit.budget
        return Cause.OVER_BUDGET if hop >= most or self.requests >= budget else None

    def _covered(self) -> Cover | None:
        """Give what the grant covers of the system, as it stands now."""
        if self.grant is None or self.cover is None:
            return None
        standing = self.conduct.standing(self.grant)
        if standing is not self.cover.grant:
            self.cover = self.cover.under(standing)
        return self.cover

    def _asking(self, question: WebQuestion, origin: Origin, probe_class: int) -> Asking:
        if self.way is None:
            msg = "nothing is sent before a grant covers it and an address is pinned"
            raise ValueError(msg)
        if question.trying is not None:
            self.tries.take(question)
        allowed = partial(self.allowed, origin, question, probe_class)
        return asking(question, self.way, allowed, self.cookies, self.conduct.signatures)

    def announce(self, told: Told) -> None:
        """Tell whoever wants to know what is about to be sent."""
        if self.conduct.hearing is not None and self.grant is not None:
            self.conduct.hearing.note(self.visit.key, self.grant, told)

    def _note(self, question: WebQuestion, answered: Answered, told: Told) -> None:
        """Note what came back, and that it was asked for."""
        # Refused where the socket is opened, it was not sent.
        self.requests += answered.failure is not Cause.NOT_GRANTED
        self.certificate = self.certificate or answered.certificate
        length = len(answered.body)
        self.read += length
        if answered.cookies:
            self.cookies.take(question.session, answered.cookies)
            answered.cookies.clear()
        at, asked_by, by, target = told
        self.transcript.append(
            Exchange(
                at=at,
                asked_by=asked_by,
                method=by,
                target=target,
                status=answered.status,
                length=length,
                seconds=answered.seconds,
                address=answered.address,
                failure=answered.failure,
            )
        )

    def allowed(self, origin: Origin, question: Question, probe_class: int, address: Address) -> bool:
        """Decide once more, with the address that is about to be connected to."""
        ask = replace(self.ask(origin, question, probe_class), address=address)
        return self.grant is not None and decide(self.conduct.standing(self.grant), ask) is None

    def page(self, target: str, answered: Answered, values: Callable[[bytes], bytes] = bytes) -> Page:
        """Make the page that a probe sees; `values` gives what is read of it."""
        return page_of(target, answered, self.conduct.nation, self.grant, values)

    def _document(self, question: Get, answered: Answered) -> Generator[Step, Came, Page]:
        if self.grant is not None and answered.failure is None and answered.status in documents.SERVED:
            years = self.grant.birth_years
            return (yield from documents.page(question, answered, self.conduct.nation, years))
        return self.page(question.target, answered)

    def ask(self, origin: Origin, question: Question, probe_class: int) -> Ask:
        """Put a question to the grant; of a TCP service the whole is one path."""
        path, by = FRONT.target, SEND
        if isinstance(question, WEB):
            path, by = question.target, method(question)
        return Ask(
            origin=origin.text,
            address=self.address,
            path=path,
            method=by,
            probe_class=probe_class,
            at=self.conduct.now(),
            synthetic=self.conduct.synthetic,
        )

    def unasked(self, entry: ProbeEntry, cause: Cause) -> Observation:
        """Say for a probe that it was not asked, and why."""
        return undetermined(entry.spec, cause, self.refusal if cause is Cause.NOT_GRANTED else "")

    def unseen(self, cause: Cause) -> Outcome:
        """Give what a visit brings that could not even begin."""
        return self.outcome(nothing_seen(cause), [self.unasked(entry, cause) for entry in self.entries])

    def outcome(self, control: Control, observations: list[Observation]) -> Outcome:
        """Give what the visit brought."""
        return Outcome(
            key=self.visit.key,
            grant=self.grant,
            control=control,
            observations=tuple(observations),
            transcript=tuple(self.transcript),
            requests=self.requests,
            bytes=self.read,
            tried=self.tries.made,
            credentials=self.credentials,
            linked=tuple(sorted({*self.led_to, *self.memory.linked()})),
        )
