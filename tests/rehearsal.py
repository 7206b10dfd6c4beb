# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole visit to a site of the lab in this process: the real course and probes, and no socket."""

import json
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote

from mendsky.core.terms.answers import Cause
from mendsky.lab.counterpart import premises
from mendsky.lab.exchange import Asked
from mendsky.lab.sites import build
from mendsky.nations.load import load
from mendsky.net.probing import documents
from mendsky.net.probing.course import Course
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.documents import Wanted
from mendsky.net.probing.steps import Resolve
from mendsky.net.probing.streams import Telling
from mendsky.net.probing.talks import talk
from mendsky.net.probing.visits import Conduct
from tests.probing import NOON, ORIGIN, grant_for, visit_to

ADDRESS = ip_address("127.61.2.1")


def drawn(kind, name, *, seed=1, **how):
    """Draw a counterpart; gives its premises and its site."""
    made = premises(kind, seed, name, **how)
    return made, build(kind, name, made)


def rehearse(made, site, *entries, places=None, tries=None, credentials=None, **changes):
    """Visit a site with probes, under a grant that has the lab's test identity; gives the outcome."""
    changes = {
        "classes": frozenset({0, 1, 2, 3}),
        "sample_records": 20,
        "test_identities": (made.register.test_identity,),
    } | changes
    grant = grant_for(ORIGIN, **changes)
    announced = Announced()
    conduct = Conduct(
        grants=(grant,),
        now=lambda: NOON,
        nation=load("cn"),
        synthetic=True,
        user_agent="mendsky-test",
        timeout=1.0,
        ca_file=None,
        hearing=announced,
    )
    told = {"tries": tries or {}, "credentials": credentials or {}}
    steps = Course(visit=visit_to(ORIGIN, *entries, places=places, **told), conduct=conduct).steps()
    step = next(steps)
    while True:
        try:
            step = steps.send(came_of(site, step))
        except StopIteration as end:
            return as_announced(end.value, announced)


class Announced:
    """Hears what is about to be sent."""

    def __init__(self):
        self.told = []

    def note(self, _key, _grant, told):
        self.told.append(told)

    def flush(self):
        pass


def as_announced(outcome, announced):
    """Give what a visit brought, having held that each request was told before it was sent."""
    assert announced.told == [
        (line.at, line.asked_by, line.method, line.target) for line in outcome.transcript
    ]
    return outcome


def came_of(site, step):
    """Carry a step out as the door would."""
    if isinstance(step, Wanted):
        return documents.read(step)
    return (ADDRESS,) if isinstance(step, Resolve) else answered(site, step)


def answered(site, asking):
    """Answer one question as the lab's server and libcurl would between them."""
    path, _, query = asking.target.partition("?")
    cookies = dict(part.split("=", 1) for part in asking.cookies.split("; ") if part)
    reply = site(
        Asked(
            path=unquote(path),
            query=dict(parse_qsl(query, keep_blank_values=True)),
            method="GET" if asking.posted is None else "POST",
            form=json.loads(asking.posted)
            if asking.json
            else dict(parse_qsl(asking.posted or "", keep_blank_values=True)),
            cookies=cookies,
            origin=asking.origin,
            authorization=asking.authorization,
        )
    )
    failure = Cause.TIMED_OUT if reply.silent else Cause.NO_ANSWER if reply.dropped else None
    failure = Cause.TRUNCATED if reply.promised is not None else failure
    if failure is not None:
        return Answered(failure=failure, address=str(ADDRESS))
    headers = {name.lower(): value for name, value in reply.headers.items()}
    set_cookies = [headers.pop("set-cookie")] if "set-cookie" in headers else []
    status, cut = reply.status, False
    if reply.file is None:
        content, cut = reply.body[: asking.max_bytes], len(reply.body) > asking.max_bytes
    elif asking.first_bytes is not None:
        content, status = reply.file.read(0, min(asking.first_bytes, reply.file.size)), 206
        headers["content-range"] = f"bytes 0-{len(content) - 1}/{reply.file.size}"
    else:
        content = reply.file.read(0, min(asking.max_bytes, reply.file.size))
        headers["content-length"], cut = str(reply.file.size), reply.file.size > asking.max_bytes
    return Answered(
        status=status,
        headers=headers,
        cookies=set_cookies,
        body=bytearray(content),
        cut=cut,
        address=str(ADDRESS),
    )


