# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nation of April 2015: its truth, and that a year is enough for every owner."""

from collections import Counter
from datetime import timedelta

import pytest

from mendsky.core.rules.deadlines import add_working_days
from mendsky.core.terms.nations import DivisionLevel
from mendsky.lab.people import distinct
from mendsky.lab.story import Act, Since
from mendsky.lab.story_april import BEYOND, ENDS, STARTS, TABLE, april, packaged
from mendsky.lab.story_around import NOT_COVERED, OTHERS_SWEEP_HOURS, SWEEP_HOURS
from mendsky.lab.story_rows import read
from tests.lab.test_story_rows import changed

FOUND = (
    (TABLE, timedelta()),
    (TABLE, timedelta(hours=SWEEP_HOURS)),
    (BEYOND, timedelta()),
    (BEYOND, timedelta(hours=OTHERS_SWEEP_HOURS)),
)
"""Tables, and how long after it appears a weakness is found: at once, or by the sweep that follows."""
LOOKS_TWICE = timedelta(hours=1)
"""Between the first positive and the letter, with room; also for a retest."""
HANDLER = timedelta(days=14)
"""In which a handler answers a dispute."""
PROMISED = timedelta(days=366)
LINK_TERM = timedelta(days=120)


@pytest.fixture(scope="module")
def story(nation):
    return april(nation, 0)


@pytest.fixture(scope="module")
def weak(story):
    return [system for system in story.systems if system.weakness]


@pytest.fixture(scope="module")
def social(weak):
    return [system for system in weak if system.sector == "social-security"]


def test_the_truth_is_that_of_the_table(nation, social):
    assert len(social) == 46
    assert sum(system.high_risk for system in social) == 44
    assert len({nation.province_of(system.division) for system in social}) == 19
    assert sum(system.holding.records for system in social) == 52_794_000
    assert distinct(system.holding for system in social) == 52_004_000
    assert distinct(system.holding for system in social if system.ends != "repaired") == 10_359_000


def test_states_of_the_last_day_are_those_of_the_table(social):
    assert Counter(system.ends for system in social) == {
        "repaired": 18, "silent": 13, "acknowledged": 5, "planned": 4, "claimed": 3, "disputed": 2,
        "undeliverable": 1,
    }  # fmt: skip


def test_people_are_shared_exactly_as_the_table_says_and_nowhere_else(social):
    holdings = sorted((system.holding for system in social), key=lambda holding: holding.first)
    shared = []
    for position, one in enumerate(holdings):
        for other in holdings[position + 1 :]:
            common = min(one.first + one.people, other.first + other.people) - other.first
            if common > 0:
                shared.append(common)
    assert sorted(shared) == [50_000, 113_000, 121_000, 182_000]


def test_over_thirty_provinces_are_touched_and_three_are_not_measured(nation, story, weak):
    assert len({nation.province_of(system.division) for system in weak}) == 31
    covered = Counter(nation.province_of(system.division) for system in story.systems if not system.weakness)
    assert min(covered.values()) >= 6
    assert {tile.division for tile in nation.tiles} - set(covered) == NOT_COVERED


def test_there_are_five_hundred_systems_and_most_are_sound(story, weak):
    odd = [system.odd for system in story.systems if system.odd]
    assert len(odd) == 12
    assert odd.count("never-answers") <= 2
    assert len(story.systems) >= 500
    assert len(story.systems) - len(odd) - len(weak) >= 420
    for every, of_the_story in ((672, True), (2016, False)):
        swept = [system for system in story.systems if (system.sector == "social-security") is of_the_story]
        assert {system.sweep_every_hours for system in swept} == {every}
        assert any(system.weakness for system in swept)
        assert any(system.weakness is None for system in swept)


