# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who holds a letter's link may answer for that case; nobody else may, and looking changes nothing."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mendsky.apps.cases import queries
from mendsky.apps.cases.models import Deadline, Event, Letter
from mendsky.apps.cases.services.letters import LINK_TERM, PURPOSE
from mendsky.apps.exposure import queries as exposure
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.counts import Unit
from mendsky.core.terms.information import Information, Note
from mendsky.keys import links
from mendsky.keys.vault import open_vault
from mendsky.runtime import clocks
from tests.published import noted


def token(case, party, *, purpose=PURPOSE, expires=None):
    return links.make(
        open_vault(),
        purpose=purpose,
        case=str(case),
        party=str(party),
        expires=expires or Letter.objects.get().written_at + LINK_TERM,
    )


def everything():
    """Give all that a page could change."""
    return (
        list(Event.objects.values_list("id", flat=True)),
        list(Deadline.objects.values_list("id", "done_at")),
        list(Letter.objects.values_list("id", "posted_at")),
    )


# Who must never get in.


@pytest.mark.parametrize("path", ["", "census-ticket.json", "requests.csv"])
@pytest.mark.parametrize("made_up", ["x", "A" * 160, "..%2F..", "%00"])
def test_a_forged_link_opens_nothing(case, client, made_up, path):
    assert client.get(f"/o/{made_up}/{path}").status_code == 404


def test_a_changed_link_opens_nothing(address, client):
    good = address()
    changed = good.replace(good[10], "A" if good[10] != "A" else "B", 1)
    assert client.get(changed).status_code == 404


def test_an_expired_link_opens_nothing(address, story, client):
    story.later(days=LINK_TERM.days)
    assert client.get(address()).status_code == 404
    assert client.post(address(), {"action": "acknowledge"}).status_code == 404


def test_a_link_of_another_purpose_opens_nothing(case, client):
    party = case.parties.get().id
    assert client.get(f"/o/{token(case.id, party, purpose='finder')}/").status_code == 404


def test_a_party_of_another_case_opens_nothing(case, story, monday, client):
    from mendsky.apps.cases.models import Party
    from mendsky.apps.cases.services.recording import begin

    other = begin(
        at=monday,
        subject=case.system,
        system=case.system,
        organisation=case.organisation,
        observation=case.observation,
        kind=case.kind,
        place_group="/other/",
        division=case.division,
        sector=case.sector,
        state="notified",
    )
    stranger = Party.objects.create(case=other, organisation=case.organisation, role="owner")
    assert client.get(f"/o/{token(case.id, stranger.id)}/").status_code == 404


def test_an_answer_from_elsewhere_is_refused(address):
    strict = Client(enforce_csrf_checks=True)
    before = everything()
    for path, form in ((address(), {"action": "claim"}), (f"{address()}census", {})):
        assert strict.post(path, form).status_code == 403
    assert everything() == before


def test_an_authoritys_link_shows_and_does_not_answer_for_the_owner(case, story, address, client):
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    before = everything()
    page = client.get(address("city"))
    assert page.status_code == 200
    assert set(re.findall(rb'name="action" value="([\w-]+)"', page.content)) == {b"return-plan"}
    for action in ("acknowledge", "claim", "retest", "dispute", "plan", "state"):
        assert client.post(address("city"), {"action": action}).status_code == 403
    assert client.get(f"{address('city')}census-ticket.json").status_code == 404
    assert client.post(f"{address('city')}census", {}).status_code == 404
    assert everything() == before


# Looking changes nothing.


