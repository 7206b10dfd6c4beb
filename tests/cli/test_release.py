# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky release` and `mendsky verify`."""

import json

import pytest

from tests.cli.conftest import say


@pytest.fixture(scope="module")
def made(home, tmp_path_factory):
    """Give the file of a release of the scratch installation, and what was said of it."""
    path = tmp_path_factory.mktemp("made") / "release.json"
    return path, say("release", "--json", "-o", path, home=home)


@pytest.fixture
def document(made):
    return json.loads(made[0].read_text())


def test_a_release_says_its_figures_and_writes_its_file(made, document):
    _, said = made
    assert (said.status, said.err) == (0, "")
    assert said.json == document["figures"]
    assert (said.json["loopholes"], said.json["open"]) == (0, 0)


def test_anybody_can_verify_it_without_an_installation(made, document, bare, tmp_path):
    key = tmp_path / "key"
    key.write_text(document["key"] + "\n")
    said = bare("verify", made[0], "--key", key)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"verified: {len(document['facts'])} facts, root ")
    assert bare("verify", made[0], "--key", key, "--json").json["ok"] is True
    assert not (tmp_path / "unused").exists()


def test_a_changed_figure_is_named_with_status_one(document, bare, tmp_path):
    document["figures"]["loopholes"] += 1
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document))
    said = bare("verify", changed)
    assert (said.status, said.err) == (1, "")
    assert said.out.startswith("NOT VERIFIED: ")
    assert "  differs: figures" in said.out
    verdict = say("verify", changed, "--json", home=tmp_path / "unused")
    assert (verdict.status, verdict.err, verdict.json["ok"]) == (1, "", False)
    assert verdict.json["differences"]


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000, "\xff"])
def test_what_is_no_release_is_refused(bare, tmp_path, content):
    path = tmp_path / "release.json"
    path.write_bytes(content.encode("latin-1"))
    assert "release.json" in bare("verify", path).is_refused()


@pytest.mark.parametrize("content", ["{}", '{"format": "mendsky-release/1"}', '{"format": 7, "facts": {}}'])
def test_an_object_that_is_no_release_does_not_verify(bare, tmp_path, content):
    path = tmp_path / "release.json"
    path.write_text(content)
    said = bare("verify", path)
    assert said.status in {1, 2}
    assert "Traceback" not in said.err
    assert "failed:" not in said.err


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe"])
def test_a_file_that_is_no_key_verifies_nothing(made, bare, tmp_path, content):
    key = tmp_path / "key"
    key.write_bytes(content)
    said = bare("verify", made[0], "--key", key)
    assert said.status in {1, 2}
    assert "failed:" not in said.err
    assert "\nverified" not in "\n" + said.out


def test_where_the_file_cannot_be_written_no_release_is_made(mendsky, home, tmp_path):
    before = sorted(home.glob("releases/*"))
    assert "No such file" in mendsky("release", "-o", tmp_path / "none" / "release.json").is_refused()
    assert "Is a directory" in mendsky("release", "-o", tmp_path).is_refused()
    assert sorted(home.glob("releases/*")) == before
    assert list(tmp_path.iterdir()) == []
