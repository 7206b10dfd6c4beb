# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Only configured servers are called."""

import pytest

from mendsky.net.service import allow
from mendsky.net.service.allow import ServerNotAllowedError


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.77.5.9", 2525


def test_the_configured_mail_server_is_allowed():
    allow.check("127.77.5.9", 2525)


@pytest.mark.parametrize("server", [("127.77.5.9", 25), ("127.77.5.8", 2525), ("mail.test", 2525)])
def test_no_other_server_is_allowed(server):
    with pytest.raises(ServerNotAllowedError, match="MENDSKY_SMTP"):
        allow.check(*server)
