# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of a visit to a TCP service as a transcript: no socket, only what it wants done."""

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from mendsky.core.probes.answers import not_exposed
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Get, ProbeEntry, ProbeSpec
from mendsky.core.terms.streams import Receive, Send
from mendsky.lab.talks import Said, says
from tests.people import resident_id
from tests.rehearsal import converse

ORIGIN = "redis://yb.lab.test:6379"


def tells(*lines, kind="made-up", probe_class=1, cost=20, schemes=("redis",)):
    """A probe that says these lines and keeps what it hears."""
    pages = []

    def probe(_):
        for line in lines:
            page = yield Send(line, target=f"line {len(pages)}")
            if page.failure is None:
                page = yield Receive(100, lambda came: came.endswith(b"\n"))
            pages.append((page.target, page.failure, page.cut, page.reading.occurrences))
        return not_exposed(spec, "heard")

    spec = ProbeSpec(
        kind=kind,
        version=1,
        cwe=0,
        probe_class=probe_class,
        cost=cost,
        repair=kind,
        schemes=frozenset(schemes),
    )
    return ProbeEntry(spec=spec, probe=probe), pages


def test_what_is_said_stands_in_the_transcript_by_its_name_with_what_came_back():
    entry, pages = tells(b"one\n", b"two\n")
    outcome, sent = converse(ORIGIN, says(f"{resident_id(1)}\n".encode()), entry)
    assert sent == [b"one\n", b"two\n"]
    assert [(line.method, line.target, line.length) for line in outcome.transcript] == [
        ("SEND", "line 0", 19),
        ("SEND", "line 1", 19),
    ]
    assert (outcome.requests, outcome.observations[0].requests, outcome.bytes) == (2, 2, 38)
    assert [page[3] for page in pages] == [1, 1]
    assert resident_id(1)[:10] not in repr(outcome)


def test_a_website_is_not_asked_by_it_nor_a_service_by_the_probes_of_websites():
    entry, _ = tells(b"one\n")
    web, _ = tells(b"one\n", kind="web", schemes=("http", "https"))
    outcome, sent = converse(ORIGIN, says(b"x\n"), web, entry)
    assert [seen.probe for seen in outcome.observations] == ["made-up"]
    assert len(sent) == 1


REFUSED = {
    "expired": {"expires": datetime(2015, 4, 1, tzinfo=UTC)},
    "revoked": {"revoked_at": datetime(2015, 4, 1, tzinfo=UTC)},
    "real": {"synthetic": False},
    "another class": {"classes": frozenset({0, 2})},
    "part of it": {"paths": ("/yb",)},
    "all excluded": {"excluded_paths": ("/",)},
    "another port": {"origins": frozenset({"redis://yb.lab.test:6380"})},
    "the website": {"origins": frozenset({"http://yb.lab.test:6379"})},
    "another network": {"networks": (ip_network("127.99.0.0/16"),)},
    "no network": {"networks": ()},
}


@pytest.mark.parametrize("name", REFUSED)
def test_without_a_grant_nothing_is_sent(name):
    entry, pages = tells(b"one\n")
    outcome, sent = converse(ORIGIN, says(b"x\n"), entry, **REFUSED[name])
    assert (sent, pages, outcome.requests, outcome.transcript) == ([], [], 0, ())
    assert outcome.observations[0].cause is outcome.control.cause is Cause.NOT_GRANTED


@pytest.mark.parametrize(("how", "most"), [({"visit": {"budget": 2}}, 2), ({"daily_budget": 3}, 3)])
def test_the_budget_of_the_day_is_never_passed(how, most):
    entry, _ = tells(*[b"x\n"] * 9)
    outcome, sent = converse(ORIGIN, says(b"x\n"), entry, **how)
    assert len(sent) == outcome.requests == outcome.observations[0].requests == most
    assert outcome.observations[0].cause is Cause.OVER_BUDGET


def test_the_cost_of_a_probe_is_never_passed():
    entry, pages = tells(*[b"x\n"] * 9, cost=3)
    outcome, sent = converse(ORIGIN, says(b"x\n"), entry)
    assert (len(sent), len(pages)) == (3, 3)
    assert outcome.observations[0].cause is Cause.OVER_BUDGET


def test_to_listen_without_end_costs_too():
    def probe(_):
        while True:
            yield Receive(100, lambda _: True)

    spec = ProbeSpec(
        kind="k", version=1, cwe=0, probe_class=1, cost=3, repair="k", schemes=frozenset({"redis"})
    )
    outcome, _ = converse(ORIGIN, says(b""), ProbeEntry(spec=spec, probe=probe))
    assert outcome.observations[0].cause is Cause.OVER_BUDGET


def test_an_answer_longer_than_asked_for_is_cut_and_the_next_goes_on_a_new_connection():
    begun = []

    def service():
        begun.append(1)
        return lambda came: Said(content=b"x" * 200 if came == b"one\n" else b"y\n" if came else b"")

    entry, pages = tells(b"one\n", b"two\n")
    outcome, _ = converse(ORIGIN, service, entry)
    assert [page[2] for page in pages] == [True, False]
    assert (len(begun), outcome.observations[0].answer) == (2, Answer.NOT_EXPOSED)


def test_a_probe_that_asks_by_http_is_our_own_failure():
    def probe(_):
        yield Get("/")

    spec = ProbeSpec(
        kind="k", version=1, cwe=0, probe_class=1, cost=3, repair="k", schemes=frozenset({"redis"})
    )
    outcome, sent = converse(ORIGIN, says(b""), ProbeEntry(spec=spec, probe=probe))
    assert (outcome.observations[0].cause, sent) == (Cause.OUR_FAILURE, [])
