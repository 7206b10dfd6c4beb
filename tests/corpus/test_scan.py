# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found in every container by `mendsky scan`: each person once, and no value in what it says."""

import json
import random

import pytest
from typer.testing import CliRunner

from mendsky.cli import app
from tests.corpus import values
from tests.corpus.containers import WRAPS

PEOPLE = 40
HEADS = ("编号", "姓名", "身份证号", "手机", "email")
RUNNING_TEXT = ("text.docx", "slides.pptx", "text.odt", "print.pdf")
"""No column says there that eleven digits are a phone."""
FOUND = 3
"""Exit status where something was found."""


@pytest.fixture(scope="module")
def rows():
    draw = random.Random(20150422)
    people = [
        (str(number), "张伟", values.resident_id(draw), values.mobile(draw), values.email(draw))
        for number in range(PEOPLE)
    ]
    return (HEADS, *people)


@pytest.mark.parametrize("name", WRAPS)
def test_every_person_is_found_once_and_nothing_is_said_of_them(name, rows, tmp_path):
    path = tmp_path / name
    path.write_bytes(WRAPS[name](rows))
    said = CliRunner().invoke(app, ["scan", str(path), "--json"], catch_exceptions=False)
    found = json.loads(said.stdout)
    assert found["undetermined"] == []
    for kind in ("cn-resident-id", "email", *(("cn-mobile",) if name not in RUNNING_TEXT else ())):
        assert found["kinds"].get(kind, {}).get("distinct") == PEOPLE, kind
        assert found["kinds"][kind]["occurrences"] == PEOPLE, kind
    assert found["people"] == PEOPLE
    assert not any(cell in said.output for row in rows[1:] for cell in row[2:]), "a value was said"
    assert said.exit_code == FOUND
