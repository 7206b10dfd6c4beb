# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky census` as an owner runs it: on a machine without any installation."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from mendsky.keys import census
from mendsky.keys.vault import Vault
from tests.cli.conftest import say
from tests.people import resident_id, table

PEOPLE = 300


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path / "keys" / "vault.sqlite3")


@pytest.fixture
def ticket(vault, tmp_path):
    document = census.ticket(
        vault,
        series="2015",
        ticket_id="t",
        subject="s",
        birth_years=(1800, 1899),
        kinds=("cn-resident-id",),
        k=4096,
        expires=datetime(2015, 4, 1, tzinfo=UTC) + timedelta(days=30),
        origin="mendsky.test",
    )
    path = tmp_path / "ticket.json"
    path.write_text(json.dumps(document))
    return path


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_bytes(table(PEOPLE).encode("gb18030"))
    return path


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "sealed.json"


def test_the_sealed_sketch_is_what_the_key_service_opens(bare, ticket, export, output, vault):
    said = bare("census", export, "--ticket", ticket, "-o", output)
    assert (said.status, said.err) == (0, "")
    assert said.out == f"{PEOPLE} records of {PEOPLE} to {PEOPLE} people; sealed in sealed.json\n"
    opened = census.open_sketch(vault, output.read_bytes())
    assert (opened.records, opened.point, opened.ticket) == (PEOPLE, PEOPLE, "t")


def test_json_is_one_object_without_anybody(ticket, export, output, tmp_path):
    said = say("census", export, "--ticket", ticket, "-o", output, "--json", home=tmp_path / "unused")
    assert (said.status, said.err) == (0, "")
    assert (said.json["records"], said.json["people"]["point"], said.json["output"]) == (
        PEOPLE, PEOPLE, "sealed.json",
    )  # fmt: skip
    assert not any(resident_id(number) in said.out for number in range(PEOPLE))


def test_an_export_may_come_through_a_pipe(bare, ticket, output, vault):
    said = bare("census", "-", "--ticket", ticket, "-o", output, text=table(PEOPLE))
    assert (said.status, said.err) == (0, "")
    assert census.open_sketch(vault, output.read_bytes()).records == PEOPLE


def test_it_makes_no_home_and_no_database(bare, ticket, export, output, tmp_path):
    assert bare("census", export, "--ticket", ticket, "-o", output).status == 0
    assert not (tmp_path / "unused").exists()


@pytest.mark.parametrize("content", [None, 'a,"b'])
def test_an_export_that_cannot_be_counted_leaves_nothing_half_written(bare, ticket, export, output, content):
    export.unlink()
    if content is not None:
        export.write_text(content)
    bare("census", export, "--ticket", ticket, "-o", output).is_refused()
    assert list(output.parent.iterdir()) == []


def changed(document):
    return document.replace(b'"s"', b'"x"')


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "ticket.json is not JSON"),
        (b"[]", "does not hold a JSON object"),
        (b"{}", "ask for a new one"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (changed, "was changed"),
    ],
)
def test_a_wrong_ticket_leaves_nothing_half_written(bare, ticket, export, content, says):
    ticket.write_bytes(content(ticket.read_bytes()) if callable(content) else content)
    output = export.with_name("sealed.json")
    assert says in bare("census", export, "--ticket", ticket, "-o", output).is_refused()
    assert {one.name for one in export.parent.iterdir()} == {export.name, ticket.name, "keys"}


def test_an_output_that_is_a_folder_is_refused_and_nothing_is_left_in_it(bare, ticket, export, output):
    said = bare("census", export, "--ticket", ticket, "-o", output.parent)
    assert "Is a directory" in said.is_refused()
    assert list(output.parent.iterdir()) == []
