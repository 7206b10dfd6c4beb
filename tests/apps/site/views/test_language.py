# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language is switched by a plain link that leads back, and never elsewhere."""

import pytest


def test_it_is_remembered_and_leads_back(client, synthetic):
    answer = client.get("/language/en/", {"next": "/method/"})
    assert (answer.status_code, answer["Location"]) == (302, "/method/")
    assert 'lang="en"' in client.get("/method/").text


@pytest.mark.parametrize("elsewhere", ["https://example.test/", "//example.test/", "javascript:alert(1)", ""])
def test_it_never_leads_elsewhere(client, synthetic, elsewhere):
    assert client.get("/language/en/", {"next": elsewhere})["Location"] == "/"


def test_a_language_that_the_nation_has_not_is_not_found(client, synthetic):
    assert client.get("/language/xx/").status_code == 404