@pytest.mark.parametrize("query", ["", "?action=claim", "?action=acknowledge", "?action=retest"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(address, client, method, query):
    before = everything()
    assert getattr(client, method)(address() + query).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(address, client, method):
    assert getattr(client, method)(address()).status_code == 405


def test_a_census_is_not_sent_by_looking(address, client):
    assert client.get(f"{address()}census").status_code == 405


def test_the_page_is_kept_by_nobody_and_passes_its_address_to_nobody(address, client):
    page = client.get(address())
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert b'name="robots" content="noindex"' in page.content
    assert b"style=" not in page.content
    assert b"<script" not in page.content


# What the page says.


def test_what_exposes_nobody_stands_as_advice_for_the_owner(case, address, client):
    noted(
        case.system,
        clocks.now(),
        Note(kind=Information.LOGIN_WITHOUT_TLS, stands=True),
        Note(kind=Information.NO_TLS, stands=False),
    )
    page = client.get(address(), headers={"accept-language": "en"}).text
    assert "is no part of this case" in page
    assert "Whoever sits on the way can read the password." in page
    assert "Pages without encryption" not in page


def test_an_authority_is_told_nothing_of_it(case, story, address, client):
    noted(case.system, clocks.now(), Note(kind=Information.LOGIN_WITHOUT_TLS, stands=True))
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    page = client.get(address("city"), headers={"accept-language": "en"}).text
    assert "Also seen at this system" not in page


def test_the_page_says_what_where_and_by_when(case, address, client):
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert case.public_id in page
    assert "/backup/" in page
    assert "Insurance enquiry" in page
    assert "A folder on the server is open to everyone" in page
    assert "2015-03-23T10:00:00+00:00" in page


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_page_speaks_the_readers_language(address, client, language):
    page = client.get(address(), headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}">' in page


def test_each_button_is_a_form_of_its_own(address, client):
    page = client.get(address()).content.decode()
    assert set(re.findall(r'name="action" value="(\w+)"', page)) == {
        "acknowledge",
        "plan",
        "claim",
        "retest",
        "dispute",
        "state",
    }
    assert page.count("<form") == page.count("csrfmiddlewaretoken")


# The owner's answers.


def test_we_have_seen_this(case, story, address, client):
    answer = client.post(address(), {"action": "acknowledge"})
    assert (answer.status_code, answer["Location"]) == (303, address())
    assert story.state(case) == "acknowledged"


def test_we_will_repair_it_by(case, story, address, client):
    client.post(address(), {"action": "plan", "date": "2015-03-20"})
    assert story.state(case) == "planned"
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "Day named for the repair" in page


@pytest.mark.parametrize(
    "answer", [{"action": "plan", "date": "2015-03-20"}, {"action": "dispute", "text": "It is ours alone."}]
)
def test_who_said_more_is_not_asked_whether_it_was_seen(address, client, answer):
    assert b'value="acknowledge"' in client.get(address()).content
    client.post(address(), answer)
    assert b'value="acknowledge"' not in client.get(address()).content


@pytest.mark.parametrize("date", ["", "soon", "2015-01-01", "2030-01-01"])
def test_a_day_that_cannot_be_is_asked_for_again(case, story, address, client, date):
    page = client.post(address(), {"action": "plan", "date": date})
    assert page.status_code == 400
    assert b'role="alert"' in page.content
    assert story.state(case) == "notified"


def test_it_is_repaired_test_it_now(case, story, address, client):
    client.post(address(), {"action": "claim"})
    assert story.state(case) == "claimed"
    assert b'http-equiv="refresh"' in client.get(address()).content
    story.retested(Answer.NOT_EXPOSED)
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "Repair verified" in page
    assert 'http-equiv="refresh"' not in page
    assert 'value="claim"' not in page


def test_a_claim_that_does_not_hold_is_shown_with_its_tests(story, address, client):
    client.post(address(), {"action": "claim"})
    story.retested(Answer.EXPOSED)
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "repair claimed, our test failed" in page
    assert "Our last test still found it" in page
    assert "still exposed" in page


def test_a_test_that_could_not_look_says_why(story, address, client):
    client.post(address(), {"action": "claim"})
    story.retested(Answer.UNDETERMINED)
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "the server answered with an error of its own" in page


def test_test_again_claims_nothing(case, story, address, client):
    client.post(address(), {"action": "retest"})
    assert story.state(case) == "notified"
    assert case.testing_since is not None


def test_this_is_not_right(case, story, address, client):
    client.post(address(), {"action": "dispute", "text": "There is no such page."})
    assert story.state(case) == "disputed"
    assert queries.dispute(case.id) == "There is no such page."


def test_a_dispute_says_why(case, story, address, client):
    assert client.post(address(), {"action": "dispute", "text": " "}).status_code == 400
    assert story.state(case) == "notified"


@pytest.mark.parametrize("action", ["", "close", "verify", "__class__"])
def test_an_answer_that_is_not_offered_is_refused(address, client, action):
    before = everything()
    assert client.post(address(), {"action": action}).status_code == 400
    assert everything() == before


def test_a_case_that_has_moved_on_says_so(case, story, address, client):
    story.repaired(case)
    page = client.post(address(), {"action": "claim"}, headers={"accept-language": "en"})
    assert page.status_code == 409
    assert b"moved on" in page.content


# The census.


def test_the_ticket_is_a_file_behind_its_own_link(case, address, client):
    page = client.get(address()).content.decode()
    href = re.search(r'<a rel="census-ticket" href="([^"]+)"', page)[1]
    ticket = client.get(href)
    assert ticket["Content-Type"] == "application/json"
    assert "attachment" in ticket["Content-Disposition"]
    assert ticket.json()["subject"] == str(case.subject)


def test_a_census_is_taken_from_ticket_to_count(case, address, client, count):
    sealed = count(client.get(f"{address()}census-ticket.json").json(), people=40)
    page = client.get(address()).content.decode()
    form = re.search(
        r'<form name="census" method="post" action="([^"]+)" enctype="multipart/form-data">', page
    )
    answer = client.post(form[1], {"sketch": SimpleUploadedFile("sketch.bin", sealed)})
    assert answer.status_code == 303
    assert exposure.latest(case.subject)[Unit.PEOPLE].count.point == 40
    assert (
        "Your count has arrived" in client.get(address(), headers={"accept-language": "en"}).content.decode()
    )


@pytest.mark.parametrize("files", [{}, {"sketch": SimpleUploadedFile("sketch.bin", b"anything")}])
def test_what_is_no_count_is_refused(address, client, files):
    assert client.post(f"{address()}census", files).status_code == 400


def test_without_a_live_grant_no_count_begins(case, story, address, client):
    from mendsky.apps.directory import services as register

    register.revoke_grant("grant-1", story.later(hours=1))
    story.later(seconds=1)
    assert client.get(f"{address()}census-ticket.json").status_code == 409


def test_the_link_still_opens_after_a_new_letter(case, story, address, client):
    first = address()
    story.repaired(case)
    story.returned()
    assert address() != first
    assert client.get(first).status_code == client.get(address()).status_code == 200


def test_a_link_ends_in_its_own_time(case, client, story):
    soon = story.later() + timedelta(hours=1)
    path = f"/o/{token(case.id, case.parties.get().id, expires=soon)}/"
    assert client.get(path).status_code == 200
    story.later(hours=1)
    assert client.get(path).status_code == 404


def test_a_day_that_has_passed_is_not_asked_for_as_if_it_were_to_come(case, story, address, client):
    assert "请在此时间前答复" in client.get(address()).content.decode()
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "answer"))
    page = client.get(address()).content.decode()
    assert "答复期限已过" in page
    assert "请在此时间前答复" not in page


