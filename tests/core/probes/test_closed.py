# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest

from mendsky.core.probes.closed import MOST, is_closed, knock, wants_login
from mendsky.core.probes.drive import Drive
from mendsky.core.probes.open_store import SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Page, Place
from tests.probing import WELL, page_of

ASKED = replace(WELL, front_status=401, random_status=401, cause=Cause.BLOCKED)
PLACE = Place(group="/canbao/_search")


def knocked(site, *places):
    drive = Drive(knock(SPEC, places), cost=SPEC.cost, give_up=lambda *_: None)
    asked = []
    while drive.next is not None:
        asked.append(drive.next)
        drive.send(site(drive.next))
    return drive.result, asked


def answers(status):
    return lambda get: page_of(get.target, status=status)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, True),
        ({"front_status": 403}, False),
        ({"random_status": 403}, False),
        ({"cause": Cause.CAPTCHA}, False),
        ({"cause": None, "front_status": 200, "random_status": 404}, False),
    ],
)
def test_a_login_before_everything_is_told_from_other_refusals(changes, wanted):
    assert wants_login(replace(ASKED, **changes)) == wanted


def test_a_known_place_that_asks_for_a_login_is_closed_though_one_look_cannot_tell():
    seen, asked = knocked(answers(401), PLACE)
    assert (seen.answer, seen.cause, is_closed(seen)) == (Answer.UNDETERMINED, Cause.BLOCKED, True)
    assert [(get.target, get.max_bytes) for get in asked] == [(PLACE.group, 0)]


@pytest.mark.parametrize("status", [200, 302, 403, 404, 429, 502])
def test_whatever_else_a_known_place_answers_is_not_closed(status):
    seen, _ = knocked(answers(status), PLACE)
    assert (seen.cause, is_closed(seen)) == (Cause.BLOCKED, False)


@pytest.mark.parametrize(
    "site",
    [
        lambda get: Page(target=get.target, failure=Cause.TIMED_OUT),
        lambda _: page_of("/login", status=401),
    ],
    ids=["no answer", "sent on"],
)
def test_a_place_that_was_not_reached_is_not_closed(site):
    assert not is_closed(knocked(site, PLACE)[0])


def test_one_place_that_is_open_is_enough():
    other = Place(group="/other/_search")
    seen, asked = knocked(
        lambda get: page_of(get.target, status=200 if "other" in get.target else 401), PLACE, other
    )
    assert (is_closed(seen), len(asked)) == (False, 2)


@pytest.mark.parametrize("places", [(), (Place(group="/record/{n}"),), (PLACE,) * (MOST + 1)])
def test_what_cannot_be_asked_for_is_not_asked(places):
    seen, asked = knocked(answers(401), *places)
    assert (is_closed(seen), asked) == (False, [])
