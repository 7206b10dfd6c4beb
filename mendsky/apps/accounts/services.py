# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Appoint people to roles, dismiss them, and forget them when their term is over."""

import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max

from mendsky.apps.accounts.models import Membership
from mendsky.core.terms.roles import Role
from mendsky.nations.load import load
from mendsky.runtime import clocks

KEPT_FOR = timedelta(days=3 * 365)
"""How long the address of a dismissed person is kept for audits, as the register says."""


class AppointmentError(ValueError):
    """Nobody can be appointed or dismissed so; the message never repeats an address."""


def appoint(
    *, email: str, role: Role, division: str, password: str | None = None, now: datetime | None = None
) -> User:
    """Give a person a role within a division, making the account where there is none; again changes nothing.

    The password of an account that exists stays as it is; without one, an account cannot be logged
    into. Raises `AppointmentError`.
    """
    try:
        validate_email(email)
    except ValidationError:
        msg = "the account needs one e-mail address"
        raise AppointmentError(msg) from None
    if division not in load(settings.NATION).divisions:
        msg = f"role {role}: the nation has no division of that code"
        raise AppointmentError(msg)
    with transaction.atomic():
        user = _account(email.lower(), password)
        Membership.objects.get_or_create(
            user=user,
            role=role.value,
            division=division,
            valid_to=None,
            defaults={"valid_from": now or clocks.now()},
        )
    return user


def dismiss(*, user: User, role: Role, division: str, now: datetime | None = None) -> None:
    """End a person's role; with the last one the account closes, and its sessions with it.

    Raises `AppointmentError` where the person does not hold the role there.
    """
    with transaction.atomic():
        standing = Membership.objects.filter(user=user, valid_to=None)
        if not standing.filter(role=role.value, division=division).update(valid_to=now or clocks.now()):
            msg = f"this person does not hold the role {role} in {division}"
            raise AppointmentError(msg)
        if not standing.exists():
            user.is_active = False
            user.save(update_fields=["is_active"])


def forget_dismissed(now: datetime | None = None) -> int:
    """Forget the addresses of people whose last role ended before the kept term; give how many."""
    until = (now or clocks.now()) - KEPT_FOR
    dismissed = User.objects.filter(is_active=False).exclude(email="")
    if not dismissed.exists():
        return 0
    over = (
        dismissed.exclude(memberships__valid_to=None)
        .annotate(last=Max("memberships__valid_to"))
        .filter(last__lte=until)
    )
    people = list(over.values_list("pk", flat=True))
    if not people:
        return 0
    with transaction.atomic():
        EmailAddress.objects.filter(user__in=people).delete()
        return User.objects.filter(pk__in=people).update(email="")


def _account(email: str, password: str | None) -> User:
    known = EmailAddress.objects.filter(email=email).select_related("user").first()
    if known is not None:
        user: User = known.user
        user.is_active = True
        user.save(update_fields=["is_active"])
        return user
    user = User(username=uuid.uuid4().hex, email=email)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise AppointmentError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
