# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.statistics.headline import FEWER, Scope, coverage, headline, in_scope, systems
from mendsky.core.statistics.loopholes import loopholes
from mendsky.core.statistics.people import read_counts

NATION = Scope(sector="social-security", division="CN")
NO_SYSTEMS = {"in_scope": 0, "covered": 0, "undetermined": 0}


def block(chronicle, provinces, later, scope=NATION):
    found = in_scope(loopholes(chronicle.facts, provinces=provinces), scope, "CN")
    return headline(found, read_counts(chronicle.facts, as_of=later), NO_SYSTEMS, scope)


def test_claimed_verified_and_false_claims_are_kept_apart(chronicle, provinces, later):
    chronicle.case("MS-1", "receive verify notify claim-repair")
    chronicle.case("MS-2", "receive verify notify claim-repair retest-exposed")
    chronicle.case("MS-3", "receive verify notify claim-repair retest-exposed claim-repair retest-clean")
    chronicle.case("MS-4", "receive verify notify claim-repair retest-exposed acknowledge")
    figures = block(chronicle, provinces, later)
    assert figures["repaired"] == {"verified": 1, "claimed": 2, "false_claims": 1}
    assert (figures["loopholes"], figures["open"]) == (4, 3)


def test_provinces_and_risk_are_counted(chronicle, provinces, later):
    chronicle.case("MS-1", "receive verify", division="330100")
    chronicle.case("MS-2", "receive verify", division="330000", level="medium")
    chronicle.case("MS-3", "receive verify", division="610200")
    chronicle.case("MS-4", "receive verify", division="CN")
    figures = block(chronicle, provinces, later)
    assert (figures["provinces"], figures["high_risk"], figures["loopholes"]) == (2, 3, 4)


def test_a_scope_holds_its_own_sector_and_division_only(chronicle, provinces):
    chronicle.case("MS-1", "receive verify", division="330100")
    chronicle.case("MS-2", "receive verify", division="330100", sector="hospitals")
    chronicle.case("MS-3", "receive verify", division="610200", sector="hospitals")
    found = loopholes(chronicle.facts, provinces=provinces)
    assert len(in_scope(found, NATION, "CN")) == 1
    assert len(in_scope(found, Scope(sector="all", division="CN"), "CN")) == 3
    assert len(in_scope(found, Scope(sector="all", division="330000"), "CN")) == 2
    assert len(in_scope(found, Scope(sector="hospitals", division="610000"), "CN")) == 1


def test_repaired_places_are_exposed_but_no_longer_at_risk(chronicle, provinces, later):
    for name, story in (("MS-1", "receive verify notify retest-clean"), ("MS-2", "receive verify")):
        chronicle.count(chronicle.case(name, story), "records", 100, 100, 100, "G1")
    figures = block(chronicle, provinces, later)
    assert figures["records"] == {"low": 200, "point": 200, "high": 200, "grade": "G1"}
    assert figures["people"] == {"low": 0, "point": None, "high": 200, "grade": "G1"}
    assert figures["at_risk"]["high"] == 100


@pytest.mark.parametrize(("people", "shown"), [(0, True), (1, False), (9, False), (10, True)])
def test_a_handful_of_people_is_not_published(chronicle, provinces, later, people, shown):
    subject = chronicle.case("MS-1", "receive verify")
    chronicle.count(subject, "people", people, people, people, "G3")
    figures = block(chronicle, provinces, later)
    assert (figures["people"] is not None) is shown
    assert figures["suppressed"] == ({} if shown else {"people": FEWER, "at_risk": FEWER})


def test_coverage_is_that_of_the_latest_day_of_each_cell(chronicle):
    chronicle.coverage("330000", 10, 8, 1, day=1)
    chronicle.coverage("330000", 10, 9, 1, day=2)
    chronicle.coverage("610000", 5, 5, 0, day=1)
    chronicle.coverage("330000", 3, 3, 0, sector="hospitals", day=1)
    latest = coverage(chronicle.facts)
    assert systems(latest, NATION, "CN") == {"in_scope": 15, "covered": 14, "undetermined": 1}
    assert systems(latest, Scope(sector="all", division="330000"), "CN")["in_scope"] == 13
