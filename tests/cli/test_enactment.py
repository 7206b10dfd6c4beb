# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a demo: alone on its home, never on a real one, measured by phase, compared with the truth."""

import pytest

from mendsky.cli import enactment
from mendsky.cli.enactment import DemoRefusedError
from mendsky.runtime import database
from tests.cli.conftest import say
from tests.published import build, loophole


def test_a_second_demo_on_the_same_home_is_refused_in_one_line(tmp_path):
    with enactment._alone(tmp_path):
        refused = say("demo", "--no-serve", "--port", 18900, home=tmp_path).is_refused()
    assert "another demo runs on" in refused
    assert sorted(one.name for one in tmp_path.iterdir()) == ["demo.lock"]


def test_the_home_is_free_again_after_a_demo_that_failed(tmp_path):
    with pytest.raises(ZeroDivisionError), enactment._alone(tmp_path):
        1 / 0  # noqa: B018 - whatever goes wrong
    with enactment._alone(tmp_path):
        pass


def test_one_process_cannot_run_two_demos_on_one_home_either(tmp_path):
    with enactment._alone(tmp_path):
        refused = say("demo", "--json", "--port", 18900, home=tmp_path)
    assert "stop it, or name another folder" in refused.is_refused()


def test_a_demo_on_a_home_in_real_use_is_refused_and_its_keys_stay(home):
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    (home / "keys" / "vault.sqlite3").write_bytes(b"")
    (home / "releases").mkdir(exist_ok=True)
    said = say("demo", "--no-serve", "--port", 18900, home=home)
    assert said.status == 2
    assert said.err.splitlines()[-1].startswith("mendsky: this database holds tables that no demo made")
    assert "Traceback" not in said.err
    assert (home / "keys" / "vault.sqlite3").exists()
    assert (home / "releases").exists()


@pytest.mark.django_db
def test_keys_without_a_database_of_a_demo_are_not_wiped(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "refuse_unless_synthetic", lambda: False)
    enactment._refuse_real(tmp_path)
    (tmp_path / "keys").mkdir()
    with pytest.raises(DemoRefusedError, match="keys that no demo made"):
        enactment._refuse_real(tmp_path)
    monkeypatch.setattr(database, "refuse_unless_synthetic", lambda: True)
    enactment._refuse_real(tmp_path)


def test_a_new_demo_wipes_what_the_last_one_kept_and_only_that(tmp_path):
    for name in ("keys", "releases", "logs", "database"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "web.log").write_text("old")
    (tmp_path / "logs" / "lab.log").write_text("the lab has started")
    enactment._wipe_files(tmp_path)
    left = sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file())
    assert left == ["database/web.log", "logs/lab.log"]


def test_each_phase_is_told_and_timed():
    told = []
    phases = enactment._Phases(lambda name, part: told.append((name, part)))
    with phases.phase("first"):
        pass
    with phases.phase("second"):
        pass
    with phases.phase("first", 0.5):
        pass
    assert told == [("first", 0.0), ("second", 0.0), ("first", 0.5)]
    assert list(phases.seconds) == ["first", "second"]
    assert all(seconds >= 0 for seconds in phases.seconds.values())


def test_a_phase_that_failed_is_not_counted():
    phases = enactment._Phases(lambda *_: None)
    with pytest.raises(ZeroDivisionError), phases.phase("first"):
        1 / 0  # noqa: B018 - whatever goes wrong
    assert phases.seconds == {}


def compared(loopholes):
    against = enactment._compare({"loopholes": loopholes})
    return against["false_positives"], against["missed"]


def test_what_was_found_is_compared_with_the_truth_by_origin_and_kind(synthetic, nation, monday):
    world = build(nation, monday, offices=3)
    true = [{"origin": system.origin, "kind": "sql-injection"} for system in world.systems]
    assert compared(true) == (0, 0)
    assert compared(true[1:]) == (1, 0)
    more = [*true, {"origin": world.systems[0].origin, "kind": "directory-listing"}]
    assert compared(more) == (0, 1)
    assert compared([]) == (3, 0)
    loophole(world.systems[0], monday, kind="directory-listing")
    assert compared(more) == (0, 0)


def test_without_an_open_case_there_is_no_link_to_show(synthetic):
    assert enactment._letter_link() is None
