# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a password may still be tried: a budget for each account and day, over all runs.

Tries are set aside before a visit and what was not used is given back after it, so that a visit that is
killed has used all of them: an account is never tried more often than its grant allows.
"""

import hmac
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from mendsky.apps.watch.models import PasswordTries
from mendsky.core.probes import object_references, weak_console_password, weak_password, weak_service_password
from mendsky.core.probes.guesses import guessed
from mendsky.core.rules.granted import CREDENTIAL_TESTS
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account, Grant
from mendsky.keys.vault import open_vault

KEY = "watch/accounts"
Tried = Callable[[str, tuple[Account, ...]], tuple[Account, ...]]
"""Of an origin and a grant's accounts, those that are tried there."""
TRIED: Mapping[str, Tried] = {
    weak_password.SPEC.kind: lambda _, accounts: guessed(accounts, weak_password.SHIPPED),
    weak_console_password.SPEC.kind: lambda _, accounts: guessed(accounts, weak_console_password.SHIPPED),
    weak_service_password.SPEC.kind: lambda origin, accounts: guessed(
        accounts, weak_service_password.shipped(origin)
    ),
    object_references.SPEC.kind: lambda _, accounts: object_references.owned(accounts),
}
"""Kind of a credential test → the accounts that it tries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """Tries that were set aside for the visits of one slice."""

    left: Mapping[UUID, Mapping[str, int]] = field(repr=False)
    """System → account → tries, 0 where the day's are spent."""
    most: Mapping[UUID, int]
    day: date
    tomorrow: datetime

    def short_until(self, system: UUID) -> datetime | None:
        """Say when there are tries again, where an account of a system had not all of its day's left."""
        short = any(tries < self.most[system] for tries in self.left.get(system, {}).values())
        return self.tomorrow if short else None

    def give_back(self, made: Mapping[UUID, Mapping[str, int]]) -> None:
        """Give back what was not used, by what was made: system → account → tries."""
        unused = {
            system: {
                account: tries - made.get(system, {}).get(account, 0) for account, tries in accounts.items()
            }
            for system, accounts in self.left.items()
        }
        give_back(unused, day=self.day)


def reserve(
    wanted: Mapping[UUID, tuple[str, Mapping[str, tuple[Credential, ...]]]],
    grants: Sequence[Grant],
    *,
    at: datetime,
    zone: ZoneInfo,
) -> Aside:
    """Set tries aside for systems, each with its origin and, by kind to be asked, the pairs that worked.

    Passwords are guessed on the accounts of such pairs alone where there are any, else on those that the
    grant allows; test accounts are those that the grant names now.
    """
    day = at.astimezone(zone).date()
    accounts: dict[UUID, tuple[Collection[str], int]] = {}
    for system, (origin, working) in wanted.items():
        names: set[str] = set()
        for kind, pairs in working.items():
            allowed, most = granted(origin, grants, kind)
            worked = frozenset(pair.account for pair in pairs if allowed)
            # A test account that the grant names no more is not logged in to: others may stand in its place.
            names |= allowed if kind == object_references.SPEC.kind else worked or allowed
        if names:
            accounts[system] = (names, most)
    return Aside(
        left=set_aside(accounts, day=day),
        most={system: most for system, (_, most) in accounts.items()},
        day=day,
        tomorrow=datetime.combine(day + timedelta(days=1), time.min, zone),
    )


def granted(origin: str, grants: Sequence[Grant], kind: str) -> tuple[frozenset[str], int]:
    """Give the accounts of an origin that a kind may try, and how often a day each; 0 without grant."""
    able = [grant for grant in grants if origin in grant.origins and CREDENTIAL_TESTS in grant.classes]
    if not able:
        return frozenset(), 0
    names = {account.name for grant in able for account in TRIED[kind](origin, grant.accounts)}
    return frozenset(names), min(grant.password_tries for grant in able)


@transaction.atomic
def set_aside(wanted: Mapping[UUID, tuple[Collection[str], int]], *, day: date) -> dict[UUID, dict[str, int]]:
    """Set aside what is left of each account's tries of a day: system → account → tries, 0 where spent.

    `wanted` gives for each system its accounts and their tries a day; days are those of the nation's zone.
    """
    if not wanted:
        return {}
    _one_at_a_time()
    secret = open_vault().ensure(KEY)
    PasswordTries.objects.filter(system__in=wanted, day__lt=day).delete()
    rows = PasswordTries.objects.filter(system__in=wanted, day=day)
    used = {(row.system, row.account): row.used for row in rows}
    left: dict[UUID, dict[str, int]] = {}
    spent: list[PasswordTries] = []
    for system, (accounts, most) in wanted.items():
        for account in sorted(accounts):
            digest = _digest(secret, system, account)
            had = used.get((system, digest), 0)
            left.setdefault(system, {})[account] = max(0, most - had)
            if had < most:
                spent.append(PasswordTries(system=system, account=digest, day=day, used=most))
    _write(spent)
    return left


@transaction.atomic
def give_back(unused: Mapping[UUID, Mapping[str, int]], *, day: date) -> None:
    """Give tries back that were set aside and not made: system → account → tries."""
    if not unused:
        return
    _one_at_a_time()
    secret = open_vault().ensure(KEY)
    back = {
        (system, _digest(secret, system, account)): tries
        for system, accounts in unused.items()
        for account, tries in accounts.items()
        if tries > 0
    }
    rows = [
        row
        for row in PasswordTries.objects.filter(system__in=unused, day=day)
        if (row.system, row.account) in back
    ]
    for row in rows:
        row.used = max(0, row.used - back[row.system, row.account])
    PasswordTries.objects.filter(pk__in=[row.pk for row in rows if row.used == 0]).delete()
    _write([row for row in rows if row.used > 0])


def _digest(secret: bytes, system: UUID, account: str) -> str:
    """Give the keyed digest (HMAC-SHA-256, RFC 2104) by which an account is counted."""
    return hmac.digest(secret, f"{system}/{account}".encode(), "sha256").hex()


def _write(rows: Collection[PasswordTries]) -> None:
    for row in rows:
        row.pk = None
    PasswordTries.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["system", "account", "day"],
        update_fields=["used"],
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('watch tries'))")
