# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky import` and `mendsky user add`."""

import json

import pytest

from tests.cli.conftest import say
from tests.core.formats import samples
from tests.published import document

ADDRESS = "somebody@bureau.cn"
PASSWORD = "a long enough password"


@pytest.fixture
def real():
    """Give a directory of one office for real use."""
    made = document(1)
    made["grants"][0]["synthetic"] = False
    made["contacts"] = [{"organisation": "office-220100", "email": ADDRESS, "language": "zh-Hans"}]
    return made


@pytest.fixture
def file(tmp_path):
    def write(made):
        path = tmp_path / "directory.json"
        path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def test_a_directory_is_tried_refused_whole_and_imported(mendsky, file, real):
    tried = mendsky("import", "--dry-run", file(real))
    assert (tried.status, tried.err) == (0, "")
    assert tried.out.endswith("nothing was changed (dry run)\n")

    wrong = real | {"systems": [*real["systems"], real["systems"][0] | {"key": "b", "origin": "nowhere"}]}
    refused = mendsky("import", "--json", file(wrong))
    assert "origin" in refused.is_refused()

    listed = mendsky("import", "--dry-run", "--json", file(wrong))
    assert (listed.status, listed.err) == (1, "")
    assert listed.json["refused"][0].startswith("directory.json, line 1 (b): origin is refused")
    assert listed.json["dry_run"]
    assert ADDRESS not in listed.out

    # Another test of this database may have imported the office under its usual name.
    office = real["organisations"][0] | {"name": {"en": "Office of another name", "zh-Hans": "另名办公室"}}
    renamed = file(real | {"organisations": [office]})
    made = mendsky("import", "--json", renamed)
    assert (made.status, made.err) == (0, "")
    assert made.json["organisations"]["unchanged"] == 0
    again = mendsky("import", "--json", renamed)
    assert again.json["organisations"] == {"added": 0, "changed": 0, "closed": 0, "unchanged": 1}
    assert ADDRESS not in made.out + again.out + tried.out


def test_results_of_a_scanner_are_claims_and_a_bad_one_is_refused_in_one_line(mendsky, tmp_path, file, real):
    assert mendsky("import", file(real)).status == 0
    path = tmp_path / "zap.json"
    path.write_bytes(samples.zap(origin=real["systems"][0]["origin"]))
    tried = mendsky("import", "--dry-run", path)
    assert (tried.status, tried.err) == (0, "")
    assert "look: zap 40018 (sql-injection)" in tried.out or "not-granted: zap 40018" in tried.out
    assert tried.out.endswith("nothing was changed (dry run)\n")
    both = mendsky("import", "--json", "--dry-run", file(real), path)
    assert both.json["claims"]["files"] == {"zap.json": "zap"}
    assert both.json["dry_run"]
    path.write_bytes(samples.zap()[:-5])
    assert "zap.json: line 1: is no JSON" in mendsky("import", path).is_refused()


def test_a_file_that_is_not_there_is_named(home):
    assert "none.json" in say("import", "none.json", home=home).is_refused()


def test_a_person_is_appointed_with_a_password_from_standard_input(mendsky):
    said = mendsky(
        "user", "add", ADDRESS, "--role", "handler", "--division", "220100", "--password-file", "-",
        text=PASSWORD + "\nmore\n",
    )  # fmt: skip
    assert (said.status, said.out, said.err) == (0, "handler of 220100 appointed\n", "")


@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        ([ADDRESS, "--password-file", "-"], "", "password file is empty"),
        ([ADDRESS, "--password-file", "none"], None, "cannot open none"),
        (["other@bureau.cn", "--password-file", "-"], "short\n", "short"),
        (["no address"], None, "e-mail address"),
        ([ADDRESS, "--division", "000"], None, "division"),
    ],
)
def test_a_wrong_appointment_is_refused_without_its_address(mendsky, arguments, text, says):
    said = mendsky("user", "add", *arguments, "--role", "reviewer", text=text)
    assert says in said.is_refused()
    assert ADDRESS not in said.err
    assert "no address" not in said.err