# What an authority returns, and what it and the owner then read.


def test_an_authority_returns_the_plan_and_the_page_says_who_was_told(case, story, address, client):
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    page = client.get(address("city")).content.decode()
    for filled_in in ("农安县社保局", "医保查询", "http://yb.lab.test:8080"):
        assert filled_in in page
    plan = {"action": "return-plan", "date": "2015-03-20", "text": "信息中心；先停止公开访问"}
    assert client.post(address("city"), plan).status_code == 303
    assert story.state(case) == "planned"
    assert "同时告知：长春市" in client.get(address()).content.decode()


@pytest.mark.parametrize(
    "plan", [{"date": "2015-03-20", "text": ""}, {"date": "2014-01-01", "text": "office"}]
)
def test_a_plan_without_a_day_to_come_or_an_office_is_not_taken(case, story, address, client, plan):
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    assert client.post(address("city"), {"action": "return-plan", **plan}).status_code == 400
    assert story.state(case) == "notified"


def test_an_owner_cannot_return_an_authoritys_plan(case, address, client):
    plan = {"action": "return-plan", "date": "2015-03-20", "text": "office"}
    assert client.post(address(), plan).status_code == 403


def test_a_day_that_has_passed_is_said_on_the_owners_page(case, story, address, client):
    client.post(address(), {"action": "plan", "date": "2015-03-20"})
    story.later(days=19)
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "The day named for the repair has passed without a verified repair" in page


def test_the_owner_reads_the_evidence_without_anybodys_data_and_an_authority_does_not(
    case, story, address, client
):
    assert "12 identifiers of one kind" in client.get(address()).content.decode()
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    assert "12 identifiers of one kind" not in client.get(address("city")).content.decode()


def test_the_owner_reads_the_duties_in_force_that_day(case, address, client):
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "Social Insurance Law" in page
    assert "Personal Information Protection Law" not in page
    assert "none named" in page


def test_a_statement_is_handed_in_and_waits_to_be_read(case, address, client):
    assert client.post(address(), {"action": "state", "text": "We are <sorry>."}).status_code == 303
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "We are &lt;sorry&gt;." in page
    assert "waits for a handler to read it" in page


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_statement_without_words_or_with_too_many_is_not_taken(case, story, address, client, text):
    assert client.post(address(), {"action": "state", "text": text}).status_code == 400
    assert "statement" not in story.kinds(case)


def test_a_case_that_became_anothers_shows_its_first_owner_nothing(case, story, address, client):
    from mendsky.apps.cases import services

    first = address()
    services.transfer(case.id, story.another_owner().id, at=story.later(hours=1))
    story.work()
    page = client.get(first)
    assert page.status_code == 200
    assert b'name="action"' not in page.content
    assert case.place_group.encode() not in page.content
    assert client.post(first, {"action": "claim"}).status_code == 403
    assert client.get(f"{first}census-ticket.json").status_code == 404


def test_an_upheld_dispute_leaves_nothing_to_do(case, story, address, client):
    from mendsky.apps.cases import services

    services.dispute(case.id, "The list is meant to be public.", at=story.later(hours=1))
    services.uphold(case.id, at=story.later(hours=1))
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "This case is withdrawn" in page
    assert 'name="action"' not in page


def test_a_test_that_could_not_look_for_too_long_says_that_it_ended(story, address, client):
    client.post(address(), {"action": "claim"})
    story.retested(Answer.UNDETERMINED)
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "not tried again" not in page
    story.later(days=31)
    story.see(Answer.UNDETERMINED, Purpose.RETEST)
    story.work()
    page = client.get(address(), headers={"accept-language": "en"}).content.decode()
    assert "not tried again: the place could not be looked at for 30 days" in page
