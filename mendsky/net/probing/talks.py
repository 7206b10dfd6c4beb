# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of one visit to a TCP service: connections of each probe's own, by the decisions of `Course`.

There is no front page: what the probes heard is the proof of coverage.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from mendsky.core.probes.drive import Drive, drive_probe, observed
from mendsky.core.probes.information import Beside, of_certificate
from mendsky.core.rules.granted import SEND, decide
from mendsky.core.terms.answers import OURS, Cause
from mendsky.core.terms.grants import Ask
from mendsky.core.terms.probing import Control, Observation, Page, ProbeEntry, Target
from mendsky.core.terms.streams import Dial, Receive, Send, StartTls, is_over_tls
from mendsky.net.probing.course import Course
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.origins import Origin, parse_origin
from mendsky.net.probing.steps import Came, Resolve, Step, Steps
from mendsky.net.probing.streams import Telling
from mendsky.net.probing.visits import Exchange, source_for

Doing = Send | Dial | StartTls
NOTHING = Send(b"", target="")
"""What the grant is asked about first: whether the system may be spoken to at all."""


def talk(course: Course) -> Steps:
    """Give the steps of the visit; raises `OriginError` where its origin cannot be read."""
    origin = parse_origin(course.visit.origin)
    lowest = min((entry.spec.probe_class for entry in course.entries), default=0)
    cause = course.open(origin, NOTHING, lowest)
    if cause is None:
        addresses = yield Resolve(host=origin.host)
        cause = course.pin(origin, addresses, NOTHING, lowest)
    if cause is not None:
        return course.unseen(cause)
    observations = []
    for entry in course.entries:
        observation = yield from _observe(course, entry, origin)
        observations.append(observation)
    outcome = course.outcome(_control(_common_cause(observations)), observations)
    beside = Beside(at=course.conduct.now(), certificate=course.certificate)
    return replace(outcome, notes=tuple(of_certificate(beside)))


def _observe(course: Course, entry: ProbeEntry, origin: Origin) -> Generator[Step, Came, Observation]:
    grant = course.grant
    if grant is None or entry.spec.probe_class not in grant.classes:
        course.refusal = f"probe class {entry.spec.probe_class} is not granted"
        return course.unasked(entry, Cause.NOT_GRANTED)
    target = Target(
        origin=origin.text,
        control=_control(None),
        nonce=course.visit.nonce,
        places=course.visit.places.get(entry.spec.kind, ()),
        sample_records=grant.sample_records,
        accounts=grant.accounts,
        tries=course.tries.left,
        credentials=course.visit.credentials.get(entry.spec.kind, ()),
    )
    drive = drive_probe(entry, target)
    course.tries.begin()
    yield from _Talk(course=course, entry=entry, origin=origin).drive(drive)
    return course.with_pairs(entry, observed(drive))


