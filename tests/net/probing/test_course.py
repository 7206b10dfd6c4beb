# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of a visit as a transcript: no socket, only what it wants done."""

from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from mendsky.core.probes.answers import not_exposed
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Get, ProbeEntry, ProbeSpec
from mendsky.net.probing.course import Conduct, Course, Resolve, Send
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.origins import OriginError
from tests.people import resident_id
from tests.probing import NOON, grant_for, visit_to

ORIGIN = "http://yb.lab.test:80"
ADDRESS = ip_address("127.61.1.1")


def asks(*targets, kind="made-up", probe_class=1, cost=20):
    """A probe that asks for these targets and keeps the pages it was sent."""
    pages = []

    def probe(_):
        for target in targets:
            page = yield Get(target)
            pages.append((page.target, page.status, page.failure, page.reading.occurrences))
        return not_exposed(entry.spec, "asked")

    spec = ProbeSpec(kind=kind, version=1, cwe=0, probe_class=probe_class, cost=cost, repair=kind)
    entry = ProbeEntry(spec=spec, probe=probe)
    return entry, pages


def course_of(visit, *grants, nation, now=lambda: NOON):
    conduct = Conduct(
        grants=grants,
        now=now,
        nation=nation,
        synthetic=True,
        user_agent="mendsky-test",
        timeout=1.0,
        ca_file=None,
    )
    return Course(visit=visit, conduct=conduct)


def walk(course, site, addresses=(ADDRESS,)):
    """Carry out a course's steps over a site given as a function from a target to an answer."""
    steps, sent = course.steps(), []
    try:
        step = next(steps)
        while True:
            if isinstance(step, Resolve):
                step = steps.send(addresses)
            else:
                assert isinstance(step, Send)
                sent.append(step.asking.target)
                step = steps.send(site(step.asking.target))
    except StopIteration as end:
        return end.value, sent


def well(target):
    if target == "/":
        return Answered(status=200, body=bytearray("共有 77 条".encode()), address=str(ADDRESS))
    return Answered(status=404, body=bytearray(b"404"), address=str(ADDRESS))


def moved(location, otherwise=well, at="/moved"):
    def site(target):
        return Answered(status=302, headers={"location": location}) if target == at else otherwise(target)

    return site


def test_the_front_page_and_a_random_path_come_first(nation):
    entry, _ = asks("/a")
    outcome, sent = walk(course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation), well)
    assert sent == ["/", "/qzx7k2m9", "/a"]
    assert (outcome.control.front_status, outcome.control.random_status) == (200, 404)
    assert outcome.control.stated_records == 77
    assert (outcome.requests, outcome.observations[0].requests) == (3, 1)
    assert outcome.bytes == sum(exchange.length for exchange in outcome.transcript)


def test_the_transcript_has_no_bodies_and_no_values(nation):
    entry, _ = asks(f"/q?id={resident_id(1)}")

    def site(target):
        answered = well(target)
        answered.body += resident_id(2).encode() if target.startswith("/q") else b""
        return answered

    outcome, _ = walk(course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation), site)
    assert outcome.transcript[-1].target == "/q?id=…"
    assert outcome.transcript[-1].asked_by == "made-up"
    for number in (1, 2):
        assert resident_id(number)[:10] not in repr(outcome)


def test_a_body_is_read_with_the_grants_birth_years_and_wiped(nation):
    entry, pages = asks("/q")
    bodies = []

    def site(target):
        answered = well(target)
        if target == "/q":
            answered.body = bytearray(resident_id(2).encode())
            bodies.append(answered.body)
        return answered

    walk(course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation), site)
    assert pages[-1][3] == 1
    assert bytes(bodies[0]) == bytes(18)
    walk(course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN, birth_years=(1950, 1999)), nation=nation), site)
    assert pages[-1][3] == 0


@pytest.mark.parametrize(
    "location", ["/there", "there?x=1", f"{ORIGIN}/there", "http://yb.lab.test/there#part"]
)
def test_a_redirect_within_the_origin_is_followed_and_counted(nation, location):
    entry, pages = asks("/moved")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation)
    outcome, sent = walk(course, moved(location))
    assert sent[-1].startswith("/there")
    assert pages[0][0] == sent[-1]
    assert outcome.observations[0].requests == 2


@pytest.mark.parametrize(
    "location",
    [
        "http://elsewhere.lab.test/",
        "https://yb.lab.test/",
        "http://yb.lab.test:81/",
        "//elsewhere.lab.test/",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "http://[",
        "/a/../admin",
        "/admin/x",
        "",
    ],
)
def test_a_redirect_to_where_no_grant_leads_is_not_followed(nation, location):
    entry, pages = asks("/moved")
    grant = grant_for(ORIGIN, excluded_paths=("/admin", "/moved2"))
    _, sent = walk(course_of(visit_to(ORIGIN, entry), grant, nation=nation), moved(location))
    if location in {"", "/a/../admin"}:
        # An empty reference is the page itself; dots are resolved before the grant is asked (RFC 3986).
        assert pages[0][2] is Cause.REDIRECTED
        assert not any("admin" in target for target in sent)
        return
    assert sent[-1] == "/moved"
    assert pages[0][2] is Cause.REDIRECTED


def test_a_redirect_loop_ends_after_three(nation):
    entry, pages = asks("/moved")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation)
    _, sent = walk(course, moved("/moved"))
    assert sent[2:] == ["/moved"] * 4
    assert pages[0][2] is Cause.REDIRECTED


def test_redirects_never_cost_more_than_the_probe_may(nation):
    entry, _ = asks("/moved", "/moved", "/moved", cost=5)
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation)
    outcome, sent = walk(course, moved("/moved"))
    assert outcome.observations[0].cause is Cause.OVER_BUDGET
    assert outcome.observations[0].requests == len(sent) - 2 == 5


