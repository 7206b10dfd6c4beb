# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One counterpart alone."""

import json
import subprocess
import sys
import urllib.request

import pytest

from mendsky.core.terms.streams import PORTS
from mendsky.lab.services import SERVICES
from mendsky.lab.sites import COUNTERPARTS


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "mendsky.lab.counterpart", *arguments],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip


def test_all_names_are_listed_by_kind():
    listed = json.loads(run("--list").stdout)
    assert tuple(listed) == (*COUNTERPARTS, *SERVICES)
    for kind in COUNTERPARTS:
        assert {"vulnerable", "pretended", "repaired", "sound", "odd:captcha", "odd:site-catch-all"} <= set(
            listed[kind]
        )
    for kind in SERVICES:
        assert {"vulnerable", "pretended", "repaired", "odd:another-protocol"} <= set(listed[kind])


def test_it_serves_and_says_what(counterpart):
    ready = counterpart("sequential-records", "vulnerable", "--seed", "4")
    with urllib.request.urlopen(ready["origin"] + "/", timeout=10) as answer:
        assert str(ready["records"]) in answer.read().decode().replace(",", "")


def test_the_same_seed_makes_the_same_counterpart(counterpart):
    first, again = (counterpart("sql-injection", "vulnerable", "--seed", "7") for _ in range(2))
    other = counterpart("sql-injection", "vulnerable", "--seed", "8")
    for ready in (first, again, other):
        ready.pop("origin")
    assert first == again != other


@pytest.mark.parametrize("arguments", [("sql-injection", "odd:nothing"), ("no-kind", "vulnerable"), ()])
def test_an_unknown_counterpart_is_a_users_error(arguments):
    assert run(*arguments).returncode == 2


def test_a_wildcard_address_is_refused():
    ended = run("sql-injection", "sound", "--address", "0.0.0.0")  # noqa: S104
    assert ended.returncode == 2
    assert "127.x.y.z" in ended.stderr


def test_all_are_served_at_once_each_at_its_own_address():
    command = [sys.executable, "-m", "mendsky.lab.counterpart", "--all", "--address", "127.78.3.1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        served = json.loads(process.stdout.readline())["counterparts"]
        with urllib.request.urlopen(served[1]["origin"] + "/", timeout=10) as answer:
            assert answer.status == 200
        process.stdin.close()
        assert process.wait(15) == 0
    assert len({one["origin"] for one in served}) == len(served)
    for kind, of_kind in {**COUNTERPARTS, **SERVICES}.items():
        names = {one["name"] for one in served if one["kind"] == kind}
        assert names == {"vulnerable", "repaired", *(f"odd:{oddity}" for oddity in of_kind.odd)}
    assert {one["origin"].partition("://")[0] for one in served} == {"http", *PORTS}
