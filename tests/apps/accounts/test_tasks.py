# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever left is forgotten by the clock, not by somebody who remembers to."""

from django.contrib.auth.models import User

from mendsky.apps.accounts import tasks
from mendsky.apps.accounts.services import KEPT_FOR, dismiss
from mendsky.core.terms.roles import Role
from mendsky.wiring import DUE


def test_the_clock_calls_it():
    assert f"{tasks.__name__}.due" in DUE


def test_an_address_is_forgotten_when_its_term_is_over(handler, monday):
    dismiss(user=handler, role=Role.HANDLER, division="220100")
    tasks.due(monday)
    assert User.objects.get().email
    tasks.due(monday + KEPT_FOR)
    assert not User.objects.get().email


def test_a_day_on_which_nobody_is_forgotten_costs_one_query(handler, monday, django_assert_num_queries):
    with django_assert_num_queries(1):
        tasks.due(monday)