REFUSED = {
    "expired": {"expires": datetime(2015, 4, 1, tzinfo=UTC)},
    "revoked": {"revoked_at": datetime(2015, 4, 1, tzinfo=UTC)},
    "not yet valid": {"valid_from": datetime(2015, 5, 1, tzinfo=UTC)},
    "real": {"synthetic": False},
    "no visiting": {"classes": frozenset({1, 2})},
    "no front page": {"paths": ("/yb",)},
    "another origin": {"origins": frozenset({"http://yb.lab.test:81"})},
}


@pytest.mark.parametrize("name", REFUSED)
def test_without_a_grant_not_even_the_name_is_looked_up(nation, name):
    entry, _ = asks("/a")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN, **REFUSED[name]), nation=nation)
    with pytest.raises(StopIteration) as ended:
        next(course.steps())
    outcome = ended.value.value
    assert (outcome.grant, outcome.requests, outcome.transcript) == (None, 0, ())
    assert outcome.control.cause is Cause.NOT_GRANTED
    assert outcome.observations[0].cause is Cause.NOT_GRANTED
    assert outcome.observations[0].reason


def test_only_an_address_that_the_grant_names_is_pinned(nation):
    visit = visit_to(ORIGIN)
    course = course_of(visit, grant_for(ORIGIN), nation=nation)
    walk(course, well, (ip_address("10.0.0.1"), ADDRESS))
    assert course.address == ADDRESS
    outcome, sent = walk(
        course_of(visit, grant_for(ORIGIN), nation=nation),
        well,
        (ip_address("10.0.0.1"), ip_address("8.8.8.8")),
    )
    assert (outcome.control.cause, sent) == (Cause.NOT_GRANTED, [])


def test_a_name_without_an_address_is_not_found(nation):
    outcome, sent = walk(course_of(visit_to(ORIGIN), grant_for(ORIGIN), nation=nation), well, ())
    assert (outcome.control.cause, sent) == (Cause.NAME_NOT_FOUND, [])


def test_a_probe_of_a_class_that_is_not_granted_asks_nothing(nation):
    low, _ = asks("/a", kind="low", probe_class=1)
    high, _ = asks("/b", kind="high", probe_class=3)
    course = course_of(visit_to(ORIGIN, high, low), grant_for(ORIGIN), nation=nation)
    outcome, sent = walk(course, well)
    assert sent[2:] == ["/a"]
    assert [observation.cause for observation in outcome.observations] == [Cause.NOT_GRANTED, None]
    assert outcome.observations[0].requests == 0


def test_a_path_out_of_scope_is_not_asked_and_the_probe_is_told(nation):
    entry, pages = asks("/admin/x", "/a")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN, excluded_paths=("/admin",)), nation=nation)
    outcome, sent = walk(course, well)
    assert sent[2:] == ["/a"]
    assert [page[2] for page in pages] == [Cause.NOT_GRANTED, None]
    assert outcome.observations[0].requests == 1


def test_a_grant_that_ends_meanwhile_ends_the_asking(nation):
    clock = {"now": NOON}
    entry, pages = asks("/a", "/b")

    def site(target):
        if target == "/a":
            clock["now"] = datetime(2016, 1, 1, tzinfo=UTC)
        return well(target)

    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation, now=lambda: clock["now"])
    _, sent = walk(course, site)
    assert sent[2:] == ["/a"]
    assert pages[-1][2] is Cause.NOT_GRANTED


@pytest.mark.parametrize(("budget", "daily", "most"), [(3, 1000, 3), (None, 4, 4), (0, 1000, 0)])
def test_the_budget_of_the_day_is_never_passed(nation, budget, daily, most):
    entry, _ = asks("/a", "/b", "/c", "/d")
    grant = grant_for(ORIGIN, daily_budget=daily)
    outcome, sent = walk(course_of(visit_to(ORIGIN, entry, budget=budget), grant, nation=nation), well)
    assert len(sent) == most
    assert outcome.observations[0].cause is Cause.OVER_BUDGET


def test_a_system_of_which_nothing_can_be_told_is_not_probed(nation):
    entry, _ = asks("/a")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation)
    outcome, sent = walk(course, lambda _: Answered(status=502))
    assert sent == ["/"]
    assert outcome.observations[0].cause is Cause.SERVER_ERROR


def test_a_stop_ends_everything_at_the_next_step(nation):
    entry, _ = asks("/a", "/b")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation)

    def site(target):
        course.stopped = target == "/a"
        return well(target)

    outcome, sent = walk(course, site)
    assert sent[-1] == "/a"
    assert outcome.observations[0].answer is Answer.UNDETERMINED
    assert outcome.observations[0].cause is Cause.STOPPED


def test_what_was_refused_at_the_socket_was_not_sent(nation):
    course = course_of(visit_to(ORIGIN), grant_for(ORIGIN), nation=nation)
    outcome, _ = walk(course, lambda _: Answered(failure=Cause.NOT_GRANTED))
    assert (outcome.requests, outcome.control.cause) == (0, Cause.NOT_GRANTED)


def test_of_several_grants_the_one_that_allows_most_is_used(nation):
    narrow = grant_for(ORIGIN, id="g-0", classes=frozenset({0}))
    wide = grant_for(ORIGIN, id="g-1")
    outcome, _ = walk(course_of(visit_to(ORIGIN), narrow, wide, nation=nation), well)
    assert outcome.grant == wide


def test_an_origin_that_cannot_be_read_is_refused(nation):
    with pytest.raises(OriginError):
        next(course_of(visit_to("ftp://yb.lab.test"), nation=nation).steps())
