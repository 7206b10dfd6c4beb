# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import date, timedelta

import pytest

from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.watch import tries
from mendsky.apps.watch.models import PasswordTries
from mendsky.core.terms.credentials import Credential

ORIGIN = "http://yb.example:80"
DAY = date(2015, 3, 2)
SYSTEM = uuid.UUID(int=7)
STORE = "mysql://yb.example:3306"
GUESSED, CONSOLES, SERVICES = "weak-password", "weak-console-password", "weak-service-password"
OWNED = "object-references"


@pytest.fixture
def grant(grant_document):
    """Give the function that makes a grant of all classes."""
    return lambda **changes: parse_grant(
        {**grant_document, "origins": [ORIGIN], "classes": [0, 1, 2, 3], **changes}
    )


def aside(most=3, day=DAY, accounts=("admin", "test")):
    return tries.set_aside({SYSTEM: (accounts, most)}, day=day)[SYSTEM]


def test_all_that_is_left_is_set_aside_at_once(db):
    assert aside() == {"admin": 3, "test": 3}
    assert aside() == {"admin": 0, "test": 0}


def test_what_was_not_used_is_given_back(db):
    aside()
    tries.give_back({SYSTEM: {"admin": 1, "test": 3}}, day=DAY)
    assert aside() == {"admin": 1, "test": 3}


def test_another_day_begins_anew_and_the_old_one_is_forgotten(db):
    aside()
    assert aside(day=DAY + timedelta(days=1)) == {"admin": 3, "test": 3}
    assert set(PasswordTries.objects.values_list("day", flat=True)) == {DAY + timedelta(days=1)}


def test_accounts_of_two_systems_do_not_share_a_budget(db):
    aside()
    other = uuid.UUID(int=8)
    assert tries.set_aside({other: (("admin",), 3)}, day=DAY) == {other: {"admin": 3}}


def test_no_name_of_an_account_is_kept(db):
    aside(accounts=("zhangsan",))
    assert "zhangsan" not in repr(list(PasswordTries.objects.values()))


def test_accounts_are_those_of_the_grant_else_those_of_products(grant):
    assert "admin" in tries.granted(ORIGIN, [grant()], GUESSED)[0]
    named = grant(accounts=[{"name": "office"}], password_tries=2)
    assert tries.granted(ORIGIN, [named], GUESSED) == (frozenset({"office"}), 2)


def test_a_console_beside_a_site_has_tries_of_its_own_but_for_who_a_grant_names(db, grant, monday, nation):
    wanted = {SYSTEM: (ORIGIN, {GUESSED: (), CONSOLES: ()})}
    left = tries.reserve(wanted, [grant()], at=monday, zone=nation.calendar.zone).left[SYSTEM]
    assert {"admin", "activemq/admin", "grafana/admin"} <= left.keys()
    named = grant(accounts=[{"name": "office"}])
    left = tries.reserve(wanted, [named], at=monday, zone=nation.calendar.zone).left[SYSTEM]
    assert left == {"office": 3, "mysql://yb.example/office": 3}


def test_a_database_and_the_website_that_leads_to_it_share_their_accounts(db, grant, monday, nation):
    website, store = SYSTEM, uuid.UUID(int=8)
    wanted = {website: (ORIGIN, {CONSOLES: ()}), store: (STORE, {SERVICES: ()})}
    one, zone = "mysql://yb.example/root", nation.calendar.zone
    both = grant(origins=[ORIGIN, STORE])

    def reserve():
        return tries.reserve(wanted, [both], at=monday, zone=zone)

    first = reserve()
    # The database itself comes first.
    assert (first.left[store], first.left[website][one]) == ({one: 3}, 0)
    assert first.left[website]["nacos/nacos"] == 3
    first.give_back({store: {one: 2}})
    again = reserve()
    assert (again.left[store], again.left[website][one]) == ({one: 1}, 0)
    again.give_back({website: {}})
    del wanted[store]
    assert reserve().left[website][one] == 1


def test_test_accounts_are_for_object_references_alone(db, grant, monday, nation):
    trials = [{"name": name, "passwords": ["made-up"], "test": True} for name in ("test", "trial")]
    both = grant(accounts=trials)
    assert tries.granted(ORIGIN, [both], OWNED) == (frozenset({"test", "trial"}), 3)
    assert tries.granted(ORIGIN, [both], GUESSED)[0] == {"admin", "sysadmin", "user"}
    assert tries.granted(ORIGIN, [grant(accounts=trials[:1])], OWNED)[0] == frozenset()
    closed = Credential(account="closed", password="made-up")
    wanted = {
        SYSTEM: (ORIGIN, {OWNED: (closed,), GUESSED: (Credential(account="admin", password="made-up"),)})
    }
    reserved = tries.reserve(wanted, [both], at=monday, zone=nation.calendar.zone)
    assert reserved.left == {SYSTEM: {"admin": 3, "test": 3, "trial": 3}}


@pytest.mark.parametrize("changes", [{"classes": [0, 1, 2]}, {"origins": ["http://other.example:80"]}])
def test_without_a_grant_for_credential_tests_there_are_none(grant, changes):
    assert tries.granted(ORIGIN, [grant(**changes)], GUESSED) == (frozenset(), 0)


def test_a_day_is_the_nations_and_ends_at_its_midnight(db, grant, monday, nation):
    zone = nation.calendar.zone
    first = tries.reserve({SYSTEM: (ORIGIN, {GUESSED: ()})}, [grant()], at=monday, zone=zone)
    assert first.short_until(SYSTEM) is None
    again = tries.reserve(
        {SYSTEM: (ORIGIN, {GUESSED: ()})}, [grant()], at=monday + timedelta(hours=14), zone=zone
    )
    assert again.short_until(SYSTEM) == first.tomorrow
    assert first.tomorrow.astimezone(zone).hour == 0
    first.give_back({SYSTEM: {"admin": 3}})
    late = tries.reserve(
        {SYSTEM: (ORIGIN, {GUESSED: ()})}, [grant()], at=monday + timedelta(hours=14), zone=zone
    )
    assert late.left[SYSTEM]["admin"] == 0
    assert late.left[SYSTEM]["test"] == 3
    tomorrow = tries.reserve({SYSTEM: (ORIGIN, {GUESSED: ()})}, [grant()], at=first.tomorrow, zone=zone)
    assert tomorrow.left[SYSTEM]["admin"] == 3


def test_of_a_pair_that_worked_only_its_account_is_set_aside(db, grant, monday, nation):
    pair = Credential(account="test", password="made-up")
    wanted = {SYSTEM: (ORIGIN, {GUESSED: (pair,)})}
    reserved = tries.reserve(wanted, [grant()], at=monday, zone=nation.calendar.zone)
    assert reserved.left == {SYSTEM: {"test": 3}}
