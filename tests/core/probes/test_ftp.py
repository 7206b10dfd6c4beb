# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.ftp import Reply, is_whole, listed, replies, say, transfer
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Page
from mendsky.core.terms.streams import Dial, Send
from tests.probing import page_of


@pytest.mark.parametrize(
    ("heard", "codes"),
    [
        (b"220 ready\r\n", [220]),
        (b"220\n", [220]),
        (b"220-hello\r\n 230 not yet\r\n220 ready\r\n", [220]),
        (b"150 comes\r\n226-almost\r\n226 done\r\n", [150, 226]),
        (b"220-hello\r\n220-more\r\n", None),
        (b"220 ready", None),
        (b"SSH-2.0\r\n", None),
        (b"920 x\r\n", None),
        (b"", None),
    ],
)
def test_replies_are_read_as_the_standard_has_them(heard, codes):
    read = replies(heard)
    assert (None if read is None else [reply.code for reply in read]) == codes


@pytest.mark.parametrize("heard", [b"2", b"220", b"220 rea", b"220-a\r\n", b"220-a\r\n220", b"220\r"])
def test_a_beginning_is_waited_for(heard):
    assert not is_whole(heard)


@pytest.mark.parametrize("heard", [b"SSH-2.0\r\n", b"\x15\x03", b"999", b"220x", bytes(4), b"220 a\r\n"])
def test_a_whole_reply_and_what_can_be_none_are_not(heard):
    assert is_whole(heard)


@given(st.binary(max_size=60))
def test_nothing_makes_reading_raise(heard):
    is_whole(heard)
    replies(heard)
    listed(heard)


LISTING = (
    b"total 12\r\n"
    b"drwxr-xr-x    2 ftp      ftp          4096 Mar 02  2015 pub\r\n"
    b"-rw-r--r--    1 ftp      ftp        812345 Mar 02 08:11 a name.csv\r\n"
    b"lrwxrwxrwx    1 ftp      ftp             4 Mar 02 08:11 old -> /pub\r\n"
    b"-rw-r--r--+   1 1000     users           7 Mar 02 08:11 b.txt\r\n"
    b"drwxr-xr-x    2 ftp      ftp          4096 Mar 02  2015 ..\r\n"
    b"03-02-15  08:11AM       <DIR>          data\r\n"
    b"03-02-2015  08:11               812345 \xc3\xfb\xb5\xa5.csv\r\n"
)


def test_listings_of_unix_and_windows_are_read():
    found = listed(LISTING)
    assert [(one.name.encode(errors="surrogateescape"), one.size, one.directory) for one in found] == [
        (b"pub", 4096, True),
        (b"a name.csv", 812345, False),
        (b"old", 4, True),
        (b"b.txt", 7, False),
        (b"data", 0, True),
        (b"\xc3\xfb\xb5\xa5.csv", 812345, False),
    ]
    assert listed(b"") == ()


@pytest.mark.parametrize("line", [b"<html>\r\n", b"pub\r\n", LISTING[:45]])
def test_a_listing_of_which_a_line_cannot_be_read_is_none(line):
    assert listed(line) is None


def run(generator, *heard):
    """Answer what is asked, one text for each question that hears; gives what was asked, and the end."""
    asked, texts = [], iter(heard)
    question = next(generator)
    while True:
        asked.append(question)
        hears = not isinstance(question, Send | Dial)
        try:
            question = generator.send(page_of("x", next(texts)) if hears else Page(target="x"))
        except StopIteration as end:
            return asked, end.value


def test_a_command_is_said_and_its_reply_heard():
    asked, end = run(say("PWD", b"PWD"), '257 "/"\r\n')
    assert asked[0] == Send(b"PWD\r\n", target="PWD")
    assert end == (Reply(code=257, text='"/"'),)
    assert run(say("PWD", b"PWD"), "hello\r\n")[1] is Cause.NO_ANSWER


@pytest.mark.parametrize(
    ("heard", "port"),
    [
        (["229 Entering (|||40001|)\r\n"], 40001),
        (["500 what?\r\n", "227 Entering Passive Mode (192,0,2,1,156,65).\r\n"], 40001),
        (["522 no\r\n", "227 =10,0,0,1,156,65\r\n"], 40001),
    ],
)
def test_only_the_port_is_taken_never_the_address(heard, port):
    asked, end = run(
        transfer("LIST", b"LIST", 9, lambda page: len(page.body)), *heard, "150 x\r\n226 y\r\n", "x"
    )
    assert [one for one in asked if isinstance(one, Dial)] == [Dial(port, target="data connection")]
    assert end.done


@pytest.mark.parametrize("reply", ["229 (|||22|)\r\n", "227 (127,0,0,1,0,25)\r\n"])
def test_a_port_of_another_service_is_not_dialled(reply):
    heard = [reply] if reply.startswith("229") else ["500 x\r\n", reply]
    asked, end = run(transfer("LIST", b"LIST", 9, lambda page: len(page.body)), *heard)
    assert end is Cause.REDIRECTED
    assert not any(isinstance(one, Dial) for one in asked)


@pytest.mark.parametrize("reply", ["229 (|||99999|)\r\n", "229 (|||0|)\r\n", "229 ()\r\n"])
def test_no_port_that_cannot_be_is_dialled(reply):
    asked, end = run(transfer("LIST", b"LIST", 9, lambda page: len(page.body)), reply, "502 x\r\n")
    assert isinstance(end, Cause)
    assert not any(isinstance(one, Dial) for one in asked)


def test_what_is_not_there_is_none_and_how_it_ended_is_told():
    heard = ["229 (|||40001|)\r\n"]
    assert run(transfer("RETR", b"RETR x", 9, lambda page: len(page.body)), *heard, "550 no\r\n")[1] is None
    assert (
        run(transfer("RETR", b"RETR x", 9, lambda page: len(page.body)), *heard, "425 no\r\n")[1]
        is Cause.BLOCKED
    )
    _, end = run(
        transfer("RETR", b"RETR x", 9, lambda page: len(page.body)),
        *heard,
        "150 x\r\n",
        "abc",
        "426 broken\r\n",
    )
    assert (end.seen, end.done, end.cut) == (3, False, False)
