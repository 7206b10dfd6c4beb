# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from dataclasses import replace

import pytest

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import Get, Post
from mendsky.core.terms.streams import Dial, Receive
from mendsky.net.probing.tries import Tries, basic, posted


def trying(account="admin", word="made-up", **changes):
    return Try(credential=Credential(account=account, password=word), **changes)


def asking(one):
    return Get("/console", trying=one)


def post(one, session="s", **changes):
    return Post("/login", trying=one, fields=(("u", "a&b"), ("p", "c")), session=session, **changes)


def test_no_more_is_tried_than_was_set_aside_for_the_account():
    tries = Tries({"admin": 2, "test": 1})
    for account in ("admin", "test", "admin"):
        tries.take(asking(trying(account)))
    assert not tries.may(trying())
    assert not tries.may(trying("test"))
    assert tries.made == {"admin": 2, "test": 1}
    with pytest.raises(ValueError, match="no try is left"):
        tries.take(asking(trying()))


def test_an_account_of_which_nobody_spoke_is_not_tried():
    assert not Tries({}).may(trying())


def test_the_last_pair_is_known_and_a_control_is_none():
    tries = Tries({"admin": 3})
    tries.take(asking(trying(word="right")))
    tries.take(asking(trying(word="random", control=True)))
    assert tries.last == (Credential(account="admin", password="right"),)


def test_what_was_let_in_before_is_kept_with_the_pair_that_needs_it():
    before = Credential(account="trial", password="made-up")
    tries = Tries({"admin": 3})
    tries.take(asking(replace(trying(word="right"), beside=(before,))))
    assert tries.last == (before, Credential(account="admin", password="right"))


def test_only_credential_tests_try_passwords_and_within_what_is_left():
    tries = Tries({"admin": 1})
    assert tries.why_not(asking(None), 0) is None
    assert tries.why_not(asking(trying()), 3) is None
    assert tries.why_not(asking(trying("test")), 3) is Cause.OVER_BUDGET
    for probe_class in (0, 1, 2):
        assert tries.why_not(asking(trying()), probe_class) is Cause.NOT_GRANTED


def test_nothing_is_posted_but_a_login_and_what_ends_its_session_in_the_run_of_one_probe():
    tries = Tries({"admin": 3})
    assert tries.why_not(post(None), 3) is Cause.NOT_GRANTED
    tries.take(asking(trying()))
    assert tries.why_not(post(None), 3) is Cause.NOT_GRANTED
    tries.take(post(trying()))
    assert tries.why_not(post(None), 3) is None
    assert tries.why_not(post(None, session="another"), 3) is Cause.NOT_GRANTED
    tries.begin()
    assert tries.why_not(post(None), 3) is Cause.NOT_GRANTED
    assert (tries.last, tries.made) == ((), {"admin": 2})


def test_a_products_own_account_is_counted_apart():
    tries = Tries({"admin": 1, "grafana/admin": 1})
    tries.take(asking(trying(service="grafana")))
    assert tries.left == {"admin": 1, "grafana/admin": 0}


def test_what_asks_nothing_of_an_account_counts_for_none():
    tries = Tries({})
    for question in (asking(None), Dial(target="x", port=2000), Receive(most=1, until=bool)):
        assert tries.why_not(question, 1) is None
        tries.take(question)
    assert tries.made == {}


def test_fields_are_posted_as_a_form_or_as_json():
    assert posted(post(trying())) == "u=a%26b&p=c"
    assert json.loads(posted(post(trying(), json=True))) == {"u": "a&b", "p": "c"}


def test_a_name_and_a_password_are_written_as_http_has_it():
    # The example of RFC 7617, section 2.
    assert basic(trying("Aladdin", "open sesame")) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    assert basic(None) == ""
