# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A system at the desk is for who sees the watch of its place; its cases for who sees cases there."""

import uuid
from datetime import timedelta

import pytest

from mendsky.apps.directory.services import import_document
from mendsky.apps.watch import claiming, information, linked, put_off, services
from mendsky.apps.watch.models import SentRequests
from mendsky.apps.watch.tallies import PutOffCause
from mendsky.core import formats
from mendsky.core.requests.sent import read_sent
from mendsky.core.terms.information import Information, Note
from mendsky.net.probing.course import nothing_seen
from mendsky.net.probing.door import Outcome
from tests import published
from tests.core.formats import samples

ADVICE = "Whoever sits on the way can read the password."


@pytest.fixture
def system(world):
    """The system in Cangzhou."""
    return world.systems[0]


@pytest.fixture
def address(system):
    return f"/desk/systems/{system.id}/"


def noted(system, at, *notes):
    outcome = Outcome(
        key=str(system.id), grant=None, control=nothing_seen(None), observations=(), transcript=(),
        requests=0, bytes=0, notes=notes,
    )  # fmt: skip
    information.note({system.id: outcome}, at)


def test_an_outsider_is_led_to_the_login(client, address):
    for asked in (address, f"{address}requests.csv"):
        assert client.get(asked)["Location"] == f"/accounts/login/?next={asked}"


@pytest.mark.parametrize(
    ("role", "division"), [("handler", "330000"), ("publisher", "CN"), ("auditor", "220100")]
)
def test_who_does_not_see_the_watch_there_is_refused(logged_in, address, system, role, division):
    browser = logged_in(role, division)
    for asked in (address, f"{address}requests.csv"):
        answer = browser.get(asked)
        assert answer.status_code == 403
        assert system.origin not in answer.text


def test_a_system_that_does_not_exist_is_not_found(logged_in, world):
    assert logged_in("handler").get(f"/desk/systems/{uuid.uuid4()}/").status_code == 404


def test_it_says_whose_it_is_and_under_which_grant_it_is_asked(logged_in, address, system):
    said = logged_in("handler").get(address).text
    assert "Cangzhou Medical Insurance Office" in said
    assert system.origin in said
    assert "Grant all-2015, version 1" in said
    assert "Class 2, harmless inputs into query pages." in said
    assert "Class 3" not in said
    assert "Every hour of the day" in said


def test_without_a_grant_in_force_it_says_that_nothing_is_asked(logged_in, address, world, synthetic):
    synthetic(world.now + timedelta(days=800))
    said = logged_in("handler").get(address).text
    assert "No grant in force names it: nothing is asked." in said


def test_a_term_in_which_it_is_left_out_is_said(logged_in, address, system, world):
    left_out = {
        "key": "o-1", "origin": system.origin, "starts": world.now.isoformat(),
        "ends": (world.now + timedelta(days=3)).isoformat(), "reason": "made up",
    }  # fmt: skip
    import_document({"optouts": [left_out]}, now=world.now, synthetic=True)
    assert "It is left out from" in logged_in("handler").get(address).text


def test_what_exposes_nobody_stands_with_advice_and_since_when(logged_in, address, system, world):
    noted(
        system, world.now,
        Note(kind=Information.LOGIN_WITHOUT_TLS, stands=True),
        Note(kind=Information.KNOWN_VULNERABLE, stands=True, detail="PHP 5.3.3: CVE-2012-1823"),
        Note(kind=Information.NO_SECURITY_TXT, stands=False),
    )  # fmt: skip
    said = logged_in("handler").get(address).text
    assert ADVICE in said
    assert "An indication only" in said
    assert "PHP 5.3.3: CVE-2012-1823" in said
    assert "There is a security.txt" in said
    assert "5 more that could not be told" in said


def test_a_certificate_near_its_end_is_named_with_its_day(logged_in, address, system, world):
    ends = world.now + timedelta(days=5)
    noted(system, world.now, Note(kind=Information.CERTIFICATE_EXPIRES_SOON, stands=True, until=ends))
    assert f"until {ends.day} " in logged_in("handler").get(address).text


