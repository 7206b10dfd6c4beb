# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real consoles, each with the password it was shipped with and a strong one, asked at its own login."""

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from mendsky.core.terms.answers import Answer
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Place
from tests.probing import tries_at
from tests.real.serving import HOST, visited

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
KIND = "weak-console-password"
STRONG = "made-up-Qx8-and-long"


def tried(server, *accounts, credentials=(), places=()):
    """Try the passwords of a grant, or those shipped; gives what was seen and the whole outcome."""
    outcome = visited(
        server,
        "http",
        KIND,
        places=places,
        classes=frozenset({0, 3}),
        accounts=accounts,
        visit={
            "tries": tries_at(f"http://{HOST}:{server.port}", *accounts),
            "credentials": {KIND: credentials} if credentials else {},
        },
    )
    assert max(outcome.tried.values(), default=0) <= 3
    return outcome.observations[0], outcome


def is_weak(server, path, account, password):
    """Hold that a pair is found, kept, and let in again as the one try of a retest."""
    place, pair = Place(group=path), Credential(account=account, password=password)
    seen, outcome = tried(server)
    assert (seen.answer, seen.cause, seen.place) == (Answer.EXPOSED, None, place), seen
    assert outcome.credentials == {KIND: (pair,)}
    again, outcome = tried(server, credentials=(pair,), places=(place,))
    assert (again.answer, again.place) == (Answer.EXPOSED, place), again
    assert list(outcome.tried.values()) == [1]
    return outcome


def is_sound(server, path, account, password):
    """Hold that nobody is let in, with what is shipped, what a grant names, or what worked before."""
    pair = Credential(account=account, password=password)
    named = Account(name="office", passwords=("spring", "summer"))
    for accounts, worked in (((), ()), ((named,), ()), ((), (pair,))):
        places = (Place(group=path),) if worked else ()
        seen, outcome = tried(server, *accounts, credentials=worked, places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
        assert outcome.tried


def root(password):
    return f"alter user root@localhost identified by '{password}';"


@pytest.mark.parametrize("password", ["", "root"])
def test_a_phpmyadmin_before_a_database_with_the_password_that_it_was_set_up_with_is_exposed(
    phpmyadmin, password
):
    is_weak(phpmyadmin(root(password), auth_type="cookie"), "/phpmyadmin/", "root", password)


@pytest.mark.parametrize("empty", [True, False])
def test_a_phpmyadmin_before_a_database_with_a_strong_password_is_clean(phpmyadmin, empty):
    is_sound(phpmyadmin(root(STRONG), empty=empty, auth_type="cookie"), "/phpmyadmin/", "root", "root")
