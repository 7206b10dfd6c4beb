# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky self-audit` on a real installation."""

import json

import pytest

from tests.cli.conftest import say
from tests.people import resident_id
from tests.published import document

VALUE = resident_id(4711)
ADDRESS = "somebody@bureau.cn"


@pytest.fixture
def leak(home, mendsky, tmp_path):
    """Give a file in the home folder that holds what none may, for one test."""
    made = document(1)
    made["grants"][0]["synthetic"] = False  # and its birth years are those of made-up people
    (tmp_path / "directory.json").write_text(json.dumps(made))
    assert mendsky("import", tmp_path / "directory.json").status == 0
    path = home / "export.csv"
    path.write_text(f"{VALUE},{ADDRESS}\n")
    yield path
    path.unlink()


def test_a_fresh_installation_is_clean(home):
    said = say("self-audit", "--json", home=home)
    assert (said.status, said.err) == (0, "")
    assert said.json["ok"] is True
    assert said.json["hits"] == []
    assert said.json["places"] > 10


def test_a_leak_is_named_by_place_and_kind_with_status_one(mendsky, leak):
    said = mendsky("self-audit")
    assert said.status == 1
    assert said.out.startswith("NOT CLEAN: ")
    assert said.out.splitlines()[1:] == [
        "  1 × cn-resident-id in file export.csv",
        "  1 × email in file export.csv",
    ]
    assert VALUE not in said.out + said.err
    assert ADDRESS not in said.out + said.err


def test_the_same_as_json_is_one_object_and_nothing_else(mendsky, leak):
    said = mendsky("self-audit", "--json")
    assert (said.status, said.err, said.json["ok"]) == (1, "", False)
    assert {hit["kind"] for hit in said.json["hits"]} == {"cn-resident-id", "email"}


def test_a_blind_search_is_an_error_of_one_line(mendsky, home, tmp_path):
    (home / "elsewhere").symlink_to(tmp_path)
    try:
        said = mendsky("self-audit", "--json")
    finally:
        (home / "elsewhere").unlink()
    assert "the search is blind: cannot read link elsewhere" in said.is_refused(1)