def test_places_keep_their_name_only_where_it_was_published(nation, story, weak):
    named = {
        system.names["en"]
        for system in weak
        if nation.divisions[system.division].level > DivisionLevel.PROVINCE
    }
    places = ("Shenyang", "Changchun", "Yantai", "Cangzhou", "Tongchuan", "Jinhua", "Yongkang")
    assert sorted(place for place in places for name in named if place in name) == sorted([*places, "Jinhua"])
    assert len(named) == len(places)
    for row in (*story.organisations, *story.systems):
        assert "合成演示" in row.names["zh-Hans"]
    called = Counter(owner.names["zh-Hans"] for owner in story.organisations)
    assert max(called.values()) == 1


def test_the_one_writable_register_and_the_two_lists_without_numbers_are_made_so(social):
    assert [system.division for system in social if system.weakness.writable] == ["610000"]
    shown = {
        system.weakness.kind: system.weakness.shows for system in social if system.weakness.shows != "numbers"
    }
    assert shown == {"directory-listing": "posts", "published-list": "masked"}
    assert {system.weakness.shows for system in social if not system.high_risk} == {"posts", "masked"}


def test_a_letter_may_be_refused_with_and_without_a_second_contact(story):
    bouncing = sorted((owner.division, owner.unreachable) for owner in story.organisations if owner.bounces)
    assert bouncing == [("420000", False), ("420000", True), ("610000", True)]


def test_some_offices_name_a_post_that_answers_and_some_do_not(story):
    named = Counter(bool(owner.officer) for owner in story.organisations if owner.level is None)
    assert min(named.values()) > 100


def test_the_seed_draws_how_things_are_made_and_never_what_happens(nation, story):
    other = april(nation, 1)
    assert april(nation, 0) == story

    def made(told):
        return {system.names["en"]: system.weakness for system in told.systems if system.weakness}

    def happens(told):
        return {
            system.names["en"]: (system.holding.people, system.weakness.appears, system.ends)
            for system in told.systems if system.weakness
        }  # fmt: skip

    assert made(other) != made(story)
    assert happens(other) == happens(story)


def test_neither_key_nor_address_tells_a_weak_system(story):
    positions = [number for number, system in enumerate(story.systems) if system.weakness]
    assert max(positions) - min(positions) > 400
    prefixes = Counter(system.key.partition("-")[0] for system in story.systems if system.weakness)
    assert len(prefixes) == 5


@pytest.mark.parametrize(
    ("location", "cells", "figures"),
    [
        ("Shenyang", {"records": "16440000", "people": "16180000"}, (46, 60_094_000, 10_359_000, 19)),
        ("a county of Sichuan", {"owner_behaviour": "repairs in 9 days", "state_2015_04_24": "repaired"},
         (46, 52_004_000, 10_305_000, 19)),
        ("a county of Hunan", {"province": "Gansu"}, (46, 52_004_000, 10_359_000, 20)),
        ("a city of Hunan", {"owner_behaviour": "false claim: hides the form; retest fails",
                             "state_2015_04_24": "claimed"}, (46, 52_004_000, 12_122_000, 19)),
    ],
)  # fmt: skip
def test_a_changed_table_changes_the_truth_accordingly(nation, location, cells, figures):
    changed_story = april(nation, 0, changed(packaged(TABLE), location, **cells))
    social = [s for s in changed_story.systems if s.weakness and s.sector == "social-security"]
    assert figures == (
        len(social),
        distinct(system.holding for system in social),
        distinct(system.holding for system in social if system.ends != "repaired"),
        len({nation.province_of(system.division) for system in social}),
    )


def told_above(since, letter, nation):
    """Give when province or nation are told of an owner that says nothing, every level taking its time."""
    instant = add_working_days(nation.calendar, letter, nation.clocks.answer_working_days)
    for _ in range({Since.PROVINCE: 1, Since.NATION: 2}[since]):
        instant = add_working_days(nation.calendar, instant, nation.clocks.escalate_working_days)
    return instant + LOOKS_TWICE


