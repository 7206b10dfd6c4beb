# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one more pass makes of a retest order: two clean passes apart, or one exposed, answer it.

What cannot be looked at is tried again, but not for ever: then the order ends undetermined.
"""

from datetime import datetime, timedelta

from mendsky.apps.watch.models import OrderStatus, RetestOrder
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.nations import Clocks

NEXT: dict[Purpose, dict[OrderStatus, dict[Answer, OrderStatus]]] = {
    Purpose.RETEST: {
        OrderStatus.PENDING: {
            Answer.NOT_EXPOSED: OrderStatus.FIRST_CLEAN,
            Answer.EXPOSED: OrderStatus.EXPOSED,
            Answer.UNDETERMINED: OrderStatus.WAITING,
        },
        OrderStatus.FIRST_CLEAN: {
            Answer.NOT_EXPOSED: OrderStatus.CLEAN,
            Answer.EXPOSED: OrderStatus.EXPOSED,
            # A clean pass next to one that could not look proves nothing: both are asked for again.
            Answer.UNDETERMINED: OrderStatus.WAITING,
        },
        OrderStatus.WAITING: {
            Answer.NOT_EXPOSED: OrderStatus.FIRST_CLEAN,
            Answer.EXPOSED: OrderStatus.EXPOSED,
            Answer.UNDETERMINED: OrderStatus.WAITING,
        },
    },
    # A recheck looks at a place that two passes found clean days ago: one look is enough.
    Purpose.RECHECK: {
        status: {
            Answer.NOT_EXPOSED: OrderStatus.CLEAN,
            Answer.EXPOSED: OrderStatus.EXPOSED,
            Answer.UNDETERMINED: OrderStatus.WAITING,
        }
        for status in (OrderStatus.PENDING, OrderStatus.WAITING)
    },
}

LONGEST = timedelta(days=30)
"""After so long an order whose place still cannot be looked at ends; sweeps go on."""


def take_pass(order: RetestOrder, answer: Answer, *, at: datetime, clocks: Clocks) -> bool:
    """Move an order by the answer of one pass, in memory; say whether the asker must be told now.

    A second clean pass that comes earlier than the nation's spacing counts for nothing.
    """
    status = OrderStatus(order.status)
    if status is OrderStatus.FIRST_CLEAN and answer is Answer.NOT_EXPOSED:
        second = _second_pass_due(order, clocks.retest_spacing)
        if at < second:
            order.next_due = second
            return False
    moved = NEXT[Purpose(order.purpose)][status][answer]
    order.status = moved
    order.first_clean_at = at if moved is OrderStatus.FIRST_CLEAN else order.first_clean_at
    if moved is OrderStatus.FIRST_CLEAN:
        order.next_due = at + clocks.retest_spacing
        return False
    if moved is OrderStatus.WAITING and at - order.asked_at >= LONGEST:
        order.status = OrderStatus.UNDETERMINED
    elif moved is OrderStatus.WAITING:
        order.first_clean_at, order.next_due = None, at + clocks.retest_again_after
        tell = not order.told_undetermined
        order.told_undetermined = True
        return tell
    order.next_due, order.answered_at = None, at
    return True


def _second_pass_due(order: RetestOrder, spacing: timedelta) -> datetime:
    if order.first_clean_at is None:
        msg = f"order {order.id} waits for its second pass without a first"
        raise ValueError(msg)
    return order.first_clean_at + spacing
