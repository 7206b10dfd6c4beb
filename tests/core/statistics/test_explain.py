# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.statistics.definitions import DEFINITIONS, DENOMINATORS
from mendsky.core.statistics.explain import ExplainError, explain
from mendsky.core.statistics.figures import figures
from mendsky.core.terms.instants import instant_text

SECTORS = ("social-security", "hospitals")


@pytest.fixture
def document(chronicle, provinces, later):
    """A release of four cases: two counted by a census and united, two bounded by records only."""
    one = chronicle.case("MS-1", "receive verify notify acknowledge claim-repair retest-clean")
    two = chronicle.case("MS-2", "receive verify notify escalate", division="610200")
    three = chronicle.case("MS-3", "receive verify notify claim-repair", level="medium")
    four = chronicle.case("MS-4", "receive verify", division="610200", sector="hospitals")
    for place, people in ((one, 900), (two, 500)):
        chronicle.count(place, "records", people, people, people, "G3")
        chronicle.count(place, "people", people, people, people, "G3")
    for place, records in ((three, 70), (four, 300)):
        chronicle.count(place, "records", records, records, records, "G1")
    chronicle.coverage("330000", 10, 9, 1)
    chronicle.coverage("610000", 4, 4, 0, sector="hospitals")
    chronicle.attest("social-security/CN/exposed", [one, two], 1_290, 1_300, 1_310, day=7)
    return {
        "format": "mendsky-release/1",
        "as_of": instant_text(later),
        "nation": "CN",
        "figures": figures(
            chronicle.facts, as_of=later, nation_code="CN", provinces=provinces, sectors=SECTORS
        ),
        "definitions": {
            "figures": {name: {"en": f"what {name} means"} for name in DEFINITIONS},
            "denominators": dict(DENOMINATORS),
        },
        "divisions": provinces,
        "facts": [{"fact": fact} for fact in chronicle.facts] + [{"fact": None}],
    }


def test_a_count_of_cases_names_them_with_its_denominator(document):
    found = explain(document, "open")
    assert (found.value, found.cases) == (2, ("MS-2", "MS-3"))
    assert (found.counted_out_of, found.out_of) == ("loopholes", 3)
    assert found.definition == {"en": "what open means"}
    assert found.facts == {"event": 8}
    assert (found.sector, found.division, found.next_census) == ("social-security", "CN", None)


@pytest.mark.parametrize(
    ("figure", "cases"),
    [
        ("loopholes", ("MS-1", "MS-2", "MS-3")),
        ("all.loopholes", ("MS-1", "MS-2", "MS-3", "MS-4")),
        ("high_risk", ("MS-1", "MS-2")),
        ("repaired.verified", ("MS-1",)),
        ("repaired.claimed", ("MS-3",)),
        ("repaired.false_claims", ()),
        ("silent", ("MS-2",)),
        ("undeliverable", ()),
        ("days.to_answer", ("MS-1", "MS-2", "MS-3")),
        ("by_sector.hospitals.loopholes", ("MS-4",)),
        ("by_province.330000.open", ("MS-3",)),
        ("all.by_province.610000.open", ("MS-2", "MS-4")),
    ],
)
def test_each_figure_names_as_many_cases_as_it_says(document, figure, cases):
    found = explain(document, figure)
    assert found.cases == cases
    assert isinstance(found.value, dict) or found.value == len(cases)


def test_people_say_what_they_rest_on_and_which_census_would_help_most(document):
    found = explain(document, "people")
    assert found.value == {"low": 1_290, "point": None, "high": 1_380, "grade": "G1"}
    assert found.facts == {"attestation": 1, "count": 5, "event": 14}
    assert set(found.shares) == {"G3", "bounds"}
    assert found.next_census is not None
    assert (found.next_census.cases, found.next_census.bound) == (("MS-3",), 70)
    everywhere = explain(document, "all.people").next_census
    assert everywhere is not None
    assert (everywhere.cases, everywhere.division, everywhere.bound) == (("MS-4",), "610200", 300)


def test_at_risk_looks_at_open_places_only(document):
    found = explain(document, "at_risk")
    assert found.cases == ("MS-2", "MS-3")
    assert (found.counted_out_of, found.out_of["high"]) == ("people", 1_380)


def test_systems_rest_on_coverage(document):
    found = explain(document, "systems.covered")
    assert (found.value, found.facts, found.cases) == (9, {"coverage": 1}, ())
    assert explain(document, "all.systems.in_scope").facts == {"coverage": 2}


def test_every_figure_of_a_release_can_be_explained_as_json(document):
    for name in DEFINITIONS:
        told = explain(document, name).as_json()
        assert told["facts"]["count"] == sum(told["facts"]["by_type"].values())
        assert told["definition"]


@pytest.mark.parametrize(
    "figure",
    ["", "x", "all", "repaired", "by_province.999999.open", "by_sector.x.open", "by_province.330000.x"],
)
def test_what_is_no_figure_is_refused_in_one_line(document, figure):
    with pytest.raises(ExplainError) as caught:
        explain(document, figure)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("changed", [{"facts": [7]}, {"divisions": {}}, {"figures": 7}, {"definitions": {}}])
def test_a_damaged_release_is_said(document, changed):
    with pytest.raises(ExplainError, match="damaged"):
        explain(document | changed, "people")
    with pytest.raises(ExplainError, match="not a release"):
        explain({}, "people")
