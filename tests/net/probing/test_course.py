# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The course of a visit as a transcript: no socket, only what it wants done."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest

from mendsky.core.probes.answers import not_exposed, undetermined
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.information import Certificate, Information
from mendsky.core.terms.probing import Get, Observation, Place, Post, ProbeEntry, ProbeSpec
from mendsky.net.probing.course import Course
from mendsky.net.probing.curl import Answered, Asking
from mendsky.net.probing.origins import OriginError
from mendsky.net.probing.steps import Resolve
from mendsky.net.probing.visits import Conduct
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
                assert isinstance(step, Asking)
                sent.append(step.target)
                step = steps.send(site(step.target))
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


def noted(outcome):
    return {note.kind for note in outcome.notes if note.stands}


def test_what_exposes_nobody_is_noted_without_a_request(nation):
    entry, _ = asks("/a")

    def site(target):
        answered = well(target)
        answered.body += b"<input type=password>" if target == "/" else b""
        answered.headers["server"] = "Apache/2.4.49"
        return answered

    outcome, sent = walk(course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation), site)
    assert sent == ["/", "/qzx7k2m9", "/a"]
    assert noted(outcome) == {Information.NO_TLS, Information.LOGIN_WITHOUT_TLS, Information.KNOWN_VULNERABLE}


def test_the_security_txt_is_asked_for_last_where_it_is_due(nation):
    entry, _ = asks("/a")
    visit = visit_to(ORIGIN, entry, security_txt_due=True)
    outcome, sent = walk(course_of(visit, grant_for(ORIGIN), nation=nation), well)
    assert sent == ["/", "/qzx7k2m9", "/a", "/.well-known/security.txt"]
    assert outcome.transcript[-1].asked_by == "information"
    assert (outcome.requests, outcome.observations[0].requests) == (4, 1)
    assert Information.NO_SECURITY_TXT in noted(outcome)


@pytest.mark.parametrize(
    "narrow", [{"paths": ("/",), "excluded_paths": ("/.well-known/",)}, {"daily_budget": 3}]
)
def test_a_security_txt_that_the_grant_does_not_allow_is_not_asked_for(nation, narrow):
    entry, _ = asks("/a")
    visit = visit_to(ORIGIN, entry, security_txt_due=True)
    outcome, sent = walk(course_of(visit, grant_for(ORIGIN, **narrow), nation=nation), well)
    assert sent == ["/", "/qzx7k2m9", "/a"]
    assert Information.NO_SECURITY_TXT not in {note.kind for note in outcome.notes}


def test_the_certificate_of_the_first_connection_is_judged(nation):
    origin, ends = "https://yb.lab.test:443", NOON + timedelta(days=2)

    def site(target):
        answered = well(target)
        answered.certificate = Certificate(expires=ends) if target == "/" else None
        return answered

    outcome, _ = walk(course_of(visit_to(origin), grant_for(origin), nation=nation), site)
    assert noted(outcome) == {Information.CERTIFICATE_EXPIRES_SOON}


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
        next(course_of(visit_to("gopher://yb.lab.test"), nation=nation).steps())


def test_probes_share_the_pages_of_one_exploration(nation):
    seen = []

    def exploring(kind):
        spec = ProbeSpec(kind=kind, version=1, cwe=0, probe_class=1, cost=4, repair=kind)

        def probe(_):
            front = yield Get("/", max_bytes=524_288, fresh=False)
            seen.append((front.reading.stated_records, len(front.body)))
            yield Get("/a")
            yield Get("/b", fresh=False)
            return not_exposed(spec, "asked")

        return ProbeEntry(spec=spec, probe=probe)

    entries = [exploring(kind) for kind in ("one", "two", "three")]
    outcome, sent = walk(course_of(visit_to(ORIGIN, *entries), grant_for(ORIGIN), nation=nation), well)
    assert sent == ["/", "/qzx7k2m9", "/a", "/b", "/a", "/a"]
    assert seen == [(77, len("共有 77 条".encode()))] * 3
    assert [observation.requests for observation in outcome.observations] == [2, 1, 1]
    assert outcome.requests == len(outcome.transcript) == 6


def test_nothing_of_a_shared_page_outlives_the_visit(nation):
    entry, _ = asks("/a")
    course = course_of(visit_to(ORIGIN, entry), grant_for(ORIGIN), nation=nation)
    walk(course, well)
    assert course.memory.recall(Get("/", max_bytes=524_288, fresh=False)) is None


PAIR = Credential(account="admin", password="made-up-1")


def logs_in(*posts, kind="login", exposes=False):
    """A probe that posts to a login and then asks behind it."""
    pages = []

    def probe(_):
        for post in posts:
            page = yield post
            pages.append((page.target, page.status, page.failure))
            page = yield Get("/behind", session=post.session)
            pages.append((page.target, page.status, page.failure))
        if exposes:
            return Observation(probe=kind, version=1, answer=Answer.EXPOSED, place=Place(group="/login"))
        return not_exposed(spec, "asked")

    spec = ProbeSpec(kind=kind, version=1, cwe=0, probe_class=3, cost=20, repair=kind)
    return ProbeEntry(spec=spec, probe=probe), pages


