# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.weak_password import ENTRY, SHIPPED, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page, Place, Post
from tests.people import resident_id
from tests.probing import page_of, play
from tests.rehearsal import drawn, rehearse

TRIES = {account.name: 3 for account in SHIPPED}
BOX = "<form method=post action=/in><input name=u><input type=password name=p></form>"
WRONG = BOX + "<p>用户名或密码错误</p>"
PEOPLE = f"<p>共有 5000 条</p><table><tr><th>姓名</th></tr><tr><td>{resident_id(3)}</td></tr></table>"
PLACE = Place(group="/login", parameters=("u", "p"))


class Site:
    """A site with a login at /login; keeps every try."""

    def __init__(self, lets, *, front='<a href="/login">x</a>', shut=WRONG, behind=PEOPLE, public=WRONG):
        self.lets, self.front, self.shut, self.behind, self.public = lets, front, shut, behind, public
        self.tried: list[tuple[str, str]] = []
        self.inside: set[str] = set()

    def __call__(self, asked):
        if isinstance(asked, Post):
            self.tried.append((asked.trying.credential.account, asked.trying.credential.password))
            assert dict(asked.fields) == {
                "u": asked.trying.credential.account,
                "p": asked.trying.credential.password,
            }
            if self.lets(*self.tried[-1]):
                self.inside.add(asked.session)
                return page_of("/people", self.behind)
            return self.shut if isinstance(self.shut, Page) else page_of("/in", self.shut)
        if asked.target == "/people":
            shown = self.behind if asked.session in self.inside else self.public
            return page_of("/people" if shown != WRONG else "/login", shown)
        pages = {"/": self.front, "/login": BOX}
        text = pages.get(asked.target)
        return page_of(asked.target, text or "404", status=200 if text else 404)


def weak(account, word):
    return (account, word) == ("admin", "123456")


def tried(site, **how):
    return play(ENTRY, site, **({"tries": TRIES} | how)).observation


def test_a_password_that_everyone_tries_and_that_opens_peoples_records_is_exposed():
    site = Site(weak)
    found = tried(site)
    assert (found.answer, found.place) == (Answer.EXPOSED, PLACE)
    assert (found.records.low, found.records.high, found.records.sampled) == (5000, 5000, False)
    assert found.kinds == ("cn-resident-id",)
    assert site.tried[:2] == [("admin", "admin"), ("admin", "123456")]
    assert site.tried[2][0] == "admin"
    assert site.tried[2][1] not in {"admin", "123456"}


def test_where_a_try_is_left_the_same_pair_logs_in_twice():
    site = Site(lambda account, word: (account, word) == ("admin", "admin"))
    assert tried(site).answer is Answer.EXPOSED
    assert [word == "admin" for _, word in site.tried] == [True, False, True]


@pytest.mark.parametrize("budget", [1, 2, 3, 5])
def test_no_account_is_tried_more_often_than_it_may_be(budget):
    site = Site(lambda *_: False)
    found = tried(site, tries=dict.fromkeys(TRIES, budget))
    most = max((sum(name == account for name, _ in site.tried) for account in TRIES), default=0)
    assert most <= budget
    assert (found.cause is Cause.OVER_BUDGET) == (budget < 3)


def test_without_tries_nothing_is_tried():
    site = Site(weak)
    assert tried(site, tries={}).cause is Cause.OVER_BUDGET
    assert site.tried == []


def test_strong_passwords_are_not_exposed():
    found = tried(Site(lambda *_: False))
    assert (found.answer, found.reason) == (Answer.NOT_EXPOSED, "8 logins were tried and none was let in")


def test_a_site_without_a_login_is_not_exposed():
    assert tried(Site(weak, front="<p>x</p>")).answer is Answer.NOT_EXPOSED


def test_a_known_login_is_tried_though_no_page_links_it():
    assert tried(Site(weak, front="<p>x</p>"), places=(PLACE,)).answer is Answer.EXPOSED


def test_only_the_accounts_of_the_grant_are_tried():
    site = Site(lambda account, word: (account, word) == ("office", "spring"))
    accounts = (Account(name="office", passwords=("spring",)),)
    assert tried(site, accounts=accounts, tries={"office": 3}).answer is Answer.EXPOSED
    assert {account for account, _ in site.tried} == {"office"}


def test_an_account_without_passwords_is_tried_with_the_usual_ones():
    site = Site(lambda *_: False)
    tried(site, accounts=(Account(name="office"),), tries={"office": 9})
    assert site.tried == [("office", "office"), ("office", "123456"), ("office", "admin123")]


def test_no_password_is_guessed_on_a_test_account():
    site = Site(lambda *_: False)
    trial = Account(name="test", passwords=("made-up",), test=True)
    tried(site, accounts=(trial,))
    assert {account for account, _ in site.tried} == {"admin", "sysadmin", "user"}
    site.tried.clear()
    tried(site, accounts=(trial, Account(name="office")), tries={"office": 9, "test": 9})
    assert {account for account, _ in site.tried} == {"office"}


