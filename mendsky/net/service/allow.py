# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which servers Mendsky itself may call, apart from probing: those that the operator configured."""

from django.conf import settings

Server = tuple[str, int]


class ServerNotAllowedError(ValueError):
    """A server was to be called that the operator did not configure."""


def allowed() -> frozenset[Server]:
    """Give the configured servers as host and port."""
    return frozenset({(settings.EMAIL_HOST, int(settings.EMAIL_PORT))})


def check(host: str, port: int) -> None:
    """Raise `ServerNotAllowedError` unless the server is a configured one."""
    if (host, port) not in allowed():
        msg = f"{host}:{port} is not a configured server: name it in the settings (MENDSKY_SMTP for mail)"
        raise ServerNotAllowedError(msg)
