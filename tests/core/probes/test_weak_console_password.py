# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.console_logins import CONSOLES
from mendsky.core.probes.weak_console_password import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Place
from tests.probing import ORIGIN, in_turn, page_of, play, tries_at

TRIES = tries_at(ORIGIN)
TOMCAT = "/manager/html"
PLACE = Place(group=TOMCAT)
ASKS = {"www-authenticate": 'Basic realm="Tomcat Manager Application"'}


class Site:
    """A site with Tomcat's manager; keeps every try."""

    def __init__(self, *pairs, answer=None, headers=ASKS):
        self.pairs, self.answer, self.headers, self.tried = pairs, answer, headers, []

    def __call__(self, asked):
        if asked.target != TOMCAT:
            return page_of(asked.target, "404", status=404)
        if asked.trying is None:
            return page_of(TOMCAT, "<h1>401</h1>", status=401, headers=self.headers)
        pair = (asked.trying.credential.account, asked.trying.credential.password)
        self.tried.append(pair)
        if self.answer is not None:
            return self.answer
        if self.pairs == ("anybody",) or pair in self.pairs:
            return page_of(TOMCAT, "<h1>Applications</h1>")
        return page_of(TOMCAT, "<h1>401</h1>", status=401, headers=self.headers)


def tried(site, **how):
    return play(ENTRY, site, **({"tries": TRIES} | how)).observation


def test_the_password_that_it_was_shipped_with_is_exposed_and_a_random_one_is_tried_too():
    site = Site(("tomcat", "s3cret"))
    seen = tried(site)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert site.tried[:2] == [("tomcat", "tomcat"), ("tomcat", "s3cret")]
    assert site.tried[2][1] not in {"tomcat", "s3cret"}
    assert len(site.tried) == 3


def test_another_password_is_not_exposed():
    assert tried(Site(("tomcat", "made-up"))).answer is Answer.NOT_EXPOSED


def test_a_site_without_consoles_is_sent_no_password():
    played = play(ENTRY, lambda asked: page_of(asked.target, "404", status=404), tries=TRIES)
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert played.asked == [console.path for console in CONSOLES]


@pytest.mark.parametrize(
    "headers", [{}, {"www-authenticate": 'Basic realm="office"'}, {"www-authenticate": "Negotiate"}]
)
def test_what_is_not_known_for_a_products_console_is_sent_no_password(headers):
    site = Site(("tomcat", "tomcat"), headers=headers)
    assert tried(site).answer is Answer.NOT_EXPOSED
    assert site.tried == []


@pytest.mark.parametrize("budget", [0, 1, 2])
def test_no_account_is_tried_more_often_than_it_may_be(budget):
    site = Site()
    assert tried(site, tries=dict.fromkeys(TRIES, budget)).cause is Cause.OVER_BUDGET
    assert len(site.tried) == max(0, budget - 1)


def test_only_the_accounts_of_the_grant_are_tried():
    site = Site(("office", "spring"))
    accounts = (Account(name="office", passwords=("spring",)),)
    assert tried(site, accounts=accounts, tries={"office": 3}).answer is Answer.EXPOSED
    assert {account for account, _ in site.tried} == {"office"}


@pytest.mark.parametrize("name", ["of:fice", "of\r\nfice"])
def test_a_name_that_would_be_another_is_not_sent(name):
    site = Site()
    accounts = (Account(name=name, passwords=("spring",)),)
    assert tried(site, accounts=accounts, tries={name: 3}).cause is Cause.NOT_GRANTED
    assert site.tried == []


def test_a_pair_that_worked_is_the_only_one_tried_again():
    pair = Credential(account="tomcat", password="s3cret")
    for site, answer in ((Site(("tomcat", "s3cret")), Answer.EXPOSED), (Site(), Answer.NOT_EXPOSED)):
        seen = tried(site, credentials=(pair,), places=(PLACE,), tries={"tomcat/tomcat": 1})
        assert (seen.answer, site.tried) == (answer, [("tomcat", "s3cret")])


def test_a_known_console_with_another_name_is_still_tried():
    pair = Credential(account="tomcat", password="s3cret")
    site = Site(("tomcat", "s3cret"), headers={"www-authenticate": 'Basic realm="office"'})
    assert tried(site, credentials=(pair,), places=(PLACE,)).answer is Answer.EXPOSED


def test_a_known_console_that_asks_for_nothing_any_more_cannot_be_told():
    open_ = page_of(TOMCAT, "<h1>Applications</h1>")
    assert tried(lambda _: open_.again(), places=(PLACE,)).cause is Cause.UNSTABLE


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (page_of(TOMCAT, "x", status=429), Cause.BLOCKED),
        (page_of(TOMCAT, "x", status=502), Cause.SERVER_ERROR),
        (page_of("/elsewhere", "x"), Cause.UNSTABLE),
    ],
)
def test_a_login_that_is_neither_let_in_nor_refused_ends_it(answer, cause):
    site = Site(answer=answer)
    assert tried(site).cause is cause
    assert len(site.tried) == 1


def test_whoever_lets_everybody_in_proves_nothing():
    assert tried(Site("anybody")).cause is Cause.HONEYPOT


PAGES = [("x", 200, None), ("x", 401, None, ASKS), ("x", 403, None), ("x", 429, None), ("", 0, "timed-out")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PAGES), min_size=1, max_size=8))
def test_no_site_makes_it_raise_or_cost_more(pages):
    seen = play(ENTRY, in_turn(pages), tries=TRIES).observation
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests <= SPEC.cost
