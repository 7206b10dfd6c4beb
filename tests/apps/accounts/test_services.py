# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User

from mendsky.apps.accounts.models import Membership
from mendsky.apps.accounts.queries import may
from mendsky.apps.accounts.services import (
    KEPT_FOR,
    AppointmentError,
    appoint,
    dismiss,
    forget_dismissed,
)
from mendsky.core.terms.roles import Permission, Role

PASSWORD = "a long made-up sentence"


def test_appointing_makes_an_account_with_a_role(handler):
    assert handler.check_password(PASSWORD)
    assert may(handler, Permission.WORK_CASES, "220100")


def test_a_name_to_log_in_by_is_not_the_address(handler):
    assert "@" not in handler.username


def test_appointing_again_changes_nothing(handler, appoint):
    again = appoint("handler", email="HANDLER@desk.test", password="another long sentence")
    assert again == handler
    assert again.check_password(PASSWORD)
    assert Membership.objects.count() == 1


def test_without_a_password_nobody_can_log_in(appoint):
    assert not appoint("auditor", password=None).has_usable_password()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "secret"}, "needs one e-mail address"),
        ({"division": "999999"}, "no division of that code"),
        ({"password": "short"}, "too short"),
        ({"password": "password1234"}, "too common"),
    ],
)
def test_a_wrong_appointment_is_refused_whole_and_without_the_address(synthetic, changes, says):
    wanted = {"email": "secret@desk.test", "role": Role.HANDLER, "division": "CN", "password": PASSWORD}
    with pytest.raises(AppointmentError, match=says) as refused:
        appoint(**{**wanted, **changes})
    assert "secret" not in str(refused.value)
    assert not User.objects.exists()


def test_who_loses_the_last_role_loses_the_account_and_gets_it_back_with_a_new_one(handler, appoint):
    appoint("reviewer", email="handler@desk.test")
    dismiss(user=handler, role=Role.HANDLER, division="220100")
    assert handler.is_active
    assert not may(handler, Permission.WORK_CASES, "220100")
    dismiss(user=handler, role=Role.REVIEWER, division="220100")
    assert not User.objects.get().is_active
    assert appoint("auditor", email="handler@desk.test") == handler
    assert User.objects.get().is_active
    assert not may(User.objects.get(), Permission.WORK_CASES, "220100")


def test_nobody_is_dismissed_from_a_role_not_held(handler):
    with pytest.raises(AppointmentError, match="does not hold the role handler in CN"):
        dismiss(user=handler, role=Role.HANDLER, division="CN")


def test_addresses_are_forgotten_when_their_term_is_over_and_not_before(handler, appoint, monday):
    appoint("auditor")
    dismiss(user=handler, role=Role.HANDLER, division="220100")
    assert forget_dismissed(monday + KEPT_FOR - timedelta(seconds=1)) == 0
    assert forget_dismissed(monday + KEPT_FOR) == 1
    assert forget_dismissed(monday + KEPT_FOR) == 0
    assert set(User.objects.values_list("email", flat=True)) == {"", "auditor@desk.test"}
    assert EmailAddress.objects.get().email == "auditor@desk.test"
    assert Membership.objects.filter(user=handler).exists()