def test_a_pair_that_worked_is_the_only_one_tried_again():
    pair = Credential(account="admin", password="123456")
    shut, open_ = Site(lambda *_: False), Site(weak)
    assert tried(shut, credentials=(pair,), places=(PLACE,), tries={"admin": 1}).answer is Answer.NOT_EXPOSED
    assert shut.tried == [("admin", "123456")]
    assert tried(open_, credentials=(pair,), places=(PLACE,), tries={"admin": 1}).answer is Answer.EXPOSED
    assert open_.tried == [("admin", "123456")]
    assert tried(open_, credentials=(pair,), places=(PLACE,), tries={}).cause is Cause.OVER_BUDGET


def test_who_lets_a_random_password_in_proves_nothing():
    assert tried(Site(lambda *_: True)).cause is Cause.HONEYPOT


def test_a_page_that_anybody_sees_is_not_behind_the_login():
    assert tried(Site(weak, public=PEOPLE)).answer is Answer.NOT_EXPOSED


def test_a_login_that_leads_to_a_page_that_tells_nothing_is_undetermined():
    assert tried(Site(weak, behind="<h1>welcome</h1>")).cause is Cause.LOGIN_PAGE


@pytest.mark.parametrize(
    ("shut", "cause"),
    [
        ("账号已锁定，请 30 分钟后再试", Cause.BLOCKED),
        (BOX + '<img src="/captcha.png">', Cause.CAPTCHA),
        (BOX + "系统异常", Cause.SERVER_ERROR),
        (Page(target="/in", failure=Cause.TIMED_OUT), Cause.TIMED_OUT),
        (page_of("/in", "slow down", status=429), Cause.BLOCKED),
    ],
)
def test_an_account_that_is_locked_is_not_tried_again(shut, cause):
    site = Site(lambda *_: False, shut=shut)
    assert tried(site).cause is cause
    assert len(site.tried) == 1


def test_without_a_sample_no_login_is_tried():
    site = Site(weak)
    assert tried(site, sample_records=0).cause is Cause.NOT_GRANTED
    assert site.tried == []


def test_neither_account_nor_password_stands_in_what_was_observed():
    observation = tried(Site(weak))
    for secret in ("admin", "123456", resident_id(3)[:10]):
        assert secret not in repr(observation)


PIECES = [BOX, WRONG, PEOPLE, '<a href="/login">x</a>', "g-recaptcha", "<h1>welcome</h1>", "账号已锁定"]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12), st.integers(0, 6))
def test_no_site_makes_it_raise_or_cost_or_try_more(pages, budget):
    turns, posts = iter(range(10**6)), []

    def answer(asked):
        if isinstance(asked, Post):
            posts.append(asked.trying.credential.account)
        text, status, failure = pages[next(turns) % len(pages)]
        if failure:
            return Page(target=asked.target, failure=failure)
        return page_of(asked.target, text, status=status)

    played = play(ENTRY, answer, places=(PLACE,), tries=dict.fromkeys(TRIES, budget))
    assert not played.observation.reason.startswith("the probe failed")
    assert len(played.asked) <= SPEC.cost
    assert all(posts.count(account) <= budget for account in TRIES)


def seen(name, *, seed=1, places=(), **told):
    """Visit a counterpart; gives its premises and the outcome."""
    made, site = drawn("weak-password", name, seed=seed)
    told = {"tries": TRIES} | told
    return made, rehearse(made, site, ENTRY, places={"weak-password": tuple(places)}, **told)


@pytest.mark.parametrize("seed", [1, 3, 9])
def test_the_vulnerable_counterpart_is_exposed_and_when_pretended_too(seed):
    made, outcome = seen("vulnerable", seed=seed)
    (found,) = outcome.observations
    assert (found.answer, found.place.group) == (Answer.EXPOSED, made.fault.path)
    assert found.records.high == made.holding.records
    assert max(outcome.tried.values()) <= 3
    (pair,) = outcome.credentials["weak-password"]
    told = {"tries": {pair.account: 2}, "credentials": {"weak-password": (pair,)}}
    _, outcome = seen("pretended", seed=seed, places=(found.place,), **told)
    assert (outcome.observations[0].answer, outcome.observations[0].place) == (Answer.EXPOSED, found.place)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["repaired", "sound"])
def test_the_repaired_counterpart_is_not_exposed(name, seed):
    path = drawn("weak-password", name, seed=seed)[0].fault.path
    _, outcome = seen(name, seed=seed, places=(Place(group=path),))
    (found,) = outcome.observations
    assert found.answer is Answer.NOT_EXPOSED
    assert found.requests <= SPEC.cost


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("bad-gateway", Cause.SERVER_ERROR),
        ("never-answers", Cause.TIMED_OUT),
        ("drops", Cause.NO_ANSWER),
        ("captcha", Cause.CAPTCHA),
        ("truncated", Cause.TRUNCATED),
        ("honeypot", Cause.HONEYPOT),
        ("locks", Cause.BLOCKED),
        ("always-an-error", Cause.SERVER_ERROR),
        ("captcha-after-one", Cause.CAPTCHA),
    ],
)
def test_an_odd_counterpart_is_undetermined(name, cause):
    _, outcome = seen(f"odd:{name}")
    assert outcome.observations[0].cause is cause
    assert outcome.control.cause is None
