# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from mendsky.core.ledger.commitment import canonical
from mendsky.core.statistics.figures import figures, unions_wanted

CONTRACT = {
    "as_of", "sector", "loopholes", "high_risk", "provinces", "records", "people", "at_risk",
    "repaired", "open", "silent", "systems", "all", "by_province", "by_sector", "shares", "days",
    "definitions", "denominators",
}  # fmt: skip


def made(chronicle, provinces, as_of):
    return figures(
        chronicle.facts,
        as_of=as_of,
        nation_code="CN",
        provinces=provinces,
        sectors=("social-security", "hospitals"),
    )


@pytest.fixture
def told(chronicle):
    first = chronicle.case(
        "MS-1", "receive verify notify acknowledge claim-repair retest-clean", division="330100"
    )
    second = chronicle.case("MS-2", "receive verify notify escalate", division="330000")
    third = chronicle.case("MS-3", "receive verify notify", division="610200", sector="hospitals")
    for subject, people in ((first, 1_000), (second, 500)):
        chronicle.count(subject, "records", people + 20, people + 20, people + 20, "G3")
        chronicle.count(subject, "people", people, people, people, "G3")
    chronicle.count(third, "records", 70, 70, 70, "G1")
    chronicle.coverage("330000", 10, 9, 1)
    chronicle.coverage("130000", 7, 7, 0)
    chronicle.coverage("610000", 4, 2, 2, sector="hospitals")
    for sector in ("social-security", "all"):
        for division in ("CN", "330000"):
            chronicle.attest(f"{sector}/{division}/exposed", [first, second], 1_190, 1_200, 1_210, day=7)
    return chronicle


def test_the_headline_is_the_first_sectors(told, provinces, later):
    found = made(told, provinces, later)
    assert set(found) >= CONTRACT
    assert found["sector"] == "social-security"
    assert (found["loopholes"], found["high_risk"], found["provinces"], found["open"], found["silent"]) == (
        2,
        2,
        1,
        1,
        1,
    )
    assert found["people"] == {"low": 1_190, "point": 1_200, "high": 1_210, "grade": "G3"}
    assert found["at_risk"] == {"low": 500, "point": 500, "high": 500, "grade": "G3"}
    assert found["repaired"] == {"verified": 1, "claimed": 0, "false_claims": 0}
    assert found["systems"] == {"in_scope": 17, "covered": 16, "undetermined": 1}
    assert found["shares"]["people"] == {"G3": 1.0}


def test_all_sectors_have_their_own_denominators(told, provinces, later):
    found = made(told, provinces, later)["all"]
    assert (found["loopholes"], found["provinces"]) == (3, 2)
    assert found["systems"]["in_scope"] == 21
    assert found["people"] == {"low": 1_190, "point": None, "high": 1_280, "grade": "G1"}


def test_each_province_has_its_figures_also_where_nothing_was_found(told, provinces, later):
    found = made(told, provinces, later)
    assert set(found["by_province"]) == {"130000", "330000"}
    assert set(found["all"]["by_province"]) == {"130000", "330000", "610000"}
    assert found["by_province"]["130000"]["loopholes"] == 0
    assert found["by_province"]["130000"]["people"] == {"low": 0, "point": 0, "high": 0, "grade": "G4"}
    assert found["by_province"]["330000"]["people"]["point"] == 1_200


def test_each_sector_has_its_figures_of_the_nation(told, provinces, later):
    found = made(told, provinces, later)
    assert list(found["by_sector"]) == ["social-security", "hospitals"]
    headline, hospitals = found["by_sector"].values()
    assert headline.items() <= found.items()
    assert (hospitals["loopholes"], hospitals["open"], hospitals["provinces"]) == (1, 1, 1)
    assert hospitals["records"] == {"low": 70, "point": 70, "high": 70, "grade": "G1"}
    assert (hospitals["people"]["high"], hospitals["shares"]["people"]) == (70, {"bounds": 1.0})
    assert hospitals["systems"] == {"in_scope": 4, "covered": 2, "undetermined": 2}


def test_days_to_answer_and_repair_count_the_open_ones_by_nation_province_and_sector(told, provinces, later):
    found = made(told, provinces, later)
    assert found["days"] == {
        "to_answer": {"spans": 2, "ended": 1, "days": 1, "more_than": None},
        "to_repair": {"spans": 2, "ended": 1, "days": 4, "more_than": None},
    }
    open_only = {"spans": 1, "ended": 0, "days": None, "more_than": 58}
    assert found["all"]["by_province"]["610000"]["days"]["to_repair"] == open_only
    assert found["by_sector"]["hospitals"]["days"]["to_repair"] == open_only
    assert found["by_province"]["330000"]["days"] == found["days"]


def test_what_was_recorded_later_is_not_known_yet(told, provinces, later):
    early = made(told, provinces, later - timedelta(days=60) + timedelta(days=2))
    assert (early["loopholes"], early["open"], early["silent"], early["records"]["high"]) == (2, 2, 0, None)
    assert made(told, provinces, later - timedelta(days=60))["loopholes"] == 0


def test_the_same_facts_give_the_same_figures_as_json(told, provinces, later):
    assert canonical(made(told, provinces, later)) == canonical(made(told, provinces, later))


def test_the_unions_that_figures_need_are_named_beforehand(told, provinces, later):
    settings = {"as_of": later, "nation_code": "CN", "provinces": provinces, "sectors": ("social-security",)}
    assert unions_wanted(told.facts, **settings) == {}
    unattested = [fact for fact in told.facts if fact["type"] != "attestation"]
    assert unions_wanted(unattested, **settings) == {
        f"{sector}/{division}/exposed": ("place of MS-1", "place of MS-2")
        for sector in ("social-security", "all")
        for division in ("CN", "330000")
    }


def test_a_sector_beside_the_headline_needs_its_union_too(told, provinces, later):
    fourth = told.case("MS-4", "receive verify", division="610200", sector="hospitals")
    for subject in ("place of MS-3", fourth):
        told.count(subject, "people", 60, 60, 60, "G3")
    settings = {"as_of": later, "nation_code": "CN", "provinces": provinces}
    wanted = unions_wanted(told.facts, **settings, sectors=("social-security", "hospitals"))
    assert wanted["hospitals/CN/exposed"] == wanted["hospitals/CN/at-risk"] == ("place of MS-3", fourth)
    assert "hospitals/CN/exposed" not in unions_wanted(told.facts, **settings, sectors=("social-security",))


def test_without_its_union_a_total_says_so(told, provinces, later):
    told.facts = [fact for fact in told.facts if fact["type"] != "attestation"]
    found = made(told, provinces, later)
    assert found["people"] == {"low": 1_000, "point": None, "high": 1_500, "grade": "G3"}
    assert found["notes"] == [{"figure": "people", "note": "no-union"}]


def test_figures_need_a_sector_and_every_division(told, provinces, later):
    with pytest.raises(ValueError, match="sector"):
        figures(told.facts, as_of=later, nation_code="CN", provinces=provinces, sectors=())
    with pytest.raises(KeyError):
        figures(told.facts, as_of=later, nation_code="CN", provinces={}, sectors=("social-security",))
