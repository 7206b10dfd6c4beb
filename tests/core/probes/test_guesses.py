# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.guesses import USUAL, candidates, control_of, counted_for, counters, guessed
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Target
from tests.probing import NONCE, ORIGIN, WELL

SHIPPED = (Account(name="admin", passwords=("admin", "123456")), Account(name="test", passwords=("test",)))
TRIAL = Account(name="test", passwords=("made-up",), test=True)
OFFICE = Account(name="office")


def target(**changes):
    return Target(origin=ORIGIN, control=WELL, nonce=NONCE, **changes)


def pairs(left, **changes):
    """Give the pairs that are tried, and why they are not all."""
    found, cause = [], None
    try:
        for trying in candidates(target(**changes), SHIPPED, left):
            found.append((trying.credential.account, trying.credential.password))
            left[trying.counter] -= 1
    except CannotTellError as told:
        cause = told.cause
    return found, cause


def test_the_accounts_of_a_grant_stand_in_place_of_those_shipped_and_a_test_account_is_neither():
    assert guessed((), SHIPPED) == SHIPPED
    assert guessed((OFFICE, TRIAL), SHIPPED) == (OFFICE,)
    assert guessed((TRIAL,), SHIPPED) == SHIPPED[:1]


def test_one_try_of_each_account_is_kept_for_the_control():
    assert pairs({"admin": 3, "test": 2}) == (
        [("admin", "admin"), ("admin", "123456"), ("test", "test")],
        None,
    )
    assert pairs({"admin": 2, "test": 1}) == ([("admin", "admin")], Cause.OVER_BUDGET)
    assert pairs({}) == ([], Cause.OVER_BUDGET)


def test_an_account_without_passwords_is_tried_with_its_name_and_the_usual_ones():
    found, _ = pairs({"office": 9}, accounts=(OFFICE,))
    assert found == [("office", word) for word in ("office", *USUAL)]


@pytest.mark.parametrize(("left", "cause"), [(1, None), (0, Cause.OVER_BUDGET)])
def test_a_pair_that_worked_is_tried_alone_and_needs_no_control(left, cause):
    worked = Credential(account="admin", password="made-up")
    found, why = pairs({"admin": left}, credentials=(worked,))
    assert (found, why) == ([("admin", "made-up")] * left, cause)


def test_what_two_products_are_shipped_with_is_counted_apart_and_a_name_of_the_grant_once():
    consoles = {"": SHIPPED, "grafana": SHIPPED[:1], "activemq": SHIPPED[:1]}
    assert set(counters(consoles, ORIGIN, ())) == {"admin", "test", "grafana/admin", "activemq/admin"}
    assert set(counters(consoles, ORIGIN, (TRIAL,))) == {"admin", "grafana/admin", "activemq/admin"}
    assert set(counters(consoles, ORIGIN, (OFFICE, TRIAL))) == {"office"}


def test_an_account_of_a_database_is_one_for_its_host_whoever_named_it():
    for origin in ("mysql://yb.lab.test:3306", "http://yb.lab.test:80", "https://yb.lab.test:8443"):
        for accounts in ((), (OFFICE,)):
            assert counted_for("mysql", origin, accounts) == "mysql://yb.lab.test"
    assert counted_for("mysql", "http://other.lab.test:80", ()) != "mysql://yb.lab.test"


def test_a_pair_that_worked_is_counted_wherever_it_may_have():
    consoles = {"": SHIPPED, "grafana": SHIPPED[:1], "empty": ()}
    assert set(counters(consoles, ORIGIN, (), ("admin",))) == {"admin", "grafana/admin"}


def test_the_control_is_the_same_account_with_another_password():
    trying = Try(credential=Credential(account="admin", password="admin"), service="grafana")
    control = control_of(trying, NONCE)
    assert (control.counter, control.control) == (trying.counter, True)
    assert NONCE in control.credential.password
