# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Releases are listed, shown, and handed out so that anyone can verify them."""

import hashlib
import json

from mendsky.verify.release import verify


def test_a_release_that_never_was_is_not_found(english, synthetic):
    assert english.get("/releases/2015-01-01-1/").status_code == 404
    assert english.get("/releases/2015-01-01-1.json").status_code == 404


def test_before_the_first_the_list_says_so(english, synthetic):
    assert "No release has been made yet." in english.get("/releases/").text


def test_the_list_names_each_release(english, release):
    assert f'href="/releases/{release.id}/"' in english.get("/releases/").text


def test_the_page_shows_figures_definitions_and_checkpoint(english, release):
    said = english.get(f"/releases/{release.id}/").text
    assert "600,000" in said
    assert "neither merged into another" in said
    assert release.root in said
    assert release.sha256 in said
    assert f"mendsky verify mendsky-{release.id}.json" in said


def test_anyone_can_download_and_verify_it(client, release):
    key = client.get("/releases/key")
    assert key["Content-Type"].startswith("text/plain")
    answer = client.get(f"/releases/{release.id}.json")
    assert answer["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == release.sha256
    assert verify(json.loads(answer.content), key.text.strip()).ok


def test_it_takes_few_queries(english, release, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        english.get(f"/releases/{release.id}/")
