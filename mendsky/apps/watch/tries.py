# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a password may still be tried: a budget for each account and day, over all runs.

What is one account is said in `core.probes.guesses`.

Tries are set aside before a visit and what was not used is given back after it, so that a visit that is
killed has used all of them: an account is never tried more often than its grant allows.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from mendsky.apps.watch.models import PasswordTries
from mendsky.core.probes import object_references, weak_console_password, weak_password, weak_service_password
from mendsky.core.probes.guesses import SHARED, counters
from mendsky.core.rules.granted import CREDENTIAL_TESTS
from mendsky.core.terms.credentials import Credential, counter
from mendsky.core.terms.grants import Account, Grant
from mendsky.core.terms.streams import is_stream
from mendsky.keys.vault import open_vault

KEY = "watch/accounts"
RowKey = tuple[UUID, str]
Shipped = Mapping[str, tuple[Account, ...]]
"""Service → the accounts that it is shipped with."""
GUESSED: Mapping[str, Callable[[str], Shipped]] = {
    weak_password.SPEC.kind: lambda _: {"": weak_password.SHIPPED},
    weak_console_password.SPEC.kind: lambda _: weak_console_password.SHIPPED,
    weak_service_password.SPEC.kind: weak_service_password.services,
}
"""Kind of a credential test that guesses → the services at an origin at which it does."""
TRIED = frozenset({*GUESSED, object_references.SPEC.kind})
"""Kinds of credential tests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """Tries that were set aside for the visits of one slice."""

    left: Mapping[UUID, Mapping[str, int]] = field(repr=False)
    """System → what is counted (`Try.counter`) → tries, 0 where the day's are spent."""
    most: Mapping[UUID, int]
    day: date
    tomorrow: datetime

    def short_until(self, system: UUID) -> datetime | None:
        """Say when there are tries again, where an account of a system had not all of its day's left."""
        short = any(tries < self.most[system] for tries in self.left.get(system, {}).values())
        return self.tomorrow if short else None

    def give_back(self, made: Mapping[UUID, Mapping[str, int]]) -> None:
        """Give back what was not used, by what was made: system → what is counted → tries."""
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
    # A database itself comes before a website of its host that leads to it.
    for system, (origin, working) in sorted(wanted.items(), key=lambda one: not is_stream(one[1][0])):
        names: set[str] = set()
        for kind, pairs in working.items():
            allowed, most = granted(origin, grants, kind, frozenset(pair.account for pair in pairs))
            names |= allowed
        if names:
            accounts[system] = (names, most)
    return Aside(
        left=set_aside(accounts, day=day),
        most={system: most for system, (_, most) in accounts.items()},
        day=day,
        tomorrow=datetime.combine(day + timedelta(days=1), time.min, zone),
    )


def granted(
    origin: str, grants: Sequence[Grant], kind: str, worked: Collection[str] = ()
) -> tuple[frozenset[str], int]:
    """Give what is counted where a kind tries passwords at an origin, and how often a day; 0 without grant.

    `worked` are the accounts that were let in before, to which a kind that guesses then keeps.
    """
    able = [grant for grant in grants if origin in grant.origins and CREDENTIAL_TESTS in grant.classes]
    if not able:
        return frozenset(), 0
    counted = {one for grant in able for one in _counted(origin, grant.accounts, kind, worked)}
    return frozenset(counted), min(grant.password_tries for grant in able)


def _counted(origin: str, accounts: tuple[Account, ...], kind: str, worked: Collection[str]) -> Iterator[str]:
    if kind in GUESSED:
        return counters(GUESSED[kind](origin), origin, accounts, worked)
    # A test account that the grant names no more is not logged in to: others may stand in its place.
    return (counter(account.name) for account in object_references.owned(accounts))


@transaction.atomic
def set_aside(wanted: Mapping[UUID, tuple[Collection[str], int]], *, day: date) -> dict[UUID, dict[str, int]]:
    """Set aside what is left of a day's tries: system → what is counted → tries, 0 where spent.

    `wanted` gives for each system what is counted, and its tries a day; days are those of the nation's zone.
    Of systems that share an account of their host the first has its tries.
    """
    if not wanted:
        return {}
    _one_at_a_time()
    secret = open_vault().ensure(KEY)
    counted = {(system, one): _row_key(secret, system, one) for system in wanted for one in wanted[system][0]}
    holders = {holder for holder, _ in counted.values()}
    PasswordTries.objects.filter(system__in=holders, day__lt=day).delete()
    rows = PasswordTries.objects.filter(system__in=holders, day=day)
    used = {(row.system, row.account): row.used for row in rows}
    left: dict[UUID, dict[str, int]] = {}
    spent: dict[RowKey, PasswordTries] = {}
    for system, (names, most) in wanted.items():
        for one in sorted(names):
            key = holder, digest = counted[system, one]
            had = used.get(key, 0)
            left.setdefault(system, {})[one] = max(0, most - had)
            if had < most:
                used[key] = most
                spent[key] = PasswordTries(system=holder, account=digest, day=day, used=most)
    _write(spent.values())
    return left


@transaction.atomic
def give_back(unused: Mapping[UUID, Mapping[str, int]], *, day: date) -> None:
    """Give tries back that were set aside and not made: system → what is counted → tries."""
    if not unused:
        return
    _one_at_a_time()
    secret = open_vault().ensure(KEY)
    back: Counter[RowKey] = Counter()
    for system, names in unused.items():
        for one, tries in names.items():
            back[_row_key(secret, system, one)] += max(0, tries)
    holders = {holder for holder, _ in back}
    rows = [
        row
        for row in PasswordTries.objects.filter(system__in=holders, day=day)
        if back[row.system, row.account]
    ]
    for row in rows:
        row.used = max(0, row.used - back[row.system, row.account])
    PasswordTries.objects.filter(pk__in=[row.pk for row in rows if row.used == 0]).delete()
    _write([row for row in rows if row.used > 0])


def _row_key(secret: bytes, system: UUID, counted: str) -> RowKey:
    """Give the row in which tries are counted: whose they are, and a keyed digest (HMAC-SHA-256, RFC 2104).

    An account of a host's database is the host's: a system of its own that none need know.
    """
    service = counted.rpartition("/")[0]
    holder = uuid5(NAMESPACE_URL, service) if service.startswith(SHARED) else system
    return holder, hmac.digest(secret, f"{holder}/{counted}".encode(), "sha256").hex()


def _write(rows: Iterable[PasswordTries]) -> None:
    rows = list(rows)
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
