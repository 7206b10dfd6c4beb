# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.ftp_login import enter, held
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.service_logins import Let, Login
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from tests.probing import told

READY, NO_TLS, ASKS = b"220 ready\r\n", b"502 what?\r\n", b"331 Please specify the password.\r\n"


def login(*answers, knocks=False):
    trying = Try(credential=Credential(account="admin", password="made-up"))
    return told(enter(Login(trying=trying, nonce="n", knocks=knocks)), *answers)


def test_a_password_is_sent_where_it_is_asked_for_and_counted_there():
    let, sent = login(READY, NO_TLS, ASKS, b"230 Login successful.\r\n")
    assert let is Let.IN
    assert [one.content for one in sent] == [b"", b"AUTH TLS\r\n", b"USER admin\r\n", b"PASS made-up\r\n"]
    assert [one.trying is not None for one in sent] == [False, False, False, True]
    assert [one.target for one in sent] == ["connection", "AUTH TLS", "USER", "PASS"]


def test_a_name_that_is_let_in_or_refused_without_a_password_costs_no_try():
    for answer, let in (
        (b"230 in\r\n", Let.UNASKED),
        (b"530 This FTP server is anonymous only.\r\n", Let.OUT),
    ):
        found, sent = login(READY, NO_TLS, answer)
        assert found is let
        assert not any(one.trying for one in sent)


def test_who_only_knocks_goes_away_where_a_password_is_asked_for():
    let, sent = login(READY, NO_TLS, ASKS, knocks=True)
    assert let is Let.OUT
    assert len(sent) == 3


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        ((b"421 There are too many connected users.\r\n",), Cause.SERVER_ERROR),
        ((b"500 no\r\n",), Cause.BLOCKED),
        ((READY, NO_TLS, b"530 Non-anonymous sessions must use encryption.\r\n"), Cause.BLOCKED),
        ((READY, NO_TLS, b"550 SSL/TLS required on the control channel\r\n"), Cause.BLOCKED),
        ((READY, NO_TLS, ASKS, b"530 Too many login failures.\r\n"), Cause.BLOCKED),
        ((READY, NO_TLS, ASKS, b"421 Account locked.\r\n"), Cause.BLOCKED),
        ((READY, NO_TLS, ASKS, b"421 Timeout.\r\n"), Cause.SERVER_ERROR),
        ((READY, NO_TLS, b"220 again\r\n"), Cause.NO_ANSWER),
    ],
)
def test_what_is_neither_yes_nor_no_cannot_be_told(answers, cause):
    with pytest.raises(CannotTellError) as raised:
        login(*answers)
    assert raised.value.cause is cause


@pytest.mark.parametrize("refusal", [b"530 Login incorrect.\r\n", b"430 Invalid\r\n", b"532 x\r\n"])
def test_a_wrong_password_is_kept_out(refusal):
    assert login(READY, NO_TLS, ASKS, refusal)[0] is Let.OUT


def test_a_password_is_sent_within_tls_where_that_is_offered():
    let, sent = login(READY, b"234 begin\r\n", ASKS, b"230 in\r\n")
    assert let is Let.IN
    assert [one.target for one in sent] == ["connection", "AUTH TLS", "TLS handshake", "USER", "PASS"]


LISTING = (b"229 (|||2000|)\r\n", b"150 begins\r\n")


def test_a_folder_is_listed_within_tls_where_the_login_was():
    found, sent = told(held(), b"200 x\r\n", b"200 x\r\n", *LISTING, None, b"226 done\r\n")
    assert found.number == 0
    last = "TLS handshake of the data connection"
    assert [one.target for one in sent] == ["PBSZ 0", "PROT P", "EPSV", "data connection", "LIST", last]
    found, sent = told(held(), b"503 not here\r\n", *LISTING, None, b"226 done\r\n")
    assert [one.target for one in sent] == ["PBSZ 0", "EPSV", "data connection", "LIST"]


def test_a_folder_that_is_listed_within_tls_alone_cannot_be_told_without():
    with pytest.raises(CannotTellError) as raised:
        told(held(), b"503 x\r\n", LISTING[0], b"522 encrypt it\r\n")
    assert raised.value.cause is Cause.BLOCKED