def post(word="made-up-1", session="s", **changes):
    trying = Try(credential=Credential(account="admin", password=word), **changes)
    fields = (("user", "admin"), ("word", word))
    return Post("/login", trying=trying, fields=fields, session=session)


def login(course, status=302):
    """Walk a course over a site with a login; gives the outcome and everything that was sent."""
    askings = []

    def site(asking):
        askings.append(asking)
        if asking.posted is not None or asking.authorization:
            return Answered(status=status, headers={"location": "/menu"}, cookies=["sid=k7; HttpOnly"])
        return well(asking.target)

    steps = course.steps()
    try:
        step = next(steps)
        while True:
            sent = (ADDRESS,) if isinstance(step, Resolve) else site(step)
            step = steps.send(sent)
    except StopIteration as end:
        return end.value, askings[2:]


def with_tries(entry, tries, nation):
    visit = visit_to(ORIGIN, entry, tries={"admin": tries})
    return course_of(visit, grant_for(ORIGIN, classes=frozenset({0, 1, 2, 3})), nation=nation)


def test_a_login_is_posted_and_what_follows_is_asked_for_in_its_session(nation):
    entry, pages = logs_in(post())
    course = with_tries(entry, 1, nation)
    outcome, sent = login(course)
    assert [(one.target, one.posted, one.cookies) for one in sent] == [
        ("/login", "user=admin&word=made-up-1", ""),
        ("/menu", None, "sid=k7"),
        ("/behind", None, "sid=k7"),
    ]
    assert pages[0][0] == "/menu"
    assert outcome.tried == {"admin": 1}
    assert [(line.method, line.target) for line in outcome.transcript][2:] == [
        ("POST", "/login"),
        ("GET", "/menu"),
        ("GET", "/behind"),
    ]


def test_a_redirect_that_would_send_the_password_again_is_not_followed(nation):
    entry, pages = logs_in(post())
    course = with_tries(entry, 1, nation)
    _, sent = login(course, status=307)
    assert [one.target for one in sent] == ["/login", "/behind"]
    assert pages[0][2] is Cause.REDIRECTED


def test_sessions_share_no_cookie(nation):
    entry, _ = logs_in(post(session="one"), post(session="two"))
    course = with_tries(entry, 2, nation)
    _, sent = login(course)
    assert [one.cookies for one in sent if one.posted is not None] == ["", ""]


def test_no_password_cookie_or_account_stays_in_what_a_visit_brought(nation):
    entry, _ = logs_in(post(), exposes=True)
    course = with_tries(entry, 1, nation)
    outcome, _ = login(course)
    assert outcome.credentials == {"login": (PAIR,)}
    for secret in ("made-up-1", "k7", "admin"):
        assert secret not in repr(outcome)
        assert secret not in repr(course.cookies)


def test_the_pair_of_a_login_that_is_not_exposed_is_not_handed_on(nation):
    entry, _ = logs_in(post())
    course = with_tries(entry, 1, nation)
    assert login(course)[0].credentials == {}


def test_no_try_is_made_beyond_what_was_set_aside(nation):
    entry, _ = logs_in(post(), post(session="two"))
    course = with_tries(entry, 1, nation)
    outcome, sent = login(course)
    assert sum(one.posted is not None for one in sent) == 1
    assert outcome.observations[0].cause is Cause.OVER_BUDGET


def leaving(session):
    return Post("/leave", trying=None, fields=(("token", "t"),), session=session)


@pytest.mark.parametrize(
    ("posts", "sent_to"),
    [
        ((leaving("s"),), []),
        ((post(), leaving("s")), ["/login", "/leave"]),
        ((post(), leaving("another")), ["/login"]),
    ],
)
def test_nothing_is_posted_but_a_login_and_what_ends_its_session(nation, posts, sent_to):
    entry, pages = logs_in(*posts)
    outcome, sent = login(with_tries(entry, 3, nation))
    assert [one.target for one in sent if one.posted is not None] == sent_to
    refused = [failure for _, _, failure in pages if failure is not None]
    assert refused == [Cause.NOT_GRANTED] * (len(posts) - len(sent_to))
    assert sum(outcome.tried.values()) == sent_to.count("/login")


def test_a_login_as_json_is_sent_as_json(nation):
    entry, _ = logs_in(replace(post(), json=True))
    _, sent = login(with_tries(entry, 1, nation))
    assert [one.json for one in sent] == [True, False, False]
    assert json.loads(sent[0].posted) == {"user": "admin", "word": "made-up-1"}


def test_a_probe_of_a_lower_class_cannot_post(nation):
    entry, pages = logs_in(post())
    lower = ProbeEntry(spec=replace(entry.spec, probe_class=2), probe=entry.probe)
    course = with_tries(lower, 1, nation)
    _, sent = login(course)
    assert [one.target for one in sent] == ["/behind"]
    assert pages[0][2] is Cause.NOT_GRANTED


