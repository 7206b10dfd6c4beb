# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.object_references import ENTRY, SPEC, owned
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page, Place, Post
from tests.people import resident_id
from tests.probing import page_of, play

BOX = "<form method=post action=/in><input name=u><input type=password name=p></form>"
WRONG = BOX + "<p>用户名或密码错误</p>"
PASSWORDS = {"trial-a": "made-up-1", "trial-b": "made-up-2", "trial-c": "made-up-3"}
ACCOUNTS = tuple(Account(name=name, passwords=(word,), test=True) for name, word in PASSWORDS.items())
TRIES = dict.fromkeys(PASSWORDS, 3)
PLACE = Place(group="/item/{n}")
NUMBERS = {"trial-a": 17, "trial-b": 18, "trial-c": 19}
MISSING = "<h1>404</h1>"


def own_object(account):
    return (
        f"<p>欢迎 {account}</p><table><tr><td>姓名</td><td>{resident_id(NUMBERS[account])}</td></tr></table>"
    )


class Site:
    """A portal at /login where each account has one object; keeps every try and every question."""

    def __init__(self, *, checks=False, refusal=MISSING, everybody=False, anything=False, mine=None):
        self.checks, self.refusal, self.everybody, self.anything = checks, refusal, everybody, anything
        self.mine = mine or (lambda account: f'<a href="/item/{NUMBERS[account]}">x</a>')
        self.inside, self.tried, self.asked = {}, [], []

    def __call__(self, asked):
        if isinstance(asked, Post):
            name, word = asked.trying.credential.account, asked.trying.credential.password
            self.tried.append(name)
            if PASSWORDS[name] != word:
                return page_of("/in", WRONG)
            self.inside[asked.session] = name
            return page_of("/mine", self.mine(name))
        account = self.inside.get(asked.session)
        self.asked.append((account, asked.target))
        if asked.target.startswith("/item/"):
            return self.item(asked.target, account)
        pages = {"/": '<a href="/login">x</a>', "/login": BOX}
        text = pages.get(asked.target)
        return page_of(asked.target, text or MISSING, status=200 if text else 404)

    def item(self, target, account):
        if account is None and not self.everybody:
            return page_of("/login", BOX)
        owners = [name for name, number in NUMBERS.items() if target == f"/item/{number}"]
        if self.anything:
            owners = ["trial-a"]
        if not owners:
            return page_of(target, MISSING, status=404)
        if self.checks and owners != [account]:
            return self.refusal if isinstance(self.refusal, Page) else page_of(target, self.refusal)
        return page_of(target, own_object(owners[0]))


def looked(site, **how):
    return play(ENTRY, site, **({"accounts": ACCOUNTS[:2], "tries": TRIES} | how)).observation


def test_an_account_that_is_shown_what_belongs_to_another_is_exposed():
    site = Site()
    found = looked(site)
    assert (found.answer, found.place, found.kinds) == (Answer.EXPOSED, PLACE, ("cn-resident-id",))
    assert found.records.low == 1
    assert site.tried == ["trial-a", "trial-b"]
    assert not found.writable


def test_nobody_elses_object_is_ever_asked_for():
    site = Site()
    looked(site)
    items = [int(target.rpartition("/")[2]) for _, target in site.asked if target.startswith("/item/")]
    assert {number for number in items if number < 1_000_000_000} == {17}
    assert ("trial-b", "/item/17") in site.asked


@pytest.mark.parametrize(
    "refusal",
    [
        page_of("/item/17", MISSING, status=404),
        page_of("/item/17", "x", status=403),
        page_of("/login", BOX),
        "<p>无权查看 17</p><table><tr><td>姓名</td><td>身份证号</td></tr></table>",
        f"<table><tr><td>姓名</td><td>{resident_id(18)}</td></tr></table>",
    ],
    ids=["not there", "forbidden", "login", "empty form", "the asking account's own"],
)
def test_an_object_that_is_kept_from_others_is_not_exposed(refusal):
    assert looked(Site(checks=True, refusal=refusal)).answer is Answer.NOT_EXPOSED


