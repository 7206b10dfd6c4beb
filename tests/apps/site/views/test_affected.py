# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever may be affected finds steps by kind of data, and the way to a report."""

from mendsky.apps.site.views.affected import KINDS


def test_every_kind_has_its_steps_in_both_languages(english, synthetic, home):
    for language in ("en", "zh-Hans"):
        english.cookies["language"] = language
        said = english.get("/affected/").text
        assert [kind for kind in KINDS if f'id="{kind}"' not in said] == []
        assert 'href="/affected/report/"' in said


def test_the_law_of_the_day_is_cited(english, synthetic, home):
    said = english.get("/affected/").text
    assert "In force" in said or "law in force on 2 March 2015" in said
    assert "Social Insurance Law, article 81" in said
