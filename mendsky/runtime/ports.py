# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find a port that is free."""

import errno
import socket

TRIES = 50
HIGHEST = 65535


class NoFreePortError(ValueError):
    """No port near the wanted one is free."""


def free_port(host: str, wanted: int) -> int:
    """Give the wanted port, or the next one above it that nobody listens on.

    Raises `NoFreePortError` after 50 busy ones.
    """
    last = min(wanted + TRIES - 1, HIGHEST)
    for port in range(wanted, last + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as refusal:
                if refusal.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
            else:
                return port
    msg = f"no free port on {host} between {wanted} and {last}: name another with --port"
    raise NoFreePortError(msg)