def test_nothing_noted_is_not_said_to_be_in_order(logged_in, address):
    said = logged_in("handler").get(address).text
    assert "8 more that could not be told" in said
    assert "In order when last looked at" not in said


def test_the_last_looks_are_told_with_their_cause(logged_in, address, system, world, synthetic):
    later = world.now + timedelta(hours=2)
    synthetic(later)
    published.swept(system.id, later, cause="captcha")
    said = logged_in("handler").get(address).text
    assert "undetermined: the page asks for a captcha" in said
    assert "1 not exposed" in said


def test_the_next_sweep_is_told(logged_in, address, world, synthetic):
    browser = logged_in("handler")
    assert "None is planned" in browser.get(address).text
    services.sweep(world.now)
    assert "None is planned" not in browser.get(address).text


def test_looks_put_off_at_its_place_are_counted_and_no_others(logged_in, address, system, world):
    browser = logged_in("handler")
    put_off.note([world.systems[1].id], PutOffCause.BUSY, world.now)
    assert "put off since yesterday" not in browser.get(address).text
    put_off.note([system.id], PutOffCause.BUSY, world.now)
    assert "another worker was at the host" in browser.get(address).text


def test_its_cases_are_linked_for_who_sees_cases(logged_in, address, system, world):
    case = next(case for case in world.cases if case.system == system.id)
    link = f"/desk/cases/{case.public_id}/"
    assert link in logged_in("auditor").get(address).text
    said = logged_in("administrator").get(address).text
    assert case.public_id not in said
    assert "Its cases" not in said


def test_cases_of_other_systems_are_not_named(logged_in, address, system, world):
    said = logged_in("handler").get(address).text
    assert not any(case.public_id in said for case in world.cases if case.system != system.id)


def test_the_log_has_every_request_to_it_and_none_to_others(logged_in, address, system, world):
    for asked in (system.id, world.systems[1].id):
        SentRequests.objects.create(
            run=uuid.uuid4(), system=asked, at=world.now, purpose="sweep", grant="all-2015",
            lines=f"0\tinformation\tGET\t404\t5\t\t127.0.0.1\t/{asked}",
        )  # fmt: skip
    browser = logged_in("auditor")
    assert f"{address}requests.csv" in browser.get(address).text
    answer = browser.get(f"{address}requests.csv")
    assert "no-store" in answer["Cache-Control"]
    assert f'filename="{system.key}-requests.csv"' in answer["Content-Disposition"]
    log = read_sent(b"".join(answer.streaming_content).decode().splitlines())
    assert [(one.system, one.target) for one in log] == [(system.origin, f"/{system.id}")]


def test_lists_of_the_watch_lead_to_it(logged_in, address, system, world, synthetic):
    linked.note({system.id: ("http://linked.example.test",)}, world.now)
    results = [(system.origin, formats.read(samples.zap(origin=system.origin)))]
    claiming.import_results(results, now=world.now)
    later = world.now + timedelta(hours=2)
    synthetic(later)
    published.swept(system.id, later, cause="captcha")
    browser = logged_in("auditor")
    assert address in browser.get("/desk/watch/").text
    assert browser.get("/desk/claims/").text.count(address) == 2


def test_a_case_leads_to_it_for_who_may_see_it(logged_in, address, system, world):
    case = next(case for case in world.cases if case.system == system.id)
    assert address in logged_in("handler").get(f"/desk/cases/{case.public_id}/").text
    assert address not in logged_in("publisher").get(f"/desk/cases/{case.public_id}/").text


def test_it_speaks_both_languages(logged_in, address, system, world):
    noted(system, world.now, Note(kind=Information.LOGIN_WITHOUT_TLS, stands=True))
    browser = logged_in("handler")
    browser.cookies["language"] = "zh-Hans"
    said = browser.get(address).text
    assert "登录未加密" in said
    assert "提示信息" in said


def test_it_takes_few_queries(logged_in, address, world, django_assert_max_num_queries):
    browser = logged_in("handler")
    browser.get(address)
    with django_assert_max_num_queries(16):
        browser.get(address)
