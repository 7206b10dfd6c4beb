# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A service that the password it was shipped or set up with opens."""

from mendsky.lab.talks import Service
from mendsky.lab.weak_service_password.gate import Gate
from mendsky.lab.weak_service_password.talks import behind
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` takes its name and version away, no more."""
    account, _, password = premises.fault.pair.partition("/")
    return behind(Gate(premises=premises, knows={account: password}.get, nameless=hidden))
