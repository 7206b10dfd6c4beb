# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The headline says records and people apart, and claimed and verified apart."""

from mendsky.apps.site.sentences import headline


def figures(**changed):
    count = {"low": 2_000_000, "point": None, "high": 3_000_000, "grade": "G1"}
    return {
        "loopholes": 8,
        "provinces": 4,
        "open": 5,
        "records": {"low": 3_000_000, "point": 3_000_000, "high": 3_000_000, "grade": "G1"},
        "people": count,
        "at_risk": {"low": 1_000_000, "point": None, "high": 1_500_000, "grade": "G1"},
        "repaired": {"verified": 3, "claimed": 2, "false_claims": 1},
        "systems": {"in_scope": 60, "covered": 55, "undetermined": 5},
        **changed,
    }


def test_all_of_it(nation):
    said = headline(nation, "en", figures())
    assert said == (
        "8 loopholes in 4 provinces exposed 3 million records, of 2–3 million people. "
        "3 are verified repaired; owners claim 2 more. 1–1.5 million people are still at risk."
    )


def test_in_the_nations_own_language(nation):
    said = headline(nation, "zh-Hans", figures())
    assert said.startswith("4 个省份的 8 个漏洞暴露了 300 万条记录，涉及 200–300 万人。")
    assert " 仍有" not in said


def test_people_who_were_not_measured_are_not_guessed(nation):
    unknown = {"low": 0, "point": None, "high": None, "grade": "G1"}
    said = headline(nation, "en", figures(people=unknown, at_risk=None))
    assert "how many people they belong to has not been measured" in said
    assert "How many people are still at risk has not been measured." in said


def test_no_claim_is_not_mentioned(nation):
    said = headline(nation, "en", figures(repaired={"verified": 1, "claimed": 0, "false_claims": 0}))
    assert "1 is verified repaired. " in said


def test_nothing_open_is_nobody_at_risk(nation):
    assert headline(nation, "en", figures(open=0)).endswith("No verified loophole is open.")


def test_nothing_found_says_what_was_looked_at(nation):
    assert headline(nation, "en", figures(loopholes=0)) == (
        "No loophole has been verified in the 55 systems that could be looked at."
    )
