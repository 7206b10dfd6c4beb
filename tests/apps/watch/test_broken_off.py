# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a process was about to send is recorded though it was killed, once, and never while it lives."""

import json
from datetime import timedelta

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import broken_off, budget, recording
from mendsky.apps.watch.models import LastAnswer, SystemRun
from mendsky.apps.watch.sent import sent_to
from mendsky.apps.watch.services import Item, run
from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Purpose
from mendsky.nations.load import load


class KilledError(Exception):
    """Stands for whatever ends a process before it has recorded what it saw."""


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def killed(monkeypatch, system_id, synthetic):
    """Give the function that has the system swept by a process that does not live to record it."""

    def _killed():
        def kill(*_, **__):
            raise KilledError

        with monkeypatch.context() as patched:
            patched.setattr(recording, "record", kill)
            with pytest.raises(KilledError):
                run([Item(system_id=system_id)], Purpose.SWEEP)

    return _killed


def left(home):
    return list((home / "journal").glob("*"))


def test_what_a_killed_process_sent_is_logged_and_counts_for_the_day(killed, office, system_id, home, monday):
    killed()
    asked = list(office.asked)
    assert len(asked) > 5
    assert (len(left(home)), SystemRun.objects.count()) == (1, 0)
    assert broken_off.recover() == 1
    row = SystemRun.objects.get()
    assert (row.purpose, row.requests, row.answers, row.at) == ("broken-off", len(asked), {}, monday)
    assert (row.grant, row.grant_version) == ("grant-1", 1)
    log = list(sent_to({system_id: office.origin}))
    assert [one.target for one in log] == [blanked(path) for path in asked]
    assert {(one.purpose, one.status, one.failure) for one in log} == {("broken-off", 0, "our-failure")}
    assert (left(home), broken_off.recover(), LastAnswer.objects.count()) == ([], 0, 0)


def test_the_next_visit_has_what_is_left_of_the_budget(killed, office, system_id, monday):
    killed()
    begun = len(office.asked)
    run([Item(system_id=system_id)], Purpose.SWEEP)
    assert sorted(SystemRun.objects.values_list("purpose", flat=True)) == ["broken-off", "sweep"]
    grants = directory.live_grants(monday)
    left = budget.left([office.origin], grants, at=monday, zone=load("cn").calendar.zone)
    assert begun < len(office.asked) == grants[0].daily_budget - left[office.origin]


def test_what_was_recorded_before_the_process_ended_is_not_recorded_again(killed, system_id, monday, home):
    killed()
    SystemRun.objects.create(
        system=system_id, host="h", purpose="sweep", at=monday, pack="p", control={}, answers={},
        requests=1, bytes=0,
    )  # fmt: skip
    assert (len(left(home)), broken_off.recover(), left(home)) == (1, 0, [])
    assert SystemRun.objects.count() == 1


def test_systems_of_another_database_are_nobodys(synthetic, home, monday):
    (home / "journal").mkdir()
    head = json.dumps({"at": (monday - timedelta(days=1)).isoformat(), "pack": "p"})
    line = "00000000-0000-0000-0000-000000000001\tg\t1\t0\tvisit\tGET\t/"
    (home / "journal" / "x.tsv").write_text(f"{head}\n{line}\n")
    assert (broken_off.recover(), left(home), SystemRun.objects.count()) == (0, [], 0)
