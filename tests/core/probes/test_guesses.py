# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.guesses import USUAL, candidates, guessed
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential
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
        for pair in candidates(target(**changes), SHIPPED, left):
            found.append((pair.account, pair.password))
            left[pair.account] -= 1
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
