# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import pytest
from django.db import IntegrityError

from mendsky.apps.accounts.models import Membership


def test_a_person_holds_a_role_in_a_division_once_at_a_time(stranger, monday):
    role = {"user": stranger, "role": "handler", "division": "220100", "valid_from": monday}
    Membership.objects.create(**role, valid_to=monday)
    Membership.objects.create(**role)
    with pytest.raises(IntegrityError, match="membership_stands_once"):
        Membership.objects.create(**role)


def test_a_membership_names_a_role_of_the_enumeration(stranger, monday):
    with pytest.raises(IntegrityError, match="membership_names_a_role"):
        Membership.objects.create(user=stranger, role="root", division="CN", valid_from=monday)


def test_a_membership_ends_after_it_begins(stranger, monday):
    ends = monday.replace(year=2014)
    with pytest.raises(IntegrityError, match="membership_ends_after"):
        Membership.objects.create(
            user=stranger, role="handler", division="CN", valid_from=monday, valid_to=ends
        )