def test_what_everybody_sees_without_a_login_is_no_finding_and_no_repair_of_a_known_place():
    assert looked(Site(everybody=True)).answer is Answer.NOT_EXPOSED
    assert looked(Site(everybody=True), places=(PLACE,)).cause is Cause.UNSTABLE


def test_what_is_offered_to_both_accounts_belongs_to_neither():
    shared = Site(mine=lambda _: '<a href="/item/17">x</a>')
    assert looked(shared).answer is Answer.NOT_EXPOSED


def test_who_shows_the_object_for_any_reference_proves_nothing():
    assert looked(Site(anything=True)).cause is Cause.HONEYPOT


@pytest.mark.parametrize(
    "accounts", [(), ACCOUNTS[:1], ACCOUNTS[:1] * 2, (Account(name="a"), Account(name="b"))]
)
def test_without_two_test_accounts_nothing_is_asked(accounts):
    played = play(ENTRY, Site(), accounts=accounts, tries=TRIES)
    assert (played.observation.cause, played.asked) == (Cause.NOT_GRANTED, [])
    assert owned(accounts) == ()


def test_without_a_sample_nothing_is_asked():
    played = play(ENTRY, Site(), accounts=ACCOUNTS, tries=TRIES, sample_records=0)
    assert (played.observation.cause, played.asked) == (Cause.NOT_GRANTED, [])


def test_only_accounts_with_which_it_worked_are_logged_in_to_again_with_the_passwords_of_the_grant():
    worked = tuple(Credential(account=name, password="old") for name in ("trial-b", "trial-c"))
    site = Site()
    found = looked(site, accounts=ACCOUNTS, credentials=worked, places=(PLACE,))
    assert (found.answer, site.tried) == (Answer.EXPOSED, ["trial-b", "trial-c"])
    repaired = Site(checks=True)
    assert looked(repaired, credentials=worked, places=(PLACE,)).answer is Answer.NOT_EXPOSED
    assert repaired.tried == ["trial-a", "trial-b"]


def test_a_known_place_that_no_page_of_the_account_names_is_not_called_clean():
    assert looked(Site(mine=lambda _: "<p>x</p>"), places=(PLACE,)).cause is Cause.UNSTABLE
    assert looked(Site(mine=lambda _: "<p>x</p>")).answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize("tries", [{}, {"trial-a": 1}, {"trial-a": 0, "trial-b": 3}])
def test_no_account_is_logged_in_to_more_often_than_it_may_be(tries):
    site = Site()
    assert looked(site, tries=tries).cause is Cause.OVER_BUDGET
    assert all(site.tried.count(name) <= tries.get(name, 0) for name in PASSWORDS)


def test_test_accounts_that_are_not_let_in_tell_nothing():
    stale = tuple(Account(name=one.name, passwords=("old",), test=True) for one in ACCOUNTS[:2])
    assert looked(Site(), accounts=stale).cause is Cause.LOGIN_PAGE
    assert looked(Site(), accounts=(ACCOUNTS[0], stale[1])).cause is Cause.LOGIN_PAGE


def test_neither_accounts_nor_references_stand_in_what_was_observed():
    observation = looked(Site())
    for secret in ("trial", "made-up", "/17", resident_id(17)[:10]):
        assert secret not in repr(observation)


PIECES = [
    BOX,
    WRONG,
    own_object("trial-a"),
    '<a href="/login">x</a>',
    '<a href="/item/17">x</a>',
    "g-recaptcha",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    turns = iter(range(10**6))

    def answer(asked):
        text, status, failure = pages[next(turns) % len(pages)]
        if failure:
            return Page(target=asked.target, failure=failure)
        return page_of(asked.target, text, status=status)

    played = play(ENTRY, answer, places=(PLACE,), accounts=ACCOUNTS, tries=TRIES)
    assert not played.observation.reason.startswith("the probe failed")
    assert len(played.asked) <= SPEC.cost
