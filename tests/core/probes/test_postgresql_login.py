# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import struct
from hashlib import md5

import pytest

from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.postgresql_login import enter, held, names_in, row
from mendsky.core.probes.service_logins import Let, Login
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.streams import StartTls
from tests.probing import told

READY = b"Z\0\0\0\5I"


def message(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body


def asks(kind, body=b""):
    return message(b"R", struct.pack("!i", kind) + body)


def error(code, text="made up"):
    return message(b"E", f"SFATAL\0VFATAL\0C{code}\0M{text}\0\0".encode())


def data(*fields):
    body = b"".join(struct.pack("!i", len(field)) + field for field in fields)
    return message(b"D", struct.pack("!h", len(fields)) + body)


def login(*answers, knocks=False, tls=b"N"):
    trying = Try(credential=Credential(account="postgres", password="made-up"))
    return told(enter(Login(trying=trying, nonce="qzx1", knocks=knocks)), tls, *answers)


IN = asks(0) + message(b"S", b"server_version\015.1\0") + READY


def test_who_is_not_asked_for_a_password_makes_no_try():
    let, sent = login(IN)
    assert let is Let.UNASKED
    assert not any(one.trying for one in sent)


def test_who_only_knocks_goes_away_where_a_password_is_asked_for():
    let, sent = login(asks(5, b"salt"), knocks=True)
    assert (let, len(sent)) == (Let.OUT, 2)


def test_a_password_goes_as_it_is_asked_for():
    # As the manual has it: the digest of the digest of password and name, and of the salt.
    inner = md5(b"made-uppostgres", usedforsecurity=False).hexdigest().encode()
    outer = md5(inner + b"\1\2\3\4", usedforsecurity=False).hexdigest().encode()
    _, sent = login(asks(5, b"\1\2\3\4"), IN)
    assert sent[-1].content == b"p\0\0\0\x28md5" + outer + b"\0"
    _, sent = login(asks(3), IN)
    assert sent[-1].content == b"p\0\0\0\x0cmade-up\0"
    assert sent[-1].trying.credential.account == "postgres"


@pytest.mark.parametrize(
    "challenge",
    [
        b"r=qzx1more,s=c2FsdA==,i=1000000000",
        b"r=qzx1more,s=c2FsdA==,i=0",
        b"r=another,s=c2FsdA==,i=4096",
        b"r=qzx1more,s=???,i=4096",
        b"junk",
    ],
)
def test_a_challenge_that_is_a_trap_or_none_is_not_answered(challenge):
    with pytest.raises(CannotTellError) as raised:
        login(asks(10, b"SCRAM-SHA-256\0\0"), asks(11, challenge))
    assert raised.value.cause is Cause.NO_ANSWER


def test_a_service_that_lets_in_and_does_not_know_the_password_proves_nothing():
    challenge = asks(11, b"r=qzx1more,s=c2FsdA==,i=4096")
    with pytest.raises(CannotTellError) as raised:
        login(asks(10, b"SCRAM-SHA-256\0\0"), challenge, asks(12, b"v=bWFkZSB1cA==") + IN)
    assert raised.value.cause is Cause.HONEYPOT


BY_ADDRESS = error("28000", "no pg_hba.conf entry for host")


def test_tls_comes_before_the_name_where_it_is_offered():
    let, sent = login(asks(3), IN, tls=b"S")
    assert let is Let.IN
    assert [one.target for one in sent] == ["request for TLS", "TLS handshake", "startup", "password"]
    assert sent[0].content == b"\0\0\0\x08\x04\xd2\x16\x2f"


def test_who_is_kept_out_within_tls_comes_without_and_loses_no_try():
    let, sent = login(BY_ADDRESS, asks(3), IN, tls=b"S")
    assert let is Let.IN
    assert [one.target for one in sent][2:] == ["startup", "startup", "password"]
    assert sent[3].anew
    assert sum(one.trying is not None for one in sent if not isinstance(one, StartTls)) == 1
    with pytest.raises(CannotTellError) as raised:
        login(BY_ADDRESS, BY_ADDRESS, tls=b"S")
    assert raised.value.cause is Cause.BLOCKED


@pytest.mark.parametrize("answer", [b"SS", b"E", b"SSH-2.0-made-up", b"S" + BY_ADDRESS])
def test_an_answer_with_more_than_one_letter_begins_no_tls(answer):
    with pytest.raises(CannotTellError) as raised:
        login(tls=answer)
    assert raised.value.cause is Cause.NO_ANSWER


@pytest.mark.parametrize("code", ["28P01", "28000"])
def test_a_wrong_password_and_an_account_that_is_not_there_are_kept_out(code):
    assert login(asks(5, b"salt"), error(code))[0] is Let.OUT


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (error("28000", 'no pg_hba.conf entry for host "x", no encryption'), Cause.BLOCKED),
        (error("28000", "pg_hba.conf rejects connection for host"), Cause.BLOCKED),
        (error("57P03"), Cause.SERVER_ERROR),
        (error("53300"), Cause.SERVER_ERROR),
        (asks(7), Cause.BLOCKED),
        (asks(10, b"OAUTHBEARER\0\0"), Cause.BLOCKED),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Cause.NO_ANSWER),
        (READY, Cause.NO_ANSWER),
    ],
)
def test_what_is_neither_yes_nor_no_cannot_be_told(answer, cause):
    with pytest.raises(CannotTellError) as raised:
        login(answer)
    assert raised.value.cause is cause


def test_names_of_tables_and_columns_are_read_and_other_databases_counted():
    answer = (
        data(b"2") + message(b"C", b"x\0") + data(b"canbao", b"id,xm,sfzh") + message(b"C", b"x\0") + READY
    )
    found, sent = told(held(), answer)
    assert found.number == 3
    assert found.evidence.note == "the login opens 1 tables and 2 more databases"
    assert names_in(answer) == b"2\ncanbao,id,xm,sfzh"
    assert not any(word in sent[0].content.lower() for word in (b"insert", b"update", b"delete", b"copy"))


@pytest.mark.parametrize("answer", [error("42501") + READY, READY, data(b"x") + READY])
def test_who_may_not_ask_for_names_cannot_tell(answer):
    with pytest.raises(CannotTellError):
        told(held(), answer)


def test_a_row_that_ends_elsewhere_than_it_says_is_none():
    assert row(b"\0\1\0\0\0\2ab") == [b"ab"]
    assert row(b"\0\1\xff\xff\xff\xff") == []
    assert row(b"\0\1\0\0\0\x09ab") == []
