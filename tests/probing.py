# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What tests of probing share: a grant, a door, a transcript, a counterpart in its own process."""

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from ipaddress import ip_network
from itertools import cycle
from zoneinfo import ZoneInfo

from mendsky.core import identity
from mendsky.core.probes import weak_console_password, weak_password, weak_service_password
from mendsky.core.probes.drive import drive_probe, observed
from mendsky.core.probes.guesses import counters
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Grant, Hours
from mendsky.core.terms.probing import Body, Control, Page, Target
from mendsky.core.terms.streams import Receive
from mendsky.nations.load import load
from mendsky.net.probing.door import Door, Visit
from mendsky.net.probing.resolver import SystemResolver

NOON = datetime(2015, 4, 22, 4, 0, tzinfo=UTC)
"""Wednesday noon in Beijing."""
ORIGIN = "http://yb.lab.test:80"
NONCE = "qzx7k2m9"
BORN = (1800, 1899)
WELL = Control(front_status=200, random_status=404, catch_all=False, stated_records=None, cause=None)


def grant_for(*origins, **changes):
    """Make a wide synthetic grant, fast enough for tests; `changes` narrow it."""
    fields = {
        "id": "g-1",
        "version": 1,
        "signed_by": "Office of a made-up city",
        "legal_basis": "made-up order 1",
        "origins": frozenset(origins),
        "networks": (ip_network("127.0.0.0/8"),),
        "paths": ("/",),
        "excluded_paths": (),
        "hours": Hours(start=time(0), end=time(0), zone=ZoneInfo("Asia/Shanghai")),
        "classes": frozenset({0, 1, 2}),
        "rate": 2000.0,
        "daily_budget": 1000,
        "test_identities": (),
        "sample_records": 10,
        "birth_years": BORN,
        "valid_from": datetime(2015, 1, 1, tzinfo=UTC),
        "expires": datetime(2016, 1, 1, tzinfo=UTC),
        "revoked_at": None,
        "synthetic": True,
    }
    return Grant(**(fields | changes))


def door_with(*grants, **changes):
    """Make a door that opens by these grants."""
    fields = {
        "grants": grants,
        "now": lambda: NOON,
        "resolver": SystemResolver(),
        "nation": load("cn"),
        "synthetic": True,
        "user_agent": "mendsky-test",
        "stopped": lambda: False,
        "timeout": 5.0,
    }
    return Door(**(fields | changes))


def visit_to(origin, *entries, places=None, **changes):
    """Make a visit."""
    return Visit(key="s-1", origin=origin, entries=entries, places=places or {}, nonce=NONCE, **changes)


def page_of(target, text="", status=200, headers=None, **changes):
    """Make a page as the door would, reading included."""
    content = text.encode()
    reading = identity.read(content, load("cn"), BORN)
    fields = {"status": status, "headers": headers or {}, "body": Body(content), "reading": reading}
    return Page(target=target, **(fields | changes))


def fails_with(cause):
    """Answer every target with a failure."""
    return lambda get: Page(target=get.target, failure=Cause(cause))


@dataclass
class Played:
    """A probe's observation, and everything that it asked."""

    observation: object
    asked: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


def play(entry, site, **changes):
    """Run a probe over a site given as a function from a question to a page, and keep the transcript."""
    target = Target(**({"origin": ORIGIN, "control": WELL, "nonce": NONCE, "sample_records": 10} | changes))
    drive = drive_probe(entry, target)
    played = Played(observation=None)
    while drive.next is not None:
        played.asked.append(drive.next.target)
        page = site(drive.next)
        played.pages.append(page)
        drive.send(page)
    played.observation = observed(drive)
    return played


def in_turn(pages):
    """Make a site that answers whatever is asked with one page after another, over and over.

    A page is its text, its status, why it failed or None, and headers where it has any.
    """
    turns = cycle(pages)

    def answer(get):
        text, status, failure, *headers = next(turns)
        if failure:
            return Page(target=get.target, failure=failure)
        return page_of(get.target, text, status, *headers)

    return answer


def site_of(pages):
    """Make a site of a mapping from target to text, or to whatever `page_of` takes; the rest is 404."""

    def answer(get):
        found = pages.get(get.target)
        if found is None:
            return page_of(get.target, "<h1>404</h1>", status=404)
        if isinstance(found, str):
            return page_of(get.target, found)
        return found if isinstance(found, Page) else page_of(get.target, **found)

    return answer


def tries_at(origin, *accounts, most=3):
    """Set tries aside for whatever may be tried at an origin, under a grant with these accounts."""
    services = {"": weak_password.SHIPPED} | weak_console_password.SHIPPED
    services |= weak_service_password.services(origin)
    tests = (account.name for account in accounts if account.test)
    return dict.fromkeys((*counters(services, origin, accounts), *tests), most)


@contextmanager
def counterpart(kind, name, *, seed=1, address="127.61.1.1", port=0, tls=False):
    """Start one counterpart of the lab in its own process; gives what it says of itself."""
    command = [sys.executable, "-m", "mendsky.lab.counterpart", kind, name]
    command += ["--address", address, "--port", str(port), "--seed", str(seed), "--silence", "3"]
    command += ["--tls"] if tls else []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait()


def look_at(counterpart_said, entry, *, places=(), visit=None, timeout=1.0, **changes):
    """Visit a running counterpart with one probe, through the real door; `visit` adds to the visit."""
    origin = counterpart_said["origin"]
    door = door_with(grant_for(origin, **changes), timeout=timeout)
    known = {entry.spec.kind: tuple(places)}
    return next(door.run([visit_to(origin, entry, places=known, **(visit or {}))]))


def told(generator, *answers):
    """Play a service to what asks it: each receiving hears the next answer, which must be whole by then.

    None is the end of a transfer that brings nothing.

    Gives the result, and what was sent and tried.
    """
    waiting, sent, question = iter(answers), [], next(generator)
    while True:
        page = Page(target="")
        if isinstance(question, Receive):
            answer = next(waiting)
            if answer is None:
                answer = b""
            else:
                assert question.until(answer), answer
            page = Page(target="", body=Body(answer), cut=len(answer) > question.most)
        else:
            sent.append(question)
        try:
            question = generator.send(page)
        except StopIteration as end:
            return end.value, sent
