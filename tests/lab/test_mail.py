# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mail sink, by a real SMTP client."""

import smtplib

import pytest


def test_letters_to_known_contacts_are_kept_with_the_labs_date(lab):
    lab.send(lab.contacts()["owner-sb-a04"])
    kept = lab.get("/mail?text=1")["letters"][-1]
    assert (kept["subject"], kept["recipients"]) == ("通知", 1)
    assert kept["text"].strip().endswith("/o/abc/")
    assert kept["at"] == "2015-03-02T09:00:00+08:00"
    assert "text" not in lab.get("/mail")["letters"][-1]


def test_authorities_have_mailboxes_too(lab):
    before = len(lab.get("/mail")["letters"])
    lab.send(lab.contacts()["authority-nation-cn"])
    lab.send(lab.contacts()["authority-city-340000"])
    assert len(lab.get("/mail")["letters"]) == before + 2


@pytest.mark.parametrize("who", ["owner-sj-5aa", "nobody"])
def test_a_full_mailbox_and_an_unknown_one_refuse_for_good(lab, who):
    before = lab.get("/mail")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        lab.send(lab.contacts().get(who, "nobody@lab.test"))
    assert [code for code, _ in refused.value.recipients.values()] == [550]
    after = lab.get("/mail")
    assert len(after["letters"]) == len(before["letters"])
    assert after["refused"] == before["refused"] + 1
