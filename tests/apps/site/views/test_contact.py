# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Machines find how to report a loophole of ours, and what to keep out of."""

from datetime import UTC, datetime, timedelta


def test_security_txt_has_what_rfc_9116_requires(client, db):
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"].startswith("mailto:")
    assert (
        datetime.now(UTC)
        < datetime.fromisoformat(fields["Expires"])
        < datetime.now(UTC) + timedelta(days=365)
    )
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert fields["Preferred-Languages"] == "zh, en"


def test_robots_keep_out_of_letters_links(client, db):
    assert "Disallow: /o/" in client.get("/robots.txt").text.splitlines()
