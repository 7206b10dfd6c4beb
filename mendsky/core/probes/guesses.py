# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which names and passwords are tried: the grant's, else a product's own, and no more than a day allows."""

from collections.abc import Iterator, Mapping

from mendsky.core.probes.logins import CannotTellError
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Target

USUAL = ("123456", "admin123")
"""Tried on an account for which the grant names no password, after its own name."""


def guessed(accounts: tuple[Account, ...], shipped: tuple[Account, ...]) -> tuple[Account, ...]:
    """Give the accounts to guess at: those that a grant names, else those shipped; no test account."""
    tests = {account.name for account in accounts if account.test}
    named = tuple(account for account in accounts if not account.test)
    return tuple(account for account in named or shipped if account.name not in tests)


def candidates(target: Target, shipped: tuple[Account, ...], left: Mapping[str, int]) -> Iterator[Credential]:
    """Give the pairs to try, those that were let in before alone where there are any.

    `left` gives account → tries left, as they are when a pair is taken; one is kept for the control where
    nothing is proven yet. Raises `CannotTellError` at the end where they were too few.
    """
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
        if left.get(pair.account, 0) < (1 if target.credentials else 2):
            short = True
        else:
            yield pair
    if short:
        reason = "the tries that an account may take today are spent" if left else "no try was set aside"
        raise CannotTellError(Cause.OVER_BUDGET, reason)
