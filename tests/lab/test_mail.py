# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mail sink, by a real SMTP client."""

import smtplib
from email.message import EmailMessage

import pytest


def send(lab, to, subject="通知", text="请查看 http://127.0.0.1:9/o/abc/"):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "watch@mendsky.test", to, subject
    letter.set_content(text)
    letter.add_alternative(f"<p>{text}</p>", subtype="html")
    host, _, port = lab.ready["smtp"].partition(":")
    with smtplib.SMTP(host, int(port), timeout=10) as client:
        client.send_message(letter)


def contacts(lab):
    return {row["organisation"]: row["email"] for row in lab.get("/inventory")["contacts"]}


def test_letters_to_known_contacts_are_kept_with_the_labs_date(lab):
    send(lab, contacts(lab)["owner-sb-a04"])
    kept = lab.get("/mail?text=1")["letters"][-1]
    assert (kept["subject"], kept["recipients"]) == ("通知", 1)
    assert kept["text"].strip().endswith("/o/abc/")
    assert kept["at"] == "2015-03-02T09:00:00+08:00"
    assert "text" not in lab.get("/mail")["letters"][-1]


def test_authorities_have_mailboxes_too(lab):
    send(lab, contacts(lab)["authority-nation-cn"])
    send(lab, contacts(lab)["authority-city-340000"])


@pytest.mark.parametrize("who", ["owner-sj-5aa", "nobody"])
def test_a_full_mailbox_and_an_unknown_one_refuse_for_good(lab, who):
    before = len(lab.get("/mail")["letters"])
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(lab, contacts(lab).get(who, "nobody@lab.test"))
    assert [code for code, _ in refused.value.recipients.values()] == [550]
    assert len(lab.get("/mail")["letters"]) == before
