# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `mendsky scan` finds in every wrapping: each person once, and no value in what it says."""

import json
import random

import pytest
from typer.testing import CliRunner

from mendsky.cli import app
from tests.corpus import values
from tests.corpus.containers import WRAPS, csv

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


@pytest.fixture
def scanned(tmp_path, rows):
    """Scan one file; give what the command's object says, after making sure that it says no value."""

    def scan(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        said = CliRunner().invoke(app, ["scan", str(path), "--json"], catch_exceptions=False)
        silent = not any(cell in said.output for row in rows[1:] for cell in row[2:])
        assert silent, "a value was said"
        found = json.loads(said.stdout)
        assert (found["undetermined"], said.exit_code) == ([], FOUND)
        return found

    return scan


@pytest.mark.parametrize("name", WRAPS)
def test_every_person_is_found_once_in_every_wrapping(name, rows, scanned):
    found = scanned(name, WRAPS[name](rows))
    for kind in ("cn-resident-id", "email", *(("cn-mobile",) if name not in RUNNING_TEXT else ())):
        assert found["kinds"].get(kind) == {"occurrences": PEOPLE, "distinct": PEOPLE}, kind
    assert found["people"] == PEOPLE


def test_a_column_of_phones_needs_no_head(rows, scanned):
    found = scanned("headless.csv", csv(rows[1:]))
    assert found["kinds"]["cn-mobile"] == {"occurrences": PEOPLE, "distinct": PEOPLE}
    assert found["records"] == PEOPLE


def test_a_column_of_order_numbers_is_no_column_of_phones(scanned):
    draw = random.Random(7)
    lines = [
        (str(number), f"{draw.randrange(10**11):011d}", values.resident_id(draw)) for number in range(200)
    ]
    found = scanned("orders.csv", csv((("no", "order_ref", "sfzh"), *lines)))
    assert set(found["kinds"]) == {"cn-resident-id"}


def test_a_column_that_lost_digits_is_said_to_be_damaged(rows, scanned):
    lost = tuple((row[0], f"{int(row[2][:17] + '0'):.5E}", row[4]) for row in rows[1:])
    found = scanned("damaged.csv", csv((("编号", "身份证号", "email"), *lost)))
    assert (found["damaged_columns"], found["kinds"].get("cn-resident-id")) == (1, None)


def test_masked_numbers_are_counted_apart(rows, scanned):
    hidden = tuple((row[0], row[2][:6] + "*" * 8 + row[2][14:]) for row in rows[1:])
    found = scanned("masked.csv", csv((("编号", "身份证号"), *hidden)))
    assert (found["masked"], found["people"]) == (PEOPLE, 0)


def test_a_person_who_comes_again_and_again_is_one_person(rows, scanned):
    written = [
        values.plain,
        values.full_width,
        str.lower,
        values.grouped((6, 8), " "),
        values.grouped((6, 8), "-"),
    ]
    again = tuple((str(at), write(row[2])) for at, write in enumerate(written * 40) for row in rows[1:])
    found = scanned("again.csv", csv((("编号", "身份证号"), *again)))
    assert found["kinds"]["cn-resident-id"] == {"occurrences": 200 * PEOPLE, "distinct": PEOPLE}
    assert (found["people"], found["records"]) == (PEOPLE, 200 * PEOPLE)


def test_megabytes_of_people_are_counted_across_all_borders(scanned):
    draw = random.Random(11)
    people = tuple((str(number), "张伟", values.resident_id(draw)) for number in range(60_000))
    found = scanned("many.csv.gz", WRAPS["people.csv.gz"]((("编号", "姓名", "身份证号"), *people)))
    distinct = len({row[2] for row in people})
    assert found["kinds"]["cn-resident-id"] == {"occurrences": len(people), "distinct": distinct}
    assert (found["people"], found["records"]) == (distinct, len(people))


def damages(content, draw):
    """Yield a content cut off, with bytes changed, with a piece repeated, and with a hole."""
    place = draw.randrange(1, len(content))
    yield content[:place]
    changed = bytearray(content)
    for _ in range(5):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    yield bytes(changed)
    yield content[:place] + content[place // 2 :]
    yield content[:place] + content[min(place + 64, len(content)) :]


@pytest.mark.parametrize("name", WRAPS)
def test_damaged_wrappings_are_told_apart_from_empty_ones_without_a_value(name, rows, tmp_path):
    draw = random.Random(name)
    path = tmp_path / name
    for content in damages(WRAPS[name](rows), draw):
        path.write_bytes(content)
        said = CliRunner().invoke(app, ["scan", str(path), "--json"])
        failure = type(said.exception).__name__
        assert failure in {"NoneType", "SystemExit"}, failure
        silent = not any(cell in said.output for row in rows[1:] for cell in row[2:])
        assert silent, "a value was said"
        found = json.loads(said.stdout)
        assert said.exit_code in {0, 1, FOUND}
        whole = found["kinds"].get("cn-resident-id", {"distinct": 0})["distinct"] <= PEOPLE
        assert whole, "more people than there are"
        assert said.exit_code or not found["undetermined"]
