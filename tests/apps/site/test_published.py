# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A published page is made once a release, for everybody alike, and holds no stranger's word."""

from datetime import timedelta

import pytest

from mendsky.apps.publication import services
from mendsky.apps.site import published


def pages(home):
    return sorted(path.name for path in (home / published.FOLDER).rglob("*.html"))


def test_a_page_is_made_once_and_then_read_from_its_file(english, release, home, monkeypatch):
    first = english.get("/").text
    assert len(pages(home)) == 1
    monkeypatch.setattr("mendsky.apps.site.views.home._page", None)
    assert english.get("/").text == first


def test_each_language_and_each_known_parameter_has_a_page_of_its_own(client, release, home):
    for language in ("en", "zh-Hans"):
        client.cookies["language"] = language
        for query in ("", "?map=days", "?sector=all", f"?as_of={release.id}"):
            client.get(f"/{query}")
    assert len(pages(home)) == 8


@pytest.mark.parametrize("query", ["?x=evil", "?map=evil", "?map=days&map=silent", "?sector=evil"])
def test_what_a_stranger_typed_is_kept_nowhere(english, release, home, query):
    assert english.get(f"/{query}").status_code == 200
    assert not (home / published.FOLDER).exists()


def test_a_new_release_makes_new_pages_and_removes_the_old(english, world, release, home, synthetic):
    english.get("/")
    old = pages(home)
    later = world.now + timedelta(days=1)
    synthetic(later)
    services.release(later)
    assert "3 March 2015" in english.get("/").text
    assert len(pages(home)) == 1
    assert (home / published.FOLDER / release.id).exists() is False
    assert old


def test_who_is_logged_in_gets_a_page_of_their_own(logged_in, release, home):
    said = logged_in("handler").get("/").text
    assert "/desk/" in said
    assert not (home / published.FOLDER).exists()


def test_nothing_but_a_good_answer_is_kept(english, release, home):
    assert english.get("/provinces/xx/").status_code == 404
    assert not (home / published.FOLDER).exists()


def test_others_may_keep_it_for_a_minute(english, release):
    assert english.get("/")["Cache-Control"] == "max-age=60"
