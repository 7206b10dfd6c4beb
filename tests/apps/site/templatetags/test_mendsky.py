# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags write in the page's language and escape what they are given."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import Context, Template

SITE = Path(__file__).parents[4] / "mendsky" / "apps"
TAG = re.compile(r"""\{%\s*text\s+["']([a-z0-9.-]+)["']\s*([^%]*)%\}""")


def written(source, **values):
    return Template(source).render(Context({"language": "en", **values}))


def test_parts_of_a_key_are_joined():
    assert written('{% text "state" state %}', state="repaired") == "repair verified"


def test_values_are_set_in_and_escaped():
    assert written('{% text "page.release.title" id=id %}', id="<b>") == "Release &lt;b&gt;"


def test_a_grade_says_what_it_means():
    assert "keyed sketch" in written("{% grade 'G3' %}")
    assert written("{% grade none %}", none=None) == ""


def test_an_instant_is_readable_by_machines_too():
    moment = datetime(2015, 4, 24, 10, 0, tzinfo=UTC)
    assert written("{% instant moment %}", moment=moment) == (
        '<time datetime="2015-04-24T10:00:00+00:00">24 April 2015, 18:00</time>'
    )
    assert written("{% day moment %}", moment=None) == "–"


def test_places_are_named_with_those_above_them():
    assert written('{% division "130900" %}') == "Cangzhou, Hebei"


@pytest.mark.parametrize(("state", "tone"), [("repaired", "good"), ("refuted", "doubt"), ("notified", "")])
def test_a_state_has_its_tone(state, tone):
    assert written("{{ state|tone }}", state=state) == tone


def test_each_text_that_a_template_names_is_in_every_language(nation):
    missing = []
    for path in sorted(SITE.rglob("templates/**/*.html")):
        for key, rest in TAG.findall(path.read_text(encoding="utf-8")):
            whole = not rest.strip() or "=" in rest.split()[0] or rest.split()[0] == "as"
            for language in nation.languages:
                known = nation.texts[language]
                if key not in known if whole else not any(name.startswith(f"{key}.") for name in known):
                    missing.append((path.name, language, key))
    assert missing == []
