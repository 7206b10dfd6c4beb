# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.redis_login import enter, held
from mendsky.core.probes.service_logins import Let, Login
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from tests.probing import told


def login(account="default"):
    return Login(trying=Try(credential=Credential(account=account, password="made-up")), nonce="n")


def test_whoever_has_no_name_gives_a_password_alone_as_it_was_before_version_6():
    let, sent = told(enter(login()), b"+OK\r\n")
    assert (let, [one.content for one in sent]) == (Let.IN, [b"*2\r\n$4\r\nAUTH\r\n$7\r\nmade-up\r\n"])
    _, sent = told(enter(login("office")), b"+OK\r\n")
    assert sent[0].content == b"*3\r\n$4\r\nAUTH\r\n$6\r\noffice\r\n$7\r\nmade-up\r\n"
    assert (sent[0].anew, sent[0].trying.credential.account) == (True, "office")


@pytest.mark.parametrize(
    "refusal",
    [
        "WRONGPASS invalid username-password pair or user is disabled.",
        "ERR invalid password",
        "ERR Client sent AUTH, but no password is set",
        "ERR AUTH <password> called without any password configured for the default user. Are you sure?",
        "ERR wrong number of arguments for 'auth' command",
        "DENIED Redis is running in protected mode",
    ],
)
def test_a_wrong_password_and_none_to_be_guessed_are_kept_out(refusal):
    assert told(enter(login()), f"-{refusal}\r\n".encode())[0] is Let.OUT


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (b"-ERR max number of clients reached\r\n", Cause.SERVER_ERROR),
        (b"-ERR unknown command 'AUTH'\r\n", Cause.BLOCKED),
        (b"+PONG\r\n", Cause.NO_ANSWER),
        (b"220 ready\r\n", Cause.NO_ANSWER),
    ],
)
def test_what_is_neither_yes_nor_no_cannot_be_told(reply, cause):
    with pytest.raises(CannotTellError) as raised:
        told(enter(login()), reply)
    assert raised.value.cause is cause


@pytest.mark.parametrize(
    ("keyspace", "size", "number"),
    [
        ("$48\r\n# Keyspace\r\ndb0:keys=5,expires=0\r\ndb3:keys=7,x=1\r\n", ":5\r\n", 12),
        ("$12\r\n# Keyspace\r\n\r\n", ":0\r\n", 0),
        ("-NOPERM x\r\n", ":4\r\n", 4),
    ],
)
def test_keys_are_counted_over_all_databases(keyspace, size, number):
    assert told(held(), f"{keyspace}{size}".encode())[0].number == number


def test_who_may_count_no_key_cannot_tell():
    with pytest.raises(CannotTellError):
        told(held(), b"-NOPERM x\r\n-NOPERM x\r\n")
