# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frame says whether all is made up, which release is the latest, and leads to the other language."""

from mendsky.apps.site.frame import frame


def test_a_synthetic_database_wears_its_banner(english, synthetic):
    assert "synthetic systems and people" in english.get("/method/").text


def test_a_real_database_wears_none(english, db):
    assert "synthetic systems and people" not in english.get("/method/").text


def test_the_latest_release_stands_below(english, release):
    assert release.id in english.get("/method/").text


def test_the_other_language_leads_back_to_the_same_page(rf, db):
    values = frame(rf.get("/cases/MS-CN-2015-0001/?x=1", HTTP_ACCEPT_LANGUAGE="en"))
    (other,) = values["other_languages"]
    assert (other.code, other.name) == ("zh-Hans", "中文")
    assert other.address == "/language/zh-Hans/?next=%2Fcases%2FMS-CN-2015-0001%2F%3Fx%3D1"