@pytest.mark.parametrize(("source", "address", "used"), [
    ("127.0.0.2", "127.61.1.1", "127.0.0.2"), ("127.0.0.2", "::1", ""), ("::1", "::1", "::1"),
    ("::1", "127.61.1.1", ""), ("", "::1", ""),
])  # fmt: skip
def test_a_local_address_of_another_family_is_left_to_the_system(nation, source, address, used):
    entry, _ = asks("/a")
    granted = grant_for(ORIGIN, networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")))
    under_way = course_of(visit_to(ORIGIN, entry), granted, nation=nation)
    under_way.conduct = replace(under_way.conduct, source=source)
    steps = under_way.steps()
    next(steps)
    assert steps.send((ip_address(address),)).way.source == used


def known_places(*, only_reads=False):
    """A probe that asks for the places that it is told, and nothing else."""
    spec = ProbeSpec(
        kind="made-up", version=1, cwe=0, probe_class=1, cost=20, repair="made-up", only_reads=only_reads
    )

    def probe(target):
        for place in target.places:
            yield Get(place.group)
        return not_exposed(spec, "asked")

    return ProbeEntry(spec=spec, probe=probe)


ACTING = {"made-up": (Place(group="/a"), Place(group="/delete"), Place(group="/b", parameters=("logout",)))}


def test_a_known_place_that_may_act_is_never_asked_nor_called_clean(nation):
    visit = visit_to(ORIGIN, known_places(), places=ACTING)
    outcome, sent = walk(course_of(visit, grant_for(ORIGIN), nation=nation), well)
    assert sent[2:] == ["/a"]
    (seen,) = outcome.observations
    assert (seen.answer, seen.cause, seen.requests) == (Answer.UNDETERMINED, Cause.NOT_GRANTED, 1)


def test_words_in_the_names_of_files_and_indices_do_not_act(nation):
    visit = visit_to(ORIGIN, known_places(only_reads=True), places=ACTING)
    outcome, sent = walk(course_of(visit, grant_for(ORIGIN), nation=nation), well)
    assert sent[2:] == ["/a", "/delete", "/b"]
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED


def locked(target):
    return Answered(status=401, body=bytearray(b"who are you"), address=str(ADDRESS))


def test_where_everything_asks_for_a_login_only_known_places_are_asked_for(nation):
    visit = visit_to(ORIGIN, known_places(), places={"made-up": (Place(group="/a"),)})
    outcome, sent = walk(course_of(visit, grant_for(ORIGIN), nation=nation), locked)
    assert sent == ["/", "/qzx7k2m9", "/a"]
    (seen,) = outcome.observations
    assert (seen.answer, seen.cause, [line.status for line in seen.evidence]) == (
        Answer.UNDETERMINED, Cause.BLOCKED, [401],
    )  # fmt: skip
    for places in ({}, ACTING):
        visit = visit_to(ORIGIN, known_places(), places=places)
        outcome, sent = walk(course_of(visit, grant_for(ORIGIN), nation=nation), locked)
        assert sent == ["/", "/qzx7k2m9"]
        assert (outcome.observations[0].cause, outcome.observations[0].evidence) == (Cause.BLOCKED, ())


def test_a_password_in_the_head_goes_to_the_page_that_asked_and_no_further(nation):
    outcome, sent = by_head(nation, {"admin": 3})
    assert [one.authorization for one in sent] == ["Basic YWRtaW46bWFkZS11cC0x", ""]
    assert [one.target for one in sent] == ["/console", "/menu"]
    assert (outcome.tried, "made-up-1" in repr((sent, outcome))) == ({"admin": 1}, False)


@pytest.mark.parametrize(
    ("left", "probe_class", "cause"), [({}, 3, Cause.OVER_BUDGET), ({"admin": 3}, 2, Cause.NOT_GRANTED)]
)
def test_a_password_in_the_head_is_sent_by_credential_tests_alone_and_within_their_tries(
    nation, left, probe_class, cause
):
    outcome, sent = by_head(nation, left, probe_class=probe_class)
    assert (sent, outcome.tried) == ([], {})
    assert outcome.observations[0].cause is cause


def by_head(nation, left, probe_class=3):
    """Send a password with a question; gives the outcome, and what was sent but for the control."""
    trying = Try(credential=Credential(account="admin", password="made-up-1"))

    def probe(_):
        page = yield Get("/console", trying=trying)
        return undetermined(entry.spec, page.failure) if page.failure else not_exposed(entry.spec, "asked")

    spec = ProbeSpec(kind="made-up", version=1, cwe=0, probe_class=probe_class, cost=9, repair="made-up")
    entry = ProbeEntry(spec=spec, probe=probe)
    grant = grant_for(ORIGIN, classes=frozenset({0, 2, 3}))
    return login(course_of(visit_to(ORIGIN, entry, tries=left), grant, nation=nation))
