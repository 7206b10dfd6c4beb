# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last screen of the demo, and the object that machines read instead."""

from types import SimpleNamespace

import pytest

from mendsky.cli import last_screen
from mendsky.cli.enactment import Enacted

FIGURES = {
    "as_of": "2015-04-24T10:00:00Z",
    "sector": "social-security",
    "loopholes": 8,
    "provinces": 4,
    "high_risk": 3,
    "records": {"low": 52_794_000, "point": 52_794_000, "high": 52_794_000, "grade": "G1"},
    "people": {"low": 49_140_000, "point": None, "high": 52_760_001, "grade": "G1"},
    "at_risk": {"low": 7, "point": None, "high": None, "grade": "G0"},
    "repaired": {"verified": 4, "claimed": 2, "false_claims": 1},
    "open": 4,
    "silent": 1,
    "undeliverable": 2,
    "shares": {"records": {"G1": 1.0}, "people": {"G3": 0.94, "bounds": 0.06}, "at_risk": {}},
    "systems": {"in_scope": 60, "covered": 57, "undetermined": 3},
}
KNOWN = {"false_positives": 0, "missed": 0}


def enacted(*, story="april-2015", ok=True, differences=(), hits=(), link=None, against=KNOWN):
    return Enacted(
        story=story,
        figures=FIGURES,
        release_id="R-1",
        verdict=SimpleNamespace(ok=ok, differences=differences),
        audit=SimpleNamespace(places=120, hits=hits, ok=not hits, as_json=lambda: {"ok": not hits}),
        against_truth=against,
        phases={"lab nation": 1.5, "release": 2.25},
        peak_bytes=512_000_000,
        logins=[("handler", "handler@demo.mendsky.test", "a password")],
        letter_link=link,
    )


@pytest.mark.parametrize(
    ("count", "text"),
    [
        ({"low": 7, "high": 7}, "7"),
        ({"low": 1000, "high": 25000}, "1,000–25,000"),
        ({"low": 9_420_001, "high": 10_480_001}, "9.4–10.5 million"),
        ({"low": 0, "high": None}, "at least 0"),
        (None, "suppressed"),
    ],
)
def test_a_count_is_shown_with_bounds_that_stay_true(count, text):
    assert last_screen.extent(count) == text


def test_the_screen_sets_what_was_published_beside_what_was_measured(capsys):
    last_screen.show(enacted(link="http://127.0.0.1:8001/o/x/"), 8001)
    said = " ".join(capsys.readouterr().out.split())
    for part in (
        "As of 2015-04-24", "synthetic", "as published 2015 as measured here", "loopholes 46 8",
        "records 52.794 million 52,794,000 G1", 'people "52 million" 49.1–52.8 million G3 94 %, bounds 6 %',
        'repaired "40 %" / "60 % not" 4 verified, 2 claimed, 1 of them false', "not examined",
        'silent "often no response" 1 organisation', "sound systems with a finding – 0 of 52",
        "57 of 60 covered, 3 und", "120 places, 0 hits", "R-1, verified", "lab nation 1.5 s 40 %", "3.8 s",
        "512 MB", "http://127.0.0.1:8001/desk/", "a password", "http://127.0.0.1:8001/o/x/",
    ):  # fmt: skip
        assert part in said, part


def test_another_story_is_compared_with_nothing_that_was_published(capsys):
    last_screen.show(enacted(story="drawn"), None)
    said = capsys.readouterr().out
    assert "2015 " not in said.partition("loopholes")[2]
    assert "Portal" not in said
    assert "a password" not in said


def test_what_went_wrong_stands_on_the_last_screen(capsys):
    hit = SimpleNamespace(place="file x", kind="email", count=2)
    last_screen.show(enacted(ok=False, differences=("root: …",), hits=(hit,)), None)
    said = capsys.readouterr().out
    assert "NOT VERIFIED" in said
    assert "differs: root: …" in said
    assert "kept: 2 × email in file x" in said


def test_json_has_the_figures_the_comparison_and_the_seconds():
    document = enacted().as_json()
    assert document | FIGURES == document
    assert (document["false_positives"], document["missed"], document["verified"]) == (0, 0, True)
    assert (document["seconds"], document["peak_bytes"]) == (3.75, 512_000_000)
    assert "logins" not in document
    assert "missed" not in enacted(against={}).as_json()
