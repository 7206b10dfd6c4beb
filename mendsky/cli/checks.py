# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `mendsky doctor` looks at."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.signatures import grant_keys
from mendsky.keys.vault import open_vault
from mendsky.nations.load import load
from mendsky.runtime import clocks


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One look at the installation."""

    subject: str
    ok: bool
    finding: str


def run() -> Iterator[Check]:
    """Look at each part in turn; a part that fails is reported and the next is looked at."""
    parts: tuple[tuple[str, Callable[[], str]], ...] = (
        ("database", _database),
        ("keys", _keys),
        ("nation pack", _nation),
        ("mail server", _mail),
        ("grant keys", _grant_keys),
    )
    for subject, look in parts:
        try:
            yield Check(subject=subject, ok=True, finding=look())
        except (OSError, ValueError, smtplib.SMTPException) as failure:
            yield Check(subject=subject, ok=False, finding=str(failure))


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        row = cursor.fetchone()
    kind = "embedded" if not connection.settings_dict["HOST"] else "by DATABASE_URL"
    return f"PostgreSQL {row[0]}, {kind}"


def _keys() -> str:
    open_vault()
    mode = (settings.HOME / "keys").stat().st_mode & 0o077
    if mode:
        msg = f"the folder of keys can be read by others: chmod 700 {settings.HOME / 'keys'}"
        raise ValueError(msg)
    return "readable by this user only"


def _nation() -> str:
    nation = load(settings.NATION)
    last = nation.calendar.known_to
    if clocks.now().date() + timedelta(days=60) > last:
        msg = f"holidays are known only to {last.isoformat()}: update the pack's calendar"
        raise ValueError(msg)
    size = len(nation.divisions)
    return f"{nation.code} {nation.version}, {size} divisions, holidays known to {last.isoformat()}"


def _mail() -> str:
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5):
        return f"answers at {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _grant_keys() -> str:
    keys = grant_keys()
    listed = "no list: unsigned grants count" if keys is None else f"{len({key for key, _ in keys})} listed"
    powerless = [
        f"grant {grant.id} version {grant.version} {reason}"
        for grant, reason in directory.powerless_grants(clocks.now())
    ]
    if powerless:
        msg = f"{listed}; without power: {'; '.join(powerless)}"
        raise ValueError(msg)
    return listed
