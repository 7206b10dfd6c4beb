# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta

import pytest

from mendsky.core.probes.drive import Drive
from mendsky.core.probes.information import COST, SECURITY_TXT, SOON, Beside, inform, of_certificate
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.information import Certificate, Information
from mendsky.core.terms.probing import Page, Target
from tests.probing import NONCE, NOON, ORIGIN, WELL, page_of, site_of

TLS = "https://yb.lab.test:443"
LOGIN = "<form method=post><input name=u><input type=password name=p></form>"
LATER = NOON + timedelta(days=300)
CONTACT = "Contact: mailto:security@yb.lab.test\n"
TRUSTED = Certificate(expires=LATER)


def noted(site, *, origin=ORIGIN, control=WELL, **beside):
    """Give the notes by kind, and what was asked."""
    target = Target(origin=origin, control=control, nonce=NONCE)
    drive = Drive(inform(target, Beside(at=NOON, **beside)), cost=COST, give_up=lambda *_: ())
    asked = []
    while drive.next is not None:
        asked.append(drive.next.target)
        # The visit has its front page and its random path already.
        drive.send(site(drive.next), recalled=drive.next.target != SECURITY_TXT)
    return {note.kind: note for note in drive.result}, asked


def standing(notes):
    return {kind for kind, note in notes.items() if note.stands}


def test_a_site_without_tls_is_noted_and_one_with_it_is_not():
    notes, asked = noted(site_of({"/": "x"}))
    assert standing(notes) == {Information.NO_TLS}
    assert asked == ["/", f"/{NONCE}"]
    notes, _ = noted(site_of({"/": "x"}), origin=TLS, certificate=TRUSTED)
    assert standing(notes) == set()
    assert notes[Information.NO_TLS].stands is False


@pytest.mark.parametrize("beside", [{}, {"login": True}], ids=["on the front page", "on another"])
def test_a_login_by_plain_http_is_noted(beside):
    front = "x" if beside else LOGIN
    notes, _ = noted(site_of({"/": front}), **beside)
    assert standing(notes) == {Information.NO_TLS, Information.LOGIN_WITHOUT_TLS}
    notes, _ = noted(site_of({"/": front}), origin=TLS, **beside)
    assert standing(notes) == set()


def test_no_login_on_a_site_that_was_not_looked_at_in_full_says_nothing_of_logins():
    blocked = replace(WELL, cause=Cause.BLOCKED)
    notes, _ = noted(site_of({"/": "x"}), control=blocked)
    assert Information.LOGIN_WITHOUT_TLS not in notes
    notes, _ = noted(site_of({"/": LOGIN}), control=blocked)
    assert notes[Information.LOGIN_WITHOUT_TLS].stands


LED = {
    "to TLS on the same host": ({"https://yb.lab.test:443"}, False),
    "to TLS on another host": ({"https://other.lab.test:443"}, None),
    "to plain HTTP on the same host": ({"http://yb.lab.test:8080"}, None),
    "nowhere that is known": (set(), None),
}


@pytest.mark.parametrize("case", LED)
def test_a_redirect_to_tls_is_in_order_and_any_other_says_nothing(case):
    led_to, stands = LED[case]
    moved = Page(target="/", status=301, failure=Cause.REDIRECTED)
    control = replace(WELL, front_status=301, random_status=0, cause=Cause.REDIRECTED)
    notes, asked = noted(site_of({"/": moved}), control=control, led_to=frozenset(led_to))
    assert asked == ["/"]
    assert {kind: note.stands for kind, note in notes.items()} == (
        {} if stands is None else {Information.NO_TLS: stands, Information.LOGIN_WITHOUT_TLS: stands}
    )


def test_nothing_is_asked_of_a_system_that_did_not_answer():
    silent = replace(WELL, front_status=0, random_status=0, cause=Cause.NO_ANSWER)
    assert noted(site_of({}), control=silent, security_txt_due=True) == ({}, [])


@pytest.mark.parametrize("fault", [Information.CERTIFICATE_EXPIRED, Information.CERTIFICATE_NOT_TRUSTED])
def test_a_certificate_that_closed_the_connection_is_noted_though_nothing_was_seen(fault):
    failed = replace(WELL, front_status=0, random_status=0, cause=Cause.TLS_FAILED)
    notes, asked = noted(site_of({}), origin=TLS, control=failed, certificate=Certificate(fault=fault))
    assert standing(notes) == {fault}
    assert asked == []


@pytest.mark.parametrize(("left", "soon"), [(SOON, True), (SOON + timedelta(seconds=1), False)])
def test_a_certificate_near_its_end_is_noted_with_its_day(left, soon):
    ends = Certificate(expires=NOON + left)
    notes, _ = noted(site_of({"/": "x"}), origin=TLS, certificate=ends)
    note = notes[Information.CERTIFICATE_EXPIRES_SOON]
    assert (note.stands, note.until) == (soon, NOON + left)
    assert not notes[Information.CERTIFICATE_EXPIRED].stands


