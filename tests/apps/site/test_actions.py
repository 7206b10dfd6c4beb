# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk offers what makes sense as a case stands; who may do it stands in `tests/test_access.py`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mendsky.apps.cases import queries
from mendsky.apps.site.actions import ACTIONS, offered
from mendsky.core.terms.cases import Stage, State

ALWAYS = {"note", "add-contact"}


@pytest.fixture
def entry(world):
    return queries.case(world.cases[0].id)


def names(entry, *, statement=False, contacts=False):
    return set(offered(entry, statement=statement, contacts=contacts))


def test_a_dispute_is_decided_only_where_there_is_one(entry):
    assert names(entry) == {*ALWAYS, "retest", "hold", "transfer", "flag"}
    assert names(replace(entry, state=State.DISPUTED)) == {*names(entry), "overrule", "uphold"}


def test_a_flag_is_reviewed_by_another_person_than_the_one_who_set_it(entry):
    unflagged = names(entry)
    assert set(offered(entry, statement=False, contacts=False, flagged=True)) == unflagged - {"flag"} | {
        "confirm-flag",
        "refuse-flag",
    }
    mine = offered(entry, statement=False, contacts=False, flagged=True, own_flag=True)
    assert set(mine) == unflagged - {"flag"}
    assert "flag" not in names(replace(entry, state=State.REPAIRED))


def test_a_statement_is_judged_and_a_contact_marked_only_where_there_is_one(entry):
    more = {"release-statement", "refuse-statement", "wrong-contact"}
    assert names(entry, statement=True, contacts=True) == names(entry) | more


def test_a_name_that_was_said_is_not_put_off(entry):
    assert "hold" not in names(replace(entry, stage=Stage.NAMED))


@pytest.mark.parametrize("state", [State.REJECTED, State.MERGED])
def test_on_a_case_that_is_over_only_a_note_is_written(entry, state):
    assert names(replace(entry, state=state), contacts=True) == {"note"}


def test_each_action_has_a_key_of_its_own_and_its_words(nation):
    keys = [action.key for action in ACTIONS.values()]
    assert len(set(keys)) == len(keys)
    assert not {"j", "k"} & set(keys)
    for language in nation.languages:
        for name in ACTIONS:
            assert nation.texts[language][f"page.desk-case.act.{name}"]
            assert nation.texts[language][f"page.desk-case.act-note.{name}"]


def test_a_hold_lasts_until_the_close_of_business_of_its_day(entry, world, synthetic, nation):
    at = world.now + timedelta(days=1)
    synthetic(at)
    values = {"until": at.date() + timedelta(days=7), "text": "The repair runs."}
    ACTIONS["hold"].do(entry, values, at)
    until = queries.case(entry.id).held_until.astimezone(nation.calendar.zone)
    assert (until.date(), until.hour) == (values["until"], 18)
