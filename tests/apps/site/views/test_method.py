# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each figure is known can be read by anyone."""

import pytest


@pytest.mark.parametrize(("language", "word"), [("en", "counted once each"), ("zh-Hans", "每人只计一次")])
def test_anyone_reads_what_records_and_people_are(client, synthetic, language, word):
    client.cookies["language"] = language
    said = client.get("/method/").text
    assert word in said
    assert all(f">G{grade}<" in said for grade in range(5))
