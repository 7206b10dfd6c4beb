# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.weak_service_password import ENTRY, SERVICES, SPEC, services
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Place
from mendsky.lab.counterpart import premises
from mendsky.lab.talks import Said
from mendsky.lab.weak_service_password.gate import FORMS, Gate
from mendsky.lab.weak_service_password.talks import TALKS
from tests.probing import tries_at
from tests.rehearsal import converse

WEAK = {"redis": "foobared", "ftp": "admin", "postgresql": "postgres", "mysql": ""}
"""The first that is tried of each, on the first account."""


def first_of(scheme):
    return SERVICES[scheme].shipped[0].name


def counted(scheme, account=None):
    """Give what the tries of an account are counted by, the first that a service is shipped with."""
    return f"{'mysql://yb.lab.test' if scheme == 'mysql' else scheme}/{account or first_of(scheme)}"


def visited(scheme, gate, *, most=3, accounts=(), credentials=(), **changes):
    """Visit a service; gives what was seen, the outcome, and all that was sent."""
    origin = f"{scheme}://yb.lab.test:7000"
    told = {
        "tries": tries_at(origin, *accounts, most=most),
        "credentials": {SPEC.kind: credentials} if credentials else {},
    }
    outcome, sent = converse(
        origin,
        lambda: TALKS[scheme](gate),
        ENTRY,
        visit=told,
        **({"classes": frozenset({3}), "accounts": accounts} | changes),
    )
    return outcome.observations[0], outcome, b"".join(sent)


def gate(scheme, password=None, **changes):
    known = {first_of(scheme): WEAK[scheme] if password is None else password}
    return Gate(premises=premises(SPEC.kind, 1), knows=known.get, **changes)


@pytest.mark.parametrize("scheme", FORMS)
def test_a_password_that_everyone_tries_is_found_proven_and_kept(scheme):
    seen, outcome, _ = visited(scheme, gate(scheme))
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/"))
    assert (seen.records.low, seen.records.point, seen.records.high) == (0, None, None)
    assert seen.evidence[-1].note == "a random password is not let in"
    # The pair, and the control.
    assert outcome.tried == {counted(scheme): 2}
    pair = Credential(account=first_of(scheme), password=WEAK[scheme])
    assert outcome.credentials == {SPEC.kind: (pair,)}


@pytest.mark.parametrize("scheme", FORMS)
def test_a_pair_that_worked_is_the_only_one_tried_again(scheme):
    pair = Credential(account=first_of(scheme), password=WEAK[scheme])
    seen, outcome, _ = visited(scheme, gate(scheme), credentials=(pair,), most=1)
    assert (seen.answer, outcome.tried) == (Answer.EXPOSED, {counted(scheme): 1})
    seen, outcome, _ = visited(scheme, gate(scheme, "made-up"), credentials=(pair,))
    assert (seen.answer, outcome.tried) == (Answer.NOT_EXPOSED, {counted(scheme): 1})


@pytest.mark.parametrize("scheme", FORMS)
@pytest.mark.parametrize("budget", [0, 1, 2, 3])
def test_no_account_is_tried_more_often_than_it_may_be(scheme, budget):
    seen, outcome, _ = visited(scheme, gate(scheme, "made-up"), most=budget)
    assert max(outcome.tried.values(), default=0) <= budget
    assert seen.cause is (Cause.OVER_BUDGET if budget < 3 else None)
    assert budget > 1 or outcome.requests == 0


@pytest.mark.parametrize("scheme", FORMS)
def test_neither_names_nor_passwords_stand_in_what_is_kept(scheme):
    account = Account(name="zhangsan", passwords=("made-up-word",))
    known = Gate(premises=premises(SPEC.kind, 1), knows={"zhangsan": "made-up-word"}.get)
    seen, outcome, _ = visited(scheme, known, accounts=(account,))
    assert seen.answer is Answer.EXPOSED
    assert outcome.tried == {counted(scheme, "zhangsan") if scheme == "mysql" else "zhangsan": 2}
    assert "made-up-word" not in repr(outcome)
    assert "zhangsan" not in repr((outcome.transcript, outcome.observations, outcome.grant))


@pytest.mark.parametrize("scheme", FORMS)
def test_what_would_be_more_than_a_name_or_a_password_is_not_sent(scheme):
    account = Account(name="office\r\nDELE people.csv", passwords=("x",))
    seen, outcome, _ = visited(scheme, gate(scheme), accounts=(account,))
    assert (seen.cause, outcome.requests) == (Cause.NOT_GRANTED, 0)


@pytest.mark.parametrize("scheme", FORMS)
def test_where_a_login_is_shut_no_other_is_tried(scheme):
    seen, outcome, _ = visited(scheme, gate(scheme, shut=True))
    assert seen.cause is Cause.BLOCKED
    assert sum(outcome.tried.values()) <= 1


def test_a_login_that_leads_to_nothing_is_no_finding():
    empty = b"$12\r\n# Keyspace\r\n\r\n:0\r\n"
    outcome, _ = converse(
        "redis://yb.lab.test:7000",
        lambda: lambda came: Said(content=b"+OK\r\n" if b"AUTH" in came else empty if came else b""),
        ENTRY,
        visit={"tries": tries_at("redis://yb.lab.test:7000")},
        classes=frozenset({3}),
    )
    assert outcome.observations[0].answer is Answer.NOT_EXPOSED


def test_only_services_of_its_own_have_accounts_that_they_are_shipped_with():
    assert [account.name for account in services("mysql://yb.lab.test:3306")["mysql"]] == ["root"]
    assert services("http://yb.lab.test:80") == {}


PIECES = [
    b"+OK\r\n",
    b"-WRONGPASS x\r\n",
    b"220 x\r\n",
    b"331 x\r\n",
    b"230 x\r\n",
    b"R\0\0\0\x08\0\0\0\0Z\0\0\0\5I",
    b"R\0\0\0\x0c\0\0\0\5salt",
    b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0",
    b"D\0\0\0\x0b\0\1\0\0\0\1" + b"3Z\0\0\0\5I",
    b"\7\0\0\2\0\0\0\2\0\0\0",
    b"\2\0\0\2\1\3",
    b"\1\0\0\1\2\5\0\0\2\xfe\0\0\2\0\3\0\0\3\2ab\5\0\0\4\xfe\0\0\2\0",
    b"junk",
    b"",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FORMS), st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_no_service_makes_it_raise_or_cost_more(scheme, pieces):
    turns = iter(pieces * 40)
    outcome, _ = converse(
        f"{scheme}://yb.lab.test:7000",
        lambda: lambda _: Said(content=next(turns, b"")),
        ENTRY,
        visit={"tries": tries_at(f"{scheme}://yb.lab.test:7000")},
        classes=frozenset({3}),
    )
    (seen,) = outcome.observations
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests <= SPEC.cost
    assert max(outcome.tried.values(), default=0) <= 3