def test_a_certificate_that_is_over_and_was_believed_all_the_same_has_expired():
    over = Beside(at=NOON, certificate=Certificate(expires=NOON))
    notes = {note.kind: note for note in of_certificate(over)}
    assert standing(notes) == {Information.CERTIFICATE_EXPIRED}


def test_a_certificate_that_does_not_say_when_it_ends_is_not_judged_by_its_day():
    notes, _ = noted(site_of({"/": "x"}), origin=TLS, certificate=Certificate())
    assert Information.CERTIFICATE_EXPIRES_SOON not in notes


def banner(value, name="server"):
    return {"text": "x", "headers": {name: value}}


def test_an_old_server_is_noted_with_its_flaws_and_nothing_else_of_what_it_says():
    said = "Apache/2.4.50 (110101180001011234) mod_x/1.0 PHP/5.3.3"
    notes, _ = noted(site_of({"/": banner(said)}))
    note = notes[Information.KNOWN_VULNERABLE]
    assert note.stands
    assert note.detail == "Apache httpd 2.4.50: CVE-2021-42013, CVE-2024-38475; PHP 5.3.3: CVE-2012-1823"


def test_a_version_that_is_not_in_the_table_is_in_order_and_none_at_all_says_nothing():
    notes, _ = noted(site_of({"/": banner("Apache/2.4.99", "x-powered-by")}))
    assert (notes[Information.KNOWN_VULNERABLE].stands, notes[Information.KNOWN_VULNERABLE].detail) == (
        False,
        "",
    )
    notes, _ = noted(site_of({"/": banner("Apache")}))
    assert Information.KNOWN_VULNERABLE not in notes


def test_a_version_on_an_error_page_counts_and_one_in_an_article_does_not():
    page = "<title>Apache Tomcat/8.5.19 - Error report</title>"
    notes, _ = noted(site_of({"/": "x", f"/{NONCE}": {"text": page, "status": 404}}))
    assert notes[Information.KNOWN_VULNERABLE].detail.startswith("Apache Tomcat 8.5.19: CVE-2017-12617")
    notes, _ = noted(site_of({"/": page}))
    assert Information.KNOWN_VULNERABLE not in notes


FILES = {
    "none": (None, True, False),
    "one that holds": (f"{CONTACT}Expires: {LATER.isoformat()}\n", False, False),
    "in capitals, by another clock": ("CONTACT: x\r\nEXPIRES: 2015-04-22T13:00:00+08:00\r\n", False, False),
    "one that has expired": (f"{CONTACT}Expires: 2015-04-22T11:59:00+08:00\n", False, True),
    "one that does not say until when": (CONTACT, False, True),
    "one that says so unreadably": (f"{CONTACT}Expires: 2015-13-45T00:00:00Z\n", False, True),
    "one without a contact": ("Expires: 2030-01-01T00:00:00Z\n", True, False),
    "a page that stands for everything": ("<html><p>Contact: us</p></html>", True, False),
}


@pytest.mark.parametrize("case", FILES)
def test_the_security_txt_is_judged_where_it_is_due(case):
    text, missing, expired = FILES[case]
    pages = {"/": "x"} | ({} if text is None else {SECURITY_TXT: text})
    notes, asked = noted(site_of(pages), security_txt_due=True)
    assert asked == ["/", f"/{NONCE}", SECURITY_TXT]
    assert notes[Information.NO_SECURITY_TXT].stands is missing
    assert notes[Information.SECURITY_TXT_EXPIRED].stands is expired


UNABLE = {
    "502": page_of(SECURITY_TXT, "x", status=502),
    "429": page_of(SECURITY_TXT, "x", status=429),
    "captcha": page_of(SECURITY_TXT, '<input name="captcha">'),
    "out of scope": Page(target=SECURITY_TXT, failure=Cause.NOT_GRANTED),
    "redirected away": Page(target=SECURITY_TXT, status=302, failure=Cause.REDIRECTED),
    "endless": page_of(SECURITY_TXT, CONTACT, cut=True),
}


@pytest.mark.parametrize("case", UNABLE)
def test_a_security_txt_that_cannot_be_looked_at_is_not_said_to_be_missing(case):
    notes, _ = noted(site_of({"/": "x", SECURITY_TXT: UNABLE[case]}), security_txt_due=True)
    assert {Information.NO_SECURITY_TXT, Information.SECURITY_TXT_EXPIRED}.isdisjoint(notes)


def test_no_security_txt_is_asked_for_where_nothing_can_be_determined():
    catch_all = replace(WELL, catch_all=True, cause=Cause.CATCH_ALL)
    _, asked = noted(site_of({"/": "x"}), control=catch_all, security_txt_due=True)
    assert SECURITY_TXT not in asked
