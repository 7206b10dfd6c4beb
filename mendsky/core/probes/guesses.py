# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which names and passwords are tried: the grant's, else a product's own, and no more than a day allows.

An account that a product is shipped with is that product's own: the `admin` of one console is not that of
another beside it, nor that of the site. A name that a grant gives may be one person's in a directory behind
all of them, and is counted for all together. Accounts of a database are the database's, whether they are
tried at its port or through a website on the same host, and are counted together for the host.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from mendsky.core.probes.logins import CannotTellError
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try, counter
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Target

USUAL = ("123456", "admin123")
"""Tried on an account for which the grant names no password, after its own name."""
DATABASE = "mysql"
"""The scheme of MySQL and MariaDB, and how their accounts are called wherever they are tried."""
SHARED = f"{DATABASE}://"
"""Begins a service that is one for its whole host."""


def guessed(accounts: tuple[Account, ...], shipped: tuple[Account, ...]) -> tuple[Account, ...]:
    """Give the accounts to guess at: those that a grant names, else those shipped; no test account."""
    tests = {account.name for account in accounts if account.test}
    named = tuple(account for account in accounts if not account.test)
    return tuple(account for account in named or shipped if account.name not in tests)


def counted_for(service: str, origin: str, accounts: tuple[Account, ...]) -> str:
    """Give the service for which tries are counted; empty where they are for the system as a whole.

    `service` is the one at the origin that asks for a password, `accounts` are those of the grant.
    """
    if service == DATABASE:
        return f"{SHARED}{urlsplit(origin).hostname}"
    return "" if any(not account.test for account in accounts) else service


def counters(
    services: Mapping[str, tuple[Account, ...]],
    origin: str,
    accounts: tuple[Account, ...],
    worked: Collection[str] = (),
) -> Iterator[str]:
    """Give what is counted where guesses are made at services, each with the accounts it is shipped with.

    `worked` are the accounts that were let in before, to which a probe then keeps.
    """
    for service, shipped in services.items():
        names = {account.name for account in guessed(accounts, shipped)}
        for name in worked if worked and names else names:
            yield counter(name, counted_for(service, origin, accounts))


def candidates(
    target: Target, shipped: tuple[Account, ...], left: Mapping[str, int], service: str = ""
) -> Iterator[Try]:
    """Give what to try at a service, pairs that were let in before alone where there are any.

    `left` gives what tries are counted by → tries left, as they are when one is taken; one is kept for the
    control where nothing is proven yet. Raises `CannotTellError` at the end where they were too few.
    """
    counted = counted_for(service, target.origin, target.accounts)
    if target.credentials:
        pairs = target.credentials
    else:
        pairs = tuple(
            Credential(account=account.name, password=password)
            for account in guessed(target.accounts, shipped)
            for password in account.passwords or (account.name, *USUAL)
        )
    short = False
    for pair in pairs:
        trying = Try(credential=pair, service=counted)
        if left.get(trying.counter, 0) < (1 if target.credentials else 2):
            short = True
        else:
            yield trying
    if short:
        reason = "the tries that an account may take today are spent" if left else "no try was set aside"
        raise CannotTellError(Cause.OVER_BUDGET, reason)


def control_of(trying: Try, nonce: str) -> Try:
    """Give the same with a random password, which must not be let in."""
    return replace(trying, credential=replace(trying.credential, password=f"{nonce}-Kx7"), control=True)
