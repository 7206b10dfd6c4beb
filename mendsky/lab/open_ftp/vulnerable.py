# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An FTP server on which everybody's record lies for whoever logs in as nobody."""

from mendsky.lab.open_ftp.store import WINDOWS, everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` leaves the directory out of listings, no more."""
    windows = premises.fault.form == WINDOWS
    unlisted = premises.fault.path if hidden else ""
    return service(everybody(premises), windows=windows, extended=not windows, unlisted=unlisted)
