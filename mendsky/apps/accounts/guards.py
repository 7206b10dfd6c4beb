# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand before a view and let in only who may enter."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from mendsky.apps.accounts.queries import RoleEntry, roles_of
from mendsky.core.rules import rights
from mendsky.core.terms.roles import Permission
from mendsky.nations.load import load
from mendsky.runtime import clocks

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def requires(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Let in who holds a permission anywhere; send others to the login, or refuse them by 403 once logged in.

    A view of one case or system goes on to ask `require` for its division.
    """

    def guard(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if not divisions(request, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def require(request: HttpRequest, permission: Permission, division: str) -> None:
    """Raise `PermissionDenied` (403) unless the person who asks holds a permission in a division."""
    if not holds(request, permission, division):
        raise PermissionDenied


def holds(request: HttpRequest, permission: Permission, division: str) -> bool:
    """Say whether the person who asks holds a permission in a division; False for an unknown division."""
    nation = load(settings.NATION)
    if division not in nation.divisions:
        return False
    return any(nation.lies_in(division, held) for held in divisions(request, permission))


def divisions(request: HttpRequest, permission: Permission) -> frozenset[str]:
    """Give the divisions in which, and below which, the person who asks holds a permission.

    The roles are read once a request.
    """
    roles: tuple[RoleEntry, ...] | None = getattr(request, "roles", None)
    if roles is None:
        roles = roles_of(request.user, now(request))
        request.roles = roles  # type: ignore[attr-defined]
    return frozenset(held.division for held in roles if rights.may(held.role, permission))


def now(request: HttpRequest) -> datetime:
    """Give the domain's instant at which a request is answered; read once a request."""
    at: datetime | None = getattr(request, "at", None)
    if at is None:
        at = clocks.now()
        request.at = at  # type: ignore[attr-defined]
    return at
