# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ask what a person may do; every page asks here, and what no role grants is denied."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from mendsky.apps.accounts.models import Membership
from mendsky.core.rules import rights
from mendsky.core.terms.roles import Permission, Role
from mendsky.nations.load import load
from mendsky.runtime import clocks

Person = User | AnonymousUser


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleEntry:
    """One role that a person holds now."""

    role: Role
    division: str
    """The role holds here and below."""


def may(user: Person, permission: Permission, division: str) -> bool:
    """Say whether a person holds a permission in a division; False where the nation has no such division."""
    nation = load(settings.NATION)
    if division not in nation.divisions:
        return False
    return any(nation.lies_in(division, held) for held in divisions_of(user, permission))


def divisions_of(user: Person, permission: Permission) -> frozenset[str]:
    """Give the divisions in which, and below which, a person holds a permission."""
    return frozenset(held.division for held in roles_of(user) if rights.may(held.role, permission))


def roles_of(user: Person, at: datetime | None = None) -> tuple[RoleEntry, ...]:
    """Give a person's roles now, or at an instant of the domain clock; none for who is not logged in."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    at = at or clocks.now()
    standing = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gt=at), user=user, valid_from__lte=at)
    rows = standing.order_by("role", "division").values_list("role", "division")
    return tuple(RoleEntry(role=Role(role), division=division) for role, division in rows)