@dataclass(kw_only=True, slots=True)
class _Talk:
    """What one probe and the service say to each other."""

    course: Course
    entry: ProbeEntry
    origin: Origin
    begun: bool = False
    heard_beside: bool = False
    """Something was heard on the second connection, which ends where the first is heard again."""
    said: str = ""
    """What was sent last, as the log names it."""
    owed: int = 0
    """Sendings that the probe has not yet been charged for: each is with the answer to it."""

    def drive(self, drive: Drive[Observation]) -> Generator[Step, Came, None]:
        """Carry out what a probe asks, to its end."""
        while (question := drive.next) is not None:
            if isinstance(question, Doing):
                page = yield from self._send(question)
            elif isinstance(question, Receive):
                page = yield from self._receive(question)
            else:
                drive.stop(Cause.OUR_FAILURE, "a TCP service is not asked by HTTP")
                return
            if self.course.stopped:
                page.body.close()
                drive.stop(Cause.STOPPED, "a person halted the probing", requests=self.owed)
            elif page.failure is Cause.OVER_BUDGET:
                drive.stop(Cause.OVER_BUDGET, "the requests that may be sent are spent", requests=self.owed)
            elif isinstance(question, Doing) and page.failure is None:
                drive.send(page, requests=0, recalled=True)
            else:
                spent, self.owed = self.owed, 0
                drive.send(page, requests=spent)

    def _send(self, question: Doing) -> Generator[Step, Came, Page]:
        course = self.course
        at, failure = course.conduct.now(), self._refused(question)
        self.said = question.target
        if failure is not None:
            return Page(target=self.said, failure=failure)
        course.announce((at, self.entry.spec.kind, SEND, self.said))
        if isinstance(question, Dial):
            self.heard_beside = False
            answered = yield replace(self._telling(question), port=question.port, beside=True, dials=True)
        elif isinstance(question, StartTls):
            answered = yield replace(self._telling(question), beside=question.beside, starts_tls=True)
        else:
            content = question.content
            course.tries.take(question)
            telling = self._telling(question)
            anew = telling.anew or question.anew
            within = is_over_tls(self.origin.text)
            answered = yield replace(
                telling, content=content, dials=not content, anew=anew, within_tls=within
            )
        if not isinstance(answered, Answered):
            return Page(target=self.said, failure=Cause.STOPPED)
        # Refused where the socket is opened, it was not sent.
        sent = answered.failure is not Cause.NOT_GRANTED
        course.certificate = course.certificate or answered.certificate
        course.requests += sent
        self.owed += sent
        course.transcript.append(
            Exchange(
                at=at,
                asked_by=self.entry.spec.kind,
                method=SEND,
                target=self.said,
                status=0,
                length=0,
                seconds=answered.seconds,
                address=answered.address,
                failure=answered.failure,
            )
        )
        return Page(target=self.said, failure=answered.failure)

    def _receive(self, question: Receive) -> Generator[Step, Came, Page]:
        alone = self.heard_beside and not question.beside
        self.heard_beside = question.beside
        answered = yield replace(
            self._telling(question),
            most=question.most,
            until=question.until,
            beside=question.beside,
            alone=alone,
        )
        if not isinstance(answered, Answered):
            return Page(target=self.said, failure=Cause.STOPPED)
        course = self.course
        course.read += len(answered.body)
        if course.transcript:
            last = course.transcript[-1]
            course.transcript[-1] = replace(
                last,
                length=last.length + len(answered.body),
                seconds=last.seconds + answered.seconds,
                failure=answered.failure,
            )
        return course.page(self.said, answered, question.values)

    def _refused(self, question: Doing) -> Cause | None:
        course = self.course
        if course.stopped:
            return Cause.STOPPED
        grant = course.grant
        if grant is None or decide(course.conduct.standing(grant), self._ask(question)) is not None:
            return Cause.NOT_GRANTED
        untried = course.tries.why_not(question, self.entry.spec.probe_class)
        if untried is not None:
            return untried
        budget = grant.daily_budget if course.visit.budget is None else course.visit.budget
        return Cause.OVER_BUDGET if course.requests >= budget else None

    def _ask(self, question: Doing | Receive) -> Ask:
        return self.course.ask(self.origin, question, self.entry.spec.probe_class)

    def _telling(self, question: Doing | Receive) -> Telling:
        course = self.course
        if course.grant is None or course.address is None:
            msg = "nothing is sent before a grant covers it and an address is pinned"
            raise ValueError(msg)
        anew, self.begun = not self.begun, True
        return Telling(
            anew=anew,
            address=course.address,
            port=self.origin.port,
            allowed=partial(course.allowed, self.origin, question, self.entry.spec.probe_class),
            timeout=course.conduct.timeout,
            host=self.origin.host,
            rate=course.grant.rate,
            source=source_for(course.conduct.source, course.address),
        )


def _common_cause(observations: Sequence[Observation]) -> Cause | None:
    """Give why nothing was heard of a service; what only we did not do says nothing of it."""
    causes = {seen.cause for seen in observations}
    causes = causes - OURS or causes
    return causes.pop() if len(causes) == 1 else None


def _control(cause: Cause | None) -> Control:
    """Give the control of a service that has no front page."""
    return Control(front_status=0, random_status=0, catch_all=False, stated_records=None, cause=cause)
