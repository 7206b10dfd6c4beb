# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mendsky.apps.directory.shape import document_problems, grant_problems, is_key, schema


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())


def test_the_small_office_has_the_shape(document, grant):
    assert document_problems(document) == ()
    assert grant_problems(grant) == ()


def parts(part):
    """Give every part of the schema that a value is held against, conditions excepted."""
    yield part
    for name in ("properties", "$defs"):
        for below in part.get(name, {}).values():
            yield from parts(below)
    for name in ("items", "propertyNames"):
        if name in part:
            yield from parts(part[name])


def test_each_part_says_what_must_be_there():
    assert [part for part in parts(schema()) if "$ref" not in part and "description" not in part] == []


@pytest.mark.parametrize(
    "wrong", [None, [], "text", 7, {}, {"people": []}, {"systems": {}}, {"systems": [None]}]
)
def test_anything_else_is_named_as_a_problem(wrong):
    assert document_problems(wrong)


@pytest.mark.parametrize(
    "wrong",
    [7, None, ["secret"], {"secret": 1}, "se cret", "secret\n"],
)
@pytest.mark.parametrize("field", ["organisation", "email", "language"])
def test_a_problem_never_repeats_a_value(wrong, field):
    contact = {"organisation": "cc-yb", "email": "office@yb.lab.test", "language": "en", field: wrong}
    problems = document_problems({"contacts": [contact]})
    assert problems
    assert all(problem.path[:3] == ("contacts", 0, field) for problem in problems)
    assert "secret" not in str(problems)


def test_an_unknown_field_is_named_only_where_it_looks_like_one():
    entry = {"organisation": "cc-yb", "email": "office@yb.lab.test", "language": "en"}
    assert "adress" in document_problems({"contacts": [{**entry, "adress": 1}]})[0].says
    assert "@" not in document_problems({"contacts": [{**entry, "office@yb.lab.test": 1}]})[0].says


def test_a_key_cannot_hold_a_number_of_a_person():
    assert is_key("220100-yb.query_2")
    assert not is_key("220102189901010016")
    assert not is_key("tel13800000000")
    assert not is_key("office@yb.lab.test")
    assert not is_key("")
    assert not is_key(7)


def test_the_page_on_directory_files_names_every_field():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "directory.md").read_text(encoding="utf-8")
    for noun in ("organisation", "system", "contact"):
        _, _, rest = page.partition(f"## {noun.capitalize()}s\n")
        table = rest.partition("\n## ")[0]
        named = {
            line.split("`")[1]: "yes" in line.split("|")[2] for line in table.splitlines() if "| `" in line
        }
        fields = schema()["$defs"][noun]
        assert set(named) == set(fields["properties"])
        assert {field for field, needed in named.items() if needed} == set(fields["required"])
