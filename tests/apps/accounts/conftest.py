# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same three people in every test: a handler of a city, an administrator, and a stranger."""

import pytest

PASSWORD = "a long made-up sentence"


@pytest.fixture
def appoint(synthetic):
    """Appoint somebody; the role's own name is the mailbox unless told otherwise."""
    from mendsky.apps.accounts.services import appoint
    from mendsky.core.terms.roles import Role

    def by_role(role, division="220100", email=None, password=PASSWORD):
        email = email or f"{role}@desk.test"
        return appoint(email=email, role=Role(role), division=division, password=password)

    return by_role


@pytest.fixture
def handler(appoint):
    return appoint("handler")


@pytest.fixture
def stranger(db):
    """A person with an account and no role."""
    from django.contrib.auth.models import User

    return User.objects.create(username="stranger")
