# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from mendsky.apps.watch.models import OPEN_ORDERS, OrderStatus, RetestOrder
from mendsky.apps.watch.retests import LONGEST, NEXT, take_pass
from mendsky.core.terms.answers import Answer, Purpose

CLEAN, EXPOSED, UNDETERMINED = Answer.NOT_EXPOSED, Answer.EXPOSED, Answer.UNDETERMINED


@pytest.fixture
def passes(nation, monday):
    """Give a function that makes passes by (minute, answer) and gives the order with what was told when."""

    def _passes(purpose, *made):
        order = RetestOrder(purpose=purpose, asked_at=monday, status=OrderStatus.PENDING)
        told = [
            (minute, answer)
            for minute, answer in made
            if take_pass(order, answer, at=monday + timedelta(minutes=minute), clocks=nation.clocks)
        ]
        return order, told

    return _passes


def test_two_clean_passes_apart_answer_clean(passes):
    order, told = passes(Purpose.RETEST, (0, CLEAN), (3, CLEAN))
    assert order.status == OrderStatus.CLEAN
    assert told == [(3, CLEAN)]
    assert order.next_due is None


def test_the_first_clean_pass_sets_when_the_second_is_due(passes, monday, nation):
    order, told = passes(Purpose.RETEST, (0, CLEAN))
    assert order.status == OrderStatus.FIRST_CLEAN
    assert order.next_due == monday + nation.clocks.retest_spacing
    assert told == []


def test_a_second_clean_pass_that_comes_too_early_counts_for_nothing(passes, monday, nation):
    order, told = passes(Purpose.RETEST, (0, CLEAN), (1, CLEAN))
    assert order.status == OrderStatus.FIRST_CLEAN
    assert order.next_due == monday + nation.clocks.retest_spacing
    assert told == []


def test_one_exposed_pass_answers_at_once(passes):
    assert passes(Purpose.RETEST, (0, EXPOSED))[1] == [(0, EXPOSED)]
    assert passes(Purpose.RETEST, (0, CLEAN), (3, EXPOSED))[1] == [(3, EXPOSED)]


def test_what_could_not_be_looked_at_is_told_once_and_tried_again(passes, monday, nation):
    order, told = passes(Purpose.RETEST, (0, UNDETERMINED), (360, UNDETERMINED))
    assert order.status == OrderStatus.WAITING
    assert order.next_due == monday + timedelta(minutes=360) + nation.clocks.retest_again_after
    assert told == [(0, UNDETERMINED)]


def test_an_undetermined_pass_between_two_clean_ones_voids_the_first(passes):
    order, told = passes(Purpose.RETEST, (0, CLEAN), (3, UNDETERMINED), (363, CLEAN))
    assert order.status == OrderStatus.FIRST_CLEAN
    assert told == [(3, UNDETERMINED)]


def test_a_recheck_needs_one_clean_look(passes):
    order, told = passes(Purpose.RECHECK, (0, CLEAN))
    assert order.status == OrderStatus.CLEAN
    assert told == [(0, CLEAN)]


def test_the_table_has_every_answer_for_every_open_status():
    assert set(NEXT) == {Purpose.RETEST, Purpose.RECHECK}
    assert set(NEXT[Purpose.RETEST]) == set(OPEN_ORDERS)
    for rows in NEXT.values():
        for answers in rows.values():
            assert set(answers) == set(Answer)


def test_no_pass_that_could_not_look_ends_an_order():
    for rows in NEXT.values():
        for answers in rows.values():
            assert answers[UNDETERMINED] in OPEN_ORDERS


@pytest.mark.parametrize("purpose", [Purpose.RETEST, Purpose.RECHECK])
def test_an_order_whose_place_cannot_be_looked_at_ends_and_says_so(passes, purpose):
    last = LONGEST // timedelta(minutes=1)
    waits, told = passes(purpose, (0, UNDETERMINED), (last - 1, UNDETERMINED))
    assert (waits.status, told) == (OrderStatus.WAITING, [(0, UNDETERMINED)])
    ended, told = passes(purpose, (0, UNDETERMINED), (last - 1, UNDETERMINED), (last, UNDETERMINED))
    assert (ended.status, ended.next_due) == (OrderStatus.UNDETERMINED, None)
    assert ended.answered_at is not None
    assert told == [(0, UNDETERMINED), (last, UNDETERMINED)]
    assert ended.status not in OPEN_ORDERS


def test_a_place_that_comes_and_goes_does_not_keep_an_order_open_for_ever(passes):
    last = LONGEST // timedelta(minutes=1)
    made = [
        (minute, answer)
        for start in range(0, last, 1440)
        for minute, answer in ((start, CLEAN), (start + 3, UNDETERMINED))
    ]
    ended, told = passes(Purpose.RETEST, *made, (last, CLEAN), (last + 3, UNDETERMINED))
    assert ended.status == OrderStatus.UNDETERMINED
    assert [minute for minute, _ in told] == [3, last + 3]


def test_after_thirty_days_the_answer_that_comes_still_counts(passes):
    last = LONGEST // timedelta(minutes=1)
    clean, _ = passes(Purpose.RETEST, (0, UNDETERMINED), (last, CLEAN), (last + 3, CLEAN))
    assert clean.status == OrderStatus.CLEAN