def lived(row, letter, nation, *, sweep):
    """Give when each of an owner's steps happens, where a sweep takes so long to see what came back."""
    done, starts = [], {Since.LETTER: letter}
    for step in row.steps:
        if step.since not in starts:
            last = done[-1][0] if done else letter
            starts[step.since] = {
                Since.RETURN: lambda last=last: last + sweep + LOOKS_TWICE,
                Since.OVERRULED: lambda last=last: last + HANDLER,
            }.get(step.since, lambda since=step.since: told_above(since, letter, nation))()
        when = max(starts[step.since] + step.after, done[-1][0] if done else letter)
        done.append((max(when, step.not_before or when), step))
    return done


@pytest.mark.parametrize(("table", "sweep"), FOUND)
def test_every_state_is_reached_within_the_year_however_late_a_weakness_is_found(nation, table, sweep):
    for row in read(packaged(table), nation, table):
        letter = row.appears + sweep + LOOKS_TWICE
        assert row.appears >= STARTS, row.location
        done = lived(row, letter, nation, sweep=sweep)
        last = done[-1][0] if done else letter
        acts = [step.act for _, step in done]
        if row.state == "repaired":
            assert last + LOOKS_TWICE + nation.clocks.recheck_after < ENDS, row.location
            assert acts[-1] is Act.CLAIM or acts == [Act.REPAIR], row.location
        elif row.state in {"silent", "undeliverable"}:
            assert not done, row.location
            assert add_working_days(nation.calendar, letter, nation.clocks.answer_working_days) < ENDS, (
                row.location
            )
        else:
            word = {"claimed": Act.CLAIM, "planned": Act.PLAN, "disputed": Act.DISPUTE,
                    "acknowledged": Act.ACKNOWLEDGE}[row.state]  # fmt: skip
            assert last + LOOKS_TWICE < ENDS, row.location
            assert [act for act in acts if act is not Act.CENSUS][-1] is word, row.location
        assert (Act.CENSUS in acts) is row.census, row.location


@pytest.mark.parametrize(("table", "sweep"), FOUND)
def test_no_owner_promises_beyond_a_year_nor_opens_a_link_that_is_over(nation, table, sweep):
    for row in read(packaged(table), nation, table):
        letter = row.appears + sweep + LOOKS_TWICE
        for when, step in lived(row, letter, nation, sweep=sweep):
            if step.until is not None:
                assert ENDS.date() < step.until <= (when + PROMISED).date(), row.location
            if step.since is Since.LETTER and step.not_before is None:
                assert when < letter + LINK_TERM, row.location


def test_the_owner_that_is_off_line_claims_shortly_before_the_end(nation):
    row = next(
        row
        for row in read(packaged(TABLE), nation, TABLE)
        if "breaks again in April" in row.behaviour.sentence
    )
    acts = [step.act for step in row.steps]
    assert acts[-4:] == [Act.BREAK, Act.RETEST, Act.OFFLINE, Act.CLAIM]
    waits = [step.not_before for step in row.steps[-4:]]
    assert waits == sorted(waits)
    assert timedelta(days=1) < ENDS - waits[-1] < timedelta(days=2)
    # Its last repair is verified long before, however late it was found.
    sweep = timedelta(hours=SWEEP_HOURS)
    done = lived(row, row.appears + sweep + LOOKS_TWICE, nation, sweep=sweep)
    first_claim = done[acts.index(Act.CLAIM)][0]
    assert first_claim + nation.clocks.recheck_after + timedelta(days=1) < waits[0]


def test_no_division_has_room_for_more_people_than_it_has_numbers(nation):
    rows = packaged(TABLE).replace("8220000,published,8090000", "99000000,published,99000000")
    assert april(nation, 0, rows)
    with pytest.raises(ValueError, match="no room"):
        april(nation, 0, rows.replace("37000,assumed,37000", "50000000,assumed,50000000"))
