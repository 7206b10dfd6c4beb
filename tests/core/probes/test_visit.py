# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.drive import Drive
from mendsky.core.probes.visit import COST, visit
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Page
from mendsky.net.probing.visits import nothing_seen
from tests.people import resident_id
from tests.probing import NONCE, page_of, site_of
from tests.rehearsal import drawn, rehearse

FRONT = "<h1>医疗保险</h1><p>共有 1,234 条参保记录</p>"
LOGIN = "<form><input type=password></form>"


def control_of(site):
    drive = Drive(visit(NONCE), cost=COST, give_up=lambda cause, _: nothing_seen(cause))
    asked = []
    while drive.next is not None:
        asked.append(drive.next.target)
        drive.send(site(drive.next))
    assert asked in (["/"], ["/", f"/{NONCE}"])
    return drive.result


def test_an_ordinary_site_is_well_and_states_its_records():
    control = control_of(site_of({"/": FRONT}))
    assert control.cause is None
    assert (control.front_status, control.random_status, control.catch_all) == (200, 404, False)
    assert control.stated_records == 1234


SITES = {
    "5xx": (site_of({"/": {"text": "x", "status": 502}}), Cause.SERVER_ERROR),
    "429": (site_of({"/": {"text": "x", "status": 429}}), Cause.BLOCKED),
    "403 for everything": (lambda get: page_of(get.target, "x", status=403), Cause.BLOCKED),
    "200 for everything": (lambda get: page_of(get.target, FRONT), Cause.CATCH_ALL),
    **{
        f"{status} for everything": (
            lambda get, status=status: page_of(get.target, "", status=status),
            Cause.CATCH_ALL,
        )
        for status in (204, 206, 304)
    },
    "a login page for everything": (lambda get: page_of(get.target, LOGIN), Cause.LOGIN_PAGE),
    "a redirect to login": (lambda _: page_of("/login", LOGIN), Cause.LOGIN_PAGE),
    "a captcha": (lambda get: page_of(get.target, '<input name="captcha">'), Cause.CAPTCHA),
    "a captcha with 403": (lambda get: page_of(get.target, "g-recaptcha", status=403), Cause.CAPTCHA),
    "people everywhere": (lambda get: page_of(get.target, resident_id(1)), Cause.HONEYPOT),
    "a listing everywhere": (lambda get: page_of(get.target, "<title>Index of /</title>"), Cause.HONEYPOT),
    "SQL errors everywhere": (
        lambda get: page_of(get.target, "SQLITE_ERROR", status=500),
        Cause.SERVER_ERROR,
    ),
    "no answer": (lambda get: Page(target=get.target, failure=Cause.NO_ANSWER), Cause.NO_ANSWER),
    "endless": (lambda get: page_of(get.target, "x", cut=True), Cause.TOO_LARGE),
}


@pytest.mark.parametrize("name", SITES)
def test_a_site_that_proves_nothing_is_told_by_its_cause(name):
    site, cause = SITES[name]
    assert control_of(site).cause is cause


def test_a_front_page_without_index_is_no_block():
    assert control_of(site_of({"/": {"text": "x", "status": 403}})).cause is None


def test_an_error_page_with_people_on_it_stops_no_probe():
    pages = {"/": FRONT, f"/{NONCE}": {"text": resident_id(1), "status": 404}}
    assert control_of(site_of(pages)).cause is None


def test_a_login_box_on_the_front_page_is_no_login_page():
    assert control_of(site_of({"/": FRONT + LOGIN})).cause is None


def test_a_random_path_sent_home_is_no_catch_all():
    control = control_of(lambda _: page_of("/", FRONT))
    assert not control.catch_all
    assert control.cause is None


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("bad-gateway", Cause.SERVER_ERROR),
        ("never-answers", Cause.TIMED_OUT),
        ("drops", Cause.NO_ANSWER),
        ("captcha", Cause.CAPTCHA),
        ("truncated", Cause.TRUNCATED),
        ("login-page", Cause.LOGIN_PAGE),
        ("catch-all", Cause.CATCH_ALL),
        ("honeypot", Cause.HONEYPOT),
    ],
)
def test_a_whole_site_that_is_odd_is_undetermined(name, cause):
    from mendsky.core.probes import REGISTER

    outcome = rehearse(*drawn("sql-injection", f"odd:site-{name}"), *REGISTER)
    assert outcome.control.cause is cause
    assert {observation.cause for observation in outcome.observations} == {cause}
    assert {observation.requests for observation in outcome.observations} == {0}
    assert 1 <= outcome.requests <= 2
