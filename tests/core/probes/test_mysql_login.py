# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import struct

import pytest

from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.mysql_login import (
    CACHING,
    NATIVE,
    enter,
    held,
    is_answered,
    is_whole,
    names_in,
    read,
)
from mendsky.core.probes.service_logins import Let, Login
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.streams import Send
from tests.probing import told

SALT = b"salt-of-twenty-bytes"
OK = b"\0\0\0\2\0\0\0"


def packet(number, body):
    return len(body).to_bytes(3, "little") + bytes([number]) + body


def error(number, code, text="made up"):
    return packet(number, b"\xff" + struct.pack("<H", code) + text.encode())


def greeting(plugin=NATIVE, *, tls=False):
    able = b"\xff\xff" if tls else b"\xff\xf7"
    head = b"\x0a8.0.1\0" + bytes(4) + SALT[:8] + b"\0" + able + b"\x21\2\0\x0f\x80\x15" + bytes(10)
    return packet(0, head + SALT[8:] + b"\0" + plugin + b"\0")


def login(*answers, word="made-up"):
    trying = Try(credential=Credential(account="root", password=word))
    return told(enter(Login(trying=trying, nonce="n")), *answers)


def test_a_password_is_proven_and_never_sent():
    let, sent = login(greeting(), packet(2, OK))
    assert let is Let.IN
    assert [one.trying is not None for one in sent] == [False, True]
    ((number, body),) = read(sent[1].content)
    account, _, rest = body[32:].partition(b"\0")
    assert (number, account, rest[0], rest[21:]) == (1, b"root", 20, NATIVE + b"\0")
    assert b"made-up" not in body
    _, sent = login(greeting(), packet(2, OK), word="")
    assert sent[1].content.endswith(b"root\0\0" + NATIVE + b"\0")


def test_an_account_with_another_way_of_logging_in_is_asked_in_that_within_the_same_try():
    switch = packet(2, b"\xfe" + NATIVE + b"\0" + SALT[::-1] + b"\0")
    let, sent = login(greeting(CACHING), switch, packet(4, OK))
    assert let is Let.IN
    assert sum(one.trying is not None for one in sent) == 1
    ((number, proof),) = read(sent[-1].content)
    assert (number, len(proof)) == (3, 20)


def test_a_password_that_the_service_has_at_hand_is_told_without_tls_and_another_is_not():
    assert not is_whole(packet(2, b"\1\3"))
    assert login(greeting(CACHING), packet(2, b"\1\3") + packet(3, OK))[0] is Let.IN
    with pytest.raises(CannotTellError) as raised:
        login(greeting(CACHING), packet(2, b"\1\4"))
    assert raised.value.cause is Cause.BLOCKED


@pytest.mark.parametrize("code", [1045, 1698])
def test_a_wrong_password_is_kept_out_with_tls_and_without(code):
    assert login(greeting(), error(2, code))[0] is Let.OUT
    assert login(greeting(tls=True), error(3, code))[0] is Let.OUT


def test_where_tls_is_offered_nothing_but_a_request_for_it_comes_before():
    let, sent = login(greeting(tls=True), packet(3, OK))
    assert let is Let.IN
    assert [one.target for one in sent] == ["connection", "request for TLS", "TLS handshake", "password"]
    ((first, asked),) = read(sent[1].content)
    ((second, body),) = read(sent[3].content)
    assert (first, second, len(asked)) == (1, 2, 32)
    assert body.startswith(asked)
    assert int.from_bytes(asked[:4], "little") & 0x800


def test_a_password_in_full_is_sent_within_tls_alone_and_as_one_try():
    let, sent = login(greeting(CACHING, tls=True), packet(3, b"\1\4"), packet(5, OK))
    assert let is Let.IN
    assert read(sent[-1].content) == [(4, b"made-up\0")]
    assert sum(isinstance(one, Send) and one.trying is not None for one in sent) == 1
    assert login(greeting(CACHING, tls=True), packet(3, b"\1\4"), error(5, 1045))[0] is Let.OUT


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        ((error(0, 1130, "Host '127.0.0.1' is not allowed to connect"),), Cause.BLOCKED),
        ((error(0, 1129),), Cause.BLOCKED),
        ((error(0, 1040, "Too many connections"),), Cause.SERVER_ERROR),
        ((error(0, 1045),), Cause.BLOCKED),
        ((greeting(), error(2, 3118)), Cause.BLOCKED),
        ((greeting(), error(2, 3159)), Cause.BLOCKED),
        ((greeting(), error(2, 9999, "this account is locked")), Cause.BLOCKED),
        ((greeting(), error(2, 1053, "shutdown in progress")), Cause.SERVER_ERROR),
        ((greeting(), packet(2, b"\xfedialog\0" + SALT)), Cause.BLOCKED),
        ((greeting(), packet(2, b"\xfe")), Cause.BLOCKED),
        ((greeting(), packet(2, b"\x05")), Cause.NO_ANSWER),
        ((packet(0, b"\x09old"),), Cause.NO_ANSWER),
        ((b"SSH-2.0-made-up\r\n",), Cause.NO_ANSWER),
    ],
)
def test_what_is_neither_yes_nor_no_cannot_be_told(answers, cause):
    with pytest.raises(CannotTellError) as raised:
        login(*answers)
    assert raised.value.cause is cause


END = b"\xfe\0\0\2\0"
ROWS = (b"\2", b"\3def", b"\3def", END, b"\6canbao\x0aid,xm,sfzh", b"\2zd\xfc\3\0a,b", END)


def test_names_of_tables_and_columns_are_read():
    answer = b"".join(packet(number, body) for number, body in enumerate(ROWS, 1))
    assert not is_answered(answer[:-5])
    found, sent = told(held(), answer)
    assert (found.number, found.evidence.note) == (2, "the login opens 2 tables")
    assert names_in(answer) == b"canbao,id,xm,sfzh\nzd,a,b"
    assert sent[0].content[4:11] == b"\3select"


def test_who_may_not_ask_for_names_cannot_tell():
    with pytest.raises(CannotTellError):
        told(held(), error(1, 1142))
