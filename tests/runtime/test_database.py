# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The embedded server is tested in processes of its own, as commands use it."""

import json
import os
import subprocess
import sys

import psutil
import pytest
from django.db import connection

from mendsky.runtime import database

ASK = """
import django; django.setup()
from django.db import connection
from mendsky.runtime import database
database.prepare()
with connection.cursor() as cursor:
    cursor.execute("select pg_postmaster_start_time()::text")
    print(cursor.fetchone()[0], flush=True)
input()
"""

START = """
import sys, time; time.sleep = lambda seconds: None
from pathlib import Path
from mendsky.runtime import database
try:
    database._start(Path(sys.argv[1]))
except database.DatabaseFailedError as failure:
    print(failure)
"""


def asker(home):
    environment = {
        **os.environ,
        "MENDSKY_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "mendsky.runtime.settings",
    }
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-c", ASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    )
    return process, process.stdout.readline().strip()


def finish(process):
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def servers(home):
    marker = str(home / "database")
    return [
        p
        for p in psutil.process_iter(["cmdline"])
        if "-D" in (p.info["cmdline"] or []) and marker in p.info["cmdline"]
    ]


def test_two_commands_share_one_server_and_the_last_one_stops_it(tmp_path):
    first, started = asker(tmp_path)
    second, seen = asker(tmp_path)
    assert seen == started
    finish(first)
    assert servers(tmp_path)
    finish(second)
    assert not servers(tmp_path)


def test_after_a_kill_the_next_command_finds_the_server_and_stops_it(tmp_path):
    killed, started = asker(tmp_path)
    killed.kill()
    killed.communicate()
    after, seen = asker(tmp_path)
    assert seen == started
    finish(after)
    assert not servers(tmp_path)


def test_a_helper_that_was_ended_by_a_signal_does_not_keep_the_server_alive(tmp_path):
    parent, started = asker(tmp_path)
    helper, seen = asker(tmp_path)
    assert seen == started
    helper.terminate()
    helper.communicate()
    finish(parent)
    assert not servers(tmp_path)


def test_the_users_of_a_dead_process_are_forgotten(tmp_path):
    users = tmp_path / "users.json"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    users.write_text(json.dumps([gone.pid, os.getpid()]))
    database._forget_dead(users)
    assert json.loads(users.read_text()) == [os.getpid()]


@pytest.mark.django_db
def test_a_database_with_tables_that_no_demo_made_is_not_wiped():
    with connection.cursor() as cursor:
        cursor.execute("delete from runtime_installation")
        cursor.execute("insert into runtime_installation values (true, false, 'x', now(), null, null)")
    with pytest.raises(database.DatabaseRefusedError, match="no demo made"):
        database.prepare_fresh_synthetic()


@pytest.mark.django_db
def test_a_database_without_a_mark_is_a_killed_demos_until_somebody_has_an_account():
    from django.contrib.auth.models import User

    with connection.cursor() as cursor:
        cursor.execute("delete from runtime_installation")
    assert database.refuse_unless_synthetic() is False
    User.objects.create(username="somebody")
    with pytest.raises(database.DatabaseRefusedError, match="no demo made"):
        database.refuse_unless_synthetic()


def test_a_database_that_a_demo_made_may_be_made_anew(synthetic):
    assert database.refuse_unless_synthetic() is True


def test_a_database_that_cannot_start_is_told_in_one_line_that_names_its_folder(tmp_path):
    folder = tmp_path / "database"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        os.chown(folder / "PG_VERSION", 1, -1)
    started = subprocess.run(
        [sys.executable, "-c", START, str(folder)], capture_output=True, text=True, check=True, timeout=120
    )
    assert str(folder) in started.stdout
    assert ("cp -a" in started.stdout) == (os.geteuid() == 0)
