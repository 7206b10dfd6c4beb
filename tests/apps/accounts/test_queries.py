# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User

from mendsky.apps.accounts.queries import RoleEntry, divisions_of, may, roles_of
from mendsky.apps.accounts.services import dismiss
from mendsky.core.terms.roles import Permission, Role


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("division", ["CN", "220100"])
def test_outsiders_may_nothing(stranger, permission, division):
    assert not may(AnonymousUser(), permission, division)
    assert not may(stranger, permission, division)


@pytest.mark.parametrize("permission", Permission)
def test_a_superuser_of_django_without_a_role_may_nothing(db, permission):
    root = User.objects.create_superuser("root")
    assert not may(root, permission, "CN")


@pytest.mark.parametrize(
    ("division", "granted"),
    [("220100", True), ("220102", True), ("220200", False), ("220000", False), ("CN", False), ("", False)],
)
def test_a_role_holds_in_its_division_and_below(handler, division, granted):
    assert may(handler, Permission.WORK_CASES, division) is granted


def test_a_role_gives_only_its_own_permissions(handler, appoint):
    assert not may(handler, Permission.PUBLISH, "220100")
    assert not may(appoint("administrator", "CN"), Permission.SEE_CASES, "220100")


def test_roles_in_several_divisions_add_up(handler, appoint):
    appoint("publisher", "CN", email="handler@desk.test")
    assert roles_of(handler) == (
        RoleEntry(role=Role.HANDLER, division="220100"),
        RoleEntry(role=Role.PUBLISHER, division="CN"),
    )
    assert divisions_of(handler, Permission.SEE_CASES) == {"220100", "CN"}
    assert divisions_of(handler, Permission.WORK_CASES) == {"220100"}


def test_a_role_holds_from_its_beginning_up_to_its_end(handler, monday, synthetic):
    assert roles_of(handler, monday - timedelta(days=1)) == ()
    synthetic(monday + timedelta(days=2))
    dismiss(user=handler, role=Role.HANDLER, division="220100", now=monday + timedelta(days=1))
    assert not may(handler, Permission.SEE_CASES, "220100")
    handler.is_active = True
    assert roles_of(handler, monday)
    assert roles_of(handler) == ()


def test_a_closed_account_may_nothing(handler):
    handler.is_active = False
    assert not may(handler, Permission.SEE_CASES, "220100")
