# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.net.probing.tries import Tries, basic


def trying(account="admin", word="made-up", **changes):
    return Try(credential=Credential(account=account, password=word), **changes)


def test_no_more_is_tried_than_was_set_aside_for_the_account():
    tries = Tries({"admin": 2, "test": 1})
    for account in ("admin", "test", "admin"):
        tries.take(trying(account))
    assert not tries.may(trying())
    assert not tries.may(trying("test"))
    assert tries.made == {"admin": 2, "test": 1}
    with pytest.raises(ValueError, match="no try is left"):
        tries.take(trying())


def test_an_account_of_which_nobody_spoke_is_not_tried():
    assert not Tries({}).may(trying())


def test_the_last_pair_is_known_and_a_control_is_none():
    tries = Tries({"admin": 3})
    tries.take(trying(word="right"))
    tries.take(trying(word="random", control=True))
    assert tries.last == (Credential(account="admin", password="right"),)


def test_what_was_let_in_before_is_kept_with_the_pair_that_needs_it():
    before = Credential(account="trial", password="made-up")
    tries = Tries({"admin": 3})
    tries.take(replace(trying(word="right"), beside=(before,)))
    assert tries.last == (before, Credential(account="admin", password="right"))


def test_only_credential_tests_try_passwords_and_within_what_is_left():
    tries = Tries({"admin": 1})
    assert tries.why_not(None, 0) is None
    assert tries.why_not(trying(), 3) is None
    assert tries.why_not(trying("test"), 3) is Cause.OVER_BUDGET
    for probe_class in (0, 1, 2):
        assert tries.why_not(trying(), probe_class) is Cause.NOT_GRANTED


def test_a_name_and_a_password_are_written_as_http_has_it():
    # The example of RFC 7617, section 2.
    assert basic(trying("Aladdin", "open sesame")) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    assert basic(None) == ""
