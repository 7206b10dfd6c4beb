# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vault: every secret of an installation, by name, outside the database.

One SQLite file that only its owner may read. A destroyed secret is overwritten and its name stays
known, so that what was sealed with it can never be opened again, nor sealed anew by mistake.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET_BYTES = 32
OTHERS = 0o077
"""Bits of a file's mode that let anybody but its owner in."""


class VaultError(ValueError):
    """The vault cannot give, keep or forget a secret."""


class KeyMissing(VaultError):  # noqa: N818 - named for what is the case
    """There is no secret of this name."""


class KeyDestroyed(VaultError):  # noqa: N818 - named for what is the case
    """The secret of this name was destroyed for good."""


class Vault:
    """Secrets of 32 random bytes by name, for example `case/<id>` or `directory`."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        """Open the file, made first where there is none; raises `VaultError` where others may read it."""
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            if path.stat().st_mode & OTHERS:
                msg = f"others may read the vault {path.name}: run `chmod 600` on it first"
                raise VaultError(msg) from None
        with self._connection() as connection:
            connection.execute("pragma journal_mode = wal")
            connection.execute(
                "create table if not exists secrets (name text primary key, secret blob) strict"
            )

    def __repr__(self) -> str:
        return "Vault()"

    def get(self, name: str) -> bytes:
        """Give a secret; raises `KeyMissing` or `KeyDestroyed`."""
        with self._connection() as connection:
            return self._get(connection, name)

    def create(self, name: str) -> bytes:
        """Draw a new secret; raises `VaultError` where the name is taken, `KeyDestroyed` where it was."""
        with self._connection() as connection:
            try:
                self._get(connection, name)
            except KeyMissing:
                return self._insert(connection, name)
        msg = f"the vault has a secret {name} already"
        raise VaultError(msg)

    def ensure(self, name: str) -> bytes:
        """Give a secret, drawing it where there is none yet; raises `KeyDestroyed`."""
        with self._connection() as connection:
            try:
                return self._get(connection, name)
            except KeyMissing:
                return self._insert(connection, name)

    def destroy(self, name: str) -> None:
        """Overwrite a secret for good, or bar a name that never had one."""
        with self._connection() as connection:
            connection.execute(
                "insert into secrets values (?, null) on conflict (name) do update set secret = null", (name,)
            )
        with self._connection() as connection:
            # The log of changes still holds the old page until it is emptied.
            busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        if busy:
            msg = f"the secret {name} is gone but the vault's log could not be emptied: try again"
            raise VaultError(msg)

    def _insert(self, connection: sqlite3.Connection, name: str) -> bytes:
        # Whoever draws second in a race gets the first one's secret.
        connection.execute(
            "insert into secrets values (?, ?) on conflict (name) do nothing",
            (name, secrets.token_bytes(SECRET_BYTES)),
        )
        return self._get(connection, name)

    def _get(self, connection: sqlite3.Connection, name: str) -> bytes:
        row = connection.execute("select secret from secrets where name = ?", (name,)).fetchone()
        if row is None:
            msg = f"the vault has no secret {name}"
            raise KeyMissing(msg)
        if row[0] is None:
            msg = f"the secret {name} was destroyed: what it sealed is gone for good"
            raise KeyDestroyed(msg)
        return bytes(row[0])

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            connection.execute("pragma secure_delete = on")
            with connection:
                yield connection
        finally:
            connection.close()


def open_vault() -> Vault:
    """Open this installation's vault, in the folder `keys` of its home."""
    return Vault(_path())


def has_vault() -> bool:
    """Say whether this installation has a vault yet; opening it would make one."""
    return _path().exists()


def _path() -> Path:
    # Only here: an owner's census uses this package without any installation around it.
    from mendsky.runtime import settings  # noqa: PLC0415

    return settings.HOME / "keys" / "vault.sqlite3"
