# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters reach a real SMTP server, or say whether to try again."""

from dataclasses import replace

import pytest

from mendsky.net.service.allow import ServerNotAllowedError
from mendsky.net.service.mail import (
    AllowedBackend,
    Mail,
    PermanentRefusalError,
    TemporaryRefusalError,
    send,
)

LETTER = Mail(
    id="7d9f",
    address="office@owner.test",
    subject="编号 MS-CN-2015-0001",
    text="请修复。",
    html="<p>请修复。</p>",
    language="zh-Hans",
)


def test_a_letter_arrives_whole(post_office):
    send(LETTER)
    (letter,) = post_office.letters
    assert letter["Subject"] == LETTER.subject
    assert letter["To"] == LETTER.address
    assert letter["Content-Language"] == "zh-Hans"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_body(("plain",)).get_content().strip() == LETTER.text
    assert letter.get_body(("html",)).get_content().strip() == LETTER.html


def test_each_attempt_carries_the_same_identifier(post_office, settings):
    settings.DEFAULT_FROM_EMAIL = "Mendsky <watch@mendsky.test>"
    send(LETTER)
    send(LETTER)
    assert {letter["Message-ID"] for letter in post_office.letters} == {"<7d9f@mendsky.test>"}


def test_a_letter_of_plain_text_has_one_part(post_office):
    send(replace(LETTER, html=""))
    assert not post_office.letters[0].is_multipart()


def test_an_unknown_address_is_refused_for_good(post_office):
    post_office.replies[LETTER.address] = "550 no such mailbox"
    with pytest.raises(PermanentRefusalError, match="550"):
        send(LETTER)
    assert post_office.letters == []


@pytest.mark.parametrize("reply", ["450 mailbox busy", "421 closing"])
def test_a_busy_mailbox_is_tried_again(post_office, reply):
    post_office.replies[LETTER.address] = reply
    with pytest.raises(TemporaryRefusalError):
        send(LETTER)


@pytest.mark.parametrize(
    ("reply", "error"), [("554 not wanted", PermanentRefusalError), ("451 later", TemporaryRefusalError)]
)
def test_the_letter_itself_can_be_refused(post_office, reply, error):
    post_office.data_reply = reply
    with pytest.raises(error):
        send(LETTER)


def test_an_absent_server_is_tried_again(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.77.5.2", 9
    with pytest.raises(TemporaryRefusalError, match="ConnectionRefusedError"):
        send(LETTER)


def test_no_error_names_the_address(post_office):
    post_office.replies[LETTER.address] = f"550 {LETTER.address} is gone"
    with pytest.raises(PermanentRefusalError) as refused:
        send(LETTER)
    assert LETTER.address not in repr(refused.value)
    assert refused.value.__suppress_context__


def test_another_server_is_never_asked(settings, post_office):
    with pytest.raises(ServerNotAllowedError):
        AllowedBackend(host="127.77.5.3", port=25)
    assert post_office.letters == []
