# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every test may ask for."""

import gc
import warnings
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import settings as property_settings

from mendsky.core.terms.nations import Nation

# No example is slow because another process has the core just then; what hangs ends by its timeout.
property_settings.register_profile("shared-cores", deadline=None)
property_settings.load_profile("shared-cores")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config, specs):
    """Give each worker a home of its own, so that database, keys and files are shared with nobody."""
    from mendsky.runtime import database, settings

    # The first start of a machine makes the server's user: that is done before two could try at once.
    database.socket_folder()
    for number, spec in enumerate(specs):
        spec.env["MENDSKY_HOME"] = str(settings.HOME / f"worker-{number}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Begin with the tests that are given the longest time, so that no worker is left with one at the end."""
    usual = float(config.getini("timeout"))

    def allowed(item):
        marker = item.get_closest_marker("timeout")
        return max(usual, marker.args[0] if marker else usual)

    if hasattr(config, "workerinput"):
        items.sort(key=allowed, reverse=True)


def pytest_collection_finish():
    """Leave all that was collected out of every later search for cycles."""
    from mendsky.runtime import collecting

    collecting.settle()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Spend a second on no password: the hasher is Django's to test."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def nation() -> Nation:
    from mendsky.nations.load import load

    return load("cn")


@pytest.fixture
def monday() -> datetime:
    """Monday 2 March 2015, 09:00 in Beijing."""
    return datetime(2015, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def synthetic(db, monday):
    """A synthetic database whose domain clock stands at `monday`; gives the clock's mover."""
    from mendsky.runtime import clocks, installation

    installation.claim(synthetic=True)
    clocks.move_to(monday)
    return clocks.move_to


@pytest.fixture(autouse=True)
def _no_job_outlives_its_test(request):
    """Empty the queue after tests that commit: Django's flush knows only its own tables."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        from django.db import connection

        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("truncate procrastinate_jobs, procrastinate_periodic_defers cascade")


class PostOffice:
    """A real SMTP server that keeps what it takes and refuses whom it is told to."""

    def __init__(self) -> None:
        self.empty()

    def empty(self) -> None:
        """Forget all letters, and refuse nobody any more."""
        self.letters = []
        self.replies = {}
        self.data_reply = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        reply = self.replies.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        from email import message_from_bytes, policy

        if self.data_reply.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.data_reply


@pytest.fixture(scope="session")
def _post_office():
    """Run one SMTP server for all tests that post letters."""
    import socket

    from aiosmtpd.controller import Controller

    with socket.socket() as probe:
        probe.bind(("127.77.5.1", 0))
        port = probe.getsockname()[1]
    office = PostOffice()
    controller = Controller(office, hostname="127.77.5.1", port=port)
    controller.start()
    yield office, port
    controller.stop()
    # The library leaves the socket of its last connection to the collector, in whichever test that runs.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def post_office(settings, _post_office):
    """Give the SMTP server, empty and willing, configured as the mail server."""
    office, port = _post_office
    office.empty()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.77.5.1", port
    return office


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers():
    """Let Django empty tables between tests that commit, although events refuse to be truncated."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        kept = ["set session_replication_role = replica", *sql_list, "set session_replication_role = default"]
        return flush(self, kept if sql_list else sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Let no thread of a test's server keep its connection: the tests' database could not be dropped.

    Nor does a commit wait for the disk.
    """
    from django.db import connection

    connection.settings_dict["CONN_MAX_AGE"] = 0
    connection.settings_dict["OPTIONS"] = {"options": "-c synchronous_commit=off"}


@pytest.fixture(scope="session", autouse=True)
def _vaults_do_not_wait_for_the_disk():
    """Let the keys of a test be lost with the machine: each new one would wait for the disk twice."""
    import sqlite3

    from mendsky.keys import vault

    def connect(*arguments, **options):
        connection = sqlite3.connect(*arguments, **options)
        connection.execute("pragma synchronous = off")
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "sqlite3", SimpleNamespace(connect=connect, Connection=sqlite3.Connection))
        yield
