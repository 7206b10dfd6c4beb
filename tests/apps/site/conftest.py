# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Browsers, and a release to look at."""

import pytest


@pytest.fixture
def english(client):
    """A browser that asks for English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def release(world):
    from mendsky.apps.publication import services

    return services.release(world.now)


@pytest.fixture
def logged_in(client, synthetic):
    """Log somebody in with a role in a division, and give the browser."""
    from mendsky.apps.accounts.services import appoint
    from mendsky.core.terms.roles import Role

    def log_in(role, division="CN", name=""):
        password = "a long made-up sentence"
        user = appoint(
            email=f"{name or role}@desk.test", role=Role(role), division=division, password=password
        )
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return log_in


@pytest.fixture
def named(world, synthetic):
    """Name the organisation of the first case; give the release, this case and one that is only counted."""
    from tests.published import name_owner

    release = name_owner(world, synthetic)
    return release, world.cases[0].public_id, world.cases[1].public_id
