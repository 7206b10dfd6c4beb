# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail: heads, texts in any encoding, attachments, many messages, and text that only looks like it."""

from email.message import EmailMessage

from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked, zipped


def message(text, attached=None, subject="名单"):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", subject
    made["Date"] = "Mon, 02 Mar 2015 09:00:00 +0800"
    made.set_content(text, charset="gb18030", cte="base64")
    for name, content in (attached or {}).items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_head_text_and_attachments_are_read():
    content = message(f"身份证 {PEOPLE[0]}", {"名单.zip": zipped({"a.csv": TABLE})}, f"关于 {PEOPLE[1]}")
    for given in (content, in_pieces(content, 99)):
        done = walked(given, "a.eml")
        assert f"Subject: 关于 {PEOPLE[1]}" in done.texts["a.eml!head"].decode()
        assert f"身份证 {PEOPLE[0]}" in next(
            text.decode() for name, text in done.texts.items() if "part" in name
        )
        assert done.texts["a.eml!名单.zip!a.csv"] == TABLE
        assert "名单.zip" in done.names


def test_many_messages_in_one_file_are_read():
    one = b"From a@example.org Mon Mar  2 09:00:00 2015\n"
    box = b"\n".join(one + message(f"{value} x") for value in PEOPLE)
    for given in (box, in_pieces(box, 501)):
        done = walked(given, "a.mbox")
        assert [done.count(value) for value in PEOPLE] == [1, 1, 1]
        assert sum(name.endswith("/head") for name in done.texts) == 3


def test_a_message_above_the_limit_is_read_as_bytes_and_said():
    done = walked(in_pieces(message("x", {"a.csv": TABLE * 100}), 999), "a.eml", Limits(in_memory=4000))
    assert "too-big" in done.causes.values()
    assert done.count(PEOPLE[0]) == 100


def test_a_cut_message_gives_what_it_has():
    whole = message(f"身份证 {PEOPLE[0]}", {"a.csv": TABLE})
    assert walked(whole[:-60], "a.eml").count(PEOPLE[0]) >= 1


def test_other_text_with_colons_is_no_mail():
    text = b"host: a\nport: 1\nname: x\nid: " + PEOPLE[0].encode()
    assert list(walked(text, "a.yaml").texts) == ["a.yaml"]