def converse(origin, service, *entries, places=None, visit=None, **changes):
    """Visit a TCP service of the lab, without a socket; gives the outcome, and everything that was sent."""
    announced = Announced()
    conduct = Conduct(
        grants=(grant_for(origin, **({"sample_records": 20} | changes)),),
        now=lambda: NOON,
        nation=load("cn"),
        synthetic=True,
        user_agent="mendsky-test",
        timeout=1.0,
        ca_file=None,
        hearing=announced,
    )
    steps = talk(Course(visit=visit_to(origin, *entries, places=places, **(visit or {})), conduct=conduct))
    line, sent = Line(service), []
    try:
        step = next(steps)
        while True:
            if isinstance(step, Telling) and step.content:
                sent.append(step.content)
            step = steps.send((ADDRESS,) if isinstance(step, Resolve) else line.carry_out(step))
    except StopIteration as end:
        return as_announced(end.value, announced), sent


class Line:
    """A connection to a service of the lab, as the lab's server and our own streams would have it."""

    def __init__(self, service):
        self.service = service
        self.talk = self.beside = None

    def carry_out(self, telling):
        if (self.talk is None or telling.anew) and not self._begin(telling):
            return Answered(failure=Cause.TLS_FAILED, address=str(ADDRESS))
        if telling.starts_tls:
            begun = self.within_tls if telling.beside else self._start_tls()
            return Answered(failure=None if begun else Cause.TLS_FAILED, address=str(ADDRESS))
        if telling.content:
            self._take(telling.content)
            return Answered(address=str(ADDRESS))
        return self._hears(telling)

    def _hears(self, telling):
        if telling.dials:
            reached = not telling.beside or telling.port == self.port
            return Answered(failure=None if reached else Cause.NO_ANSWER, address=str(ADDRESS))
        if telling.alone:
            self.beside = None
        if telling.beside:
            body, self.beside = self.beside[: telling.most], self.beside[telling.most :]
            return Answered(body=bytearray(body), cut=len(body) == telling.most, address=str(ADDRESS))
        body, cut = self.said[: telling.most], len(self.said) > telling.most
        whole = bool(body) and telling.until(bytes(body))
        failure = None
        if not (cut or whole):
            failure = (Cause.TRUNCATED if body else Cause.NO_ANSWER) if self.closed else Cause.TIMED_OUT
        self.said = bytearray()
        if cut or failure:
            self.talk = None
        return Answered(body=bytearray(body), cut=cut, failure=failure, address=str(ADDRESS))

    def _begin(self, telling):
        """Connect; says whether TLS came about where it is to begin at once."""
        self.talk, self.said, self.closed, self.port = self.service(), bytearray(), False, 50_000
        self.may_start, self.within_tls = None, False
        self._hear(b"")
        begun = not telling.within_tls or self._start_tls()
        if not begun:
            self.talk = None
        return begun

    def _take(self, came):
        # A service that waits for TLS makes nothing of what comes without.
        waits = self.may_start is not None and not self.within_tls
        self.closed = self.closed or waits
        if not self.closed:
            self._hear(came)

    def _hear(self, came):
        said = self.talk(came)
        self.said += said.content
        if said.opening is not None:
            self.port += 1
            self.said += said.opening(self.port)
        if said.beside is not None:
            self.beside = said.beside
        self.closed = said.closed
        if said.starts_tls:
            self.may_start = said.within

    def _start_tls(self):
        """Begin TLS where the service just agreed to it; says whether it came about."""
        if self.may_start is None or self.within_tls:
            return False
        self.said += self.may_start
        self.within_tls = True
        return True
