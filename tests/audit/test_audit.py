# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The self-audit finds made-up people wherever they are put, and never repeats them."""

import os

import pytest
from django.db import IntegrityError, connection, transaction

from mendsky.audit import audit, places
from mendsky.audit.audit import AuditBlindError
from tests.people import resident_id, table
from tests.published import document

VALUE = resident_id(4711)
ADDRESS = "somebody@bureau.cn"


def binary(content):
    return rf"'\x{content.hex()}'"


@pytest.fixture
def home(synthetic, nation, monday, settings, tmp_path):
    """Give an installation of its own, with one office and a grant over made-up people."""
    from mendsky.apps.directory.services import import_document
    from mendsky.keys.vault import open_vault

    imported = document(1)
    imported["contacts"] = [{"organisation": "office-220100", "email": ADDRESS, "language": "zh-Hans"}]
    import_document(imported, now=monday, synthetic=True, nation=nation, vault=open_vault())
    settings.HOME = tmp_path / "home"
    return settings.HOME


def hold(kind, value):
    with connection.cursor() as cursor:
        cursor.execute(f"create table kept (it {kind})")
        cursor.execute(f"insert into kept values ({value})")  # noqa: S608 - as written in these tests


def hits():
    return {(hit.place, hit.kind): hit.count for hit in audit.run().hits}


def test_an_installation_without_people_is_clean(home):
    result = audit.run()
    assert result.ok, result
    assert result.places > 10
    assert result.bytes > 1000


def test_nothing_planted_stays(home):
    audit.run()
    assert list((home / "logs").iterdir()) == []
    assert "self_audit_planted" not in connection.introspection.table_names()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", f"'{VALUE}'"),
        ("text", f"'前{VALUE}后'"),
        ("jsonb", f"""'{{"rows": [["虚构", "{VALUE}"]]}}'"""),
        ("jsonb", f"""'["\\\\n{VALUE}"]'"""),
        ("text[]", f"array['a', '{VALUE}']"),
        ("bytea", binary(VALUE.encode())),
        ("bytea", binary(b"\xff\xfe\x00" + VALUE.encode() + b"\x00\xe4")),
    ],
)
def test_a_resident_in_a_column_is_found_by_place_and_kind(home, kind, value):
    hold(kind, value)
    assert hits() == {("database kept.it", "cn-resident-id"): 1}


def test_a_number_alone_is_found_in_a_column_of_numbers(home):
    whole = next(resident_id(serial) for serial in range(99) if resident_id(serial)[-1] != "X")
    hold("bigint", whole)
    assert hits() == {("database kept.it", "cn-resident-id"): 1}


def test_residents_in_files_are_counted_by_file(home):
    (home / "logs").mkdir(parents=True)
    (home / "logs" / "web.log").write_text(f"GET /query?id={VALUE} 200\n")
    (home / "export.csv").write_bytes(table(5).encode("gb18030"))
    assert hits() == {
        ("file export.csv", "cn-resident-id"): 5,
        ("file logs/web.log", "cn-resident-id"): 1,
    }


def test_a_resident_across_the_border_of_two_pieces_is_found(home):
    home.mkdir()
    (home / "long").write_bytes(b"." * (places.PIECE - 9) + VALUE.encode())
    assert hits() == {("file long", "cn-resident-id"): 1}


def test_a_resident_in_the_log_of_the_embedded_server_is_found(home):
    (home / "database").mkdir(parents=True)
    (home / "database" / "log").write_text(f"STATEMENT: insert ('{VALUE}')")
    (home / "database" / "page").write_text(VALUE)
    assert hits() == {("file database/log", "cn-resident-id"): 1}


@pytest.mark.usefixtures("synthetic", "post_office")
def test_a_resident_in_a_letter_that_was_sent_is_found(nation, settings, tmp_path, monkeypatch):
    from tests.apps.cases import conftest

    monkeypatch.setitem(conftest.NAMES, "owner", f"某局 {VALUE}")
    settings.HOME = tmp_path
    story = conftest.Story(nation)
    story.enter()
    story.found()
    assert ("mail", "cn-resident-id") in hits()


def test_the_embedded_server_writes_no_failed_statement_into_its_log(db):
    from mendsky.runtime.settings import DATABASES, HOME

    if DATABASES["default"]["HOST"]:
        pytest.skip("another server is in use, whose log is its operator's")
    hold("text primary key", f"'{VALUE}'")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("insert into kept values (%s)", [VALUE])
    assert VALUE not in (HOME / "database" / "log").read_text(errors="replace")


def test_the_name_of_a_file_is_searched_and_not_repeated(home):
    home.mkdir()
    (home / f"{VALUE} {ADDRESS}.txt").write_text(VALUE)
    result = audit.run()
    assert {(hit.place.split()[0], hit.kind) for hit in result.hits} == {
        ("names", "cn-resident-id"), ("names", "email"), ("file", "cn-resident-id"),
    }  # fmt: skip
    assert VALUE not in repr(result)
    assert ADDRESS not in repr(result)


def test_neither_the_result_nor_its_json_has_the_value(home):
    hold("text", f"'{VALUE} {ADDRESS}'")
    result = audit.run()
    assert {hit.kind for hit in result.hits} == {"cn-resident-id", "email"}
    assert VALUE not in repr(result) + repr(result.as_json())
    assert ADDRESS not in repr(result) + repr(result.as_json())
    assert result.as_json()["ok"] is False


def test_addresses_are_kept_where_the_register_says_and_nowhere_else(home):
    from mendsky.apps.accounts import services
    from mendsky.core.terms.roles import Role

    services.appoint(email=ADDRESS, role=Role.HANDLER, division="CN", password="long enough it is")
    result = audit.run()
    assert result.ok
    assert result.candidates == 2
    hold("text", f"'{ADDRESS}'")
    assert hits() == {("database kept.it", "email"): 1}


@pytest.mark.parametrize(
    "line", ["an@a.cn", "联系：an@a.b.c.gov.cn。", '{"m":"\\nan.b+c@a-b.cn"}', "<张@a.cn>"]
)
def test_an_address_in_a_text_is_found(home, line):
    home.mkdir()
    (home / "note").write_text(line)
    assert hits() == {("file note", "email"): 1}


@pytest.mark.parametrize(
    "line",
    ["me@example.org", "font@5.2.1", "@app.task", "a @b.cn", "a@b", "Mendsky <mendsky@mendsky.invalid>"],
)
def test_what_only_looks_like_an_address_is_none(home, settings, line):
    settings.DEFAULT_FROM_EMAIL = "Mendsky <mendsky@mendsky.invalid>"
    home.mkdir()
    (home / "note").write_text(line)
    assert hits() == {}


def test_an_address_in_clear_in_a_column_of_bytes_is_found(home):
    hold("bytea", binary(b'{"to": "an@a.cn"}'))
    assert hits() == {("database kept.it", "email"): 1}


def test_ciphertext_that_looks_like_an_address_by_chance_is_none(home):
    hold("bytea", binary(bytes(range(200, 256)) + b"a@b.cn" + bytes(range(100))))
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "vault").write_bytes(b"\x00\x9d\xf3a@b.cn\x01\xff\xfe" * 9)
    assert hits() == {}


def test_random_bytes_of_many_sealed_rows_give_no_hit(home):
    hold("bytea", binary(os.urandom(2_000_000)))
    assert hits() == {}


@pytest.mark.parametrize("blind", ["in_database", "in_files", "in_mail"])
def test_a_search_that_misses_a_place_is_an_error_not_a_clean_result(home, monkeypatch, blind):
    monkeypatch.setattr(places, blind, lambda *_, **__: iter(()))
    what = {"in_database": "table", "in_files": "file", "in_mail": "mail"}[blind]
    with pytest.raises(AuditBlindError, match=f"not found in: {what}$"):
        audit.run()


def test_a_search_that_finds_no_identifier_is_an_error(home, monkeypatch):
    monkeypatch.setattr(audit.identity, "find", lambda *_: audit.identity.Identifiers.none(()))
    with pytest.raises(AuditBlindError, match="file, mail, table"):
        audit.run()


def test_logs_kept_elsewhere_make_the_search_blind(home, tmp_path):
    home.mkdir()
    elsewhere = tmp_path / f"elsewhere {VALUE}"
    elsewhere.mkdir()
    (home / f"logs of {VALUE}").symlink_to(elsewhere)
    with pytest.raises(AuditBlindError, match=r"link logs of 33\*+: it leads out") as raised:
        audit.run()
    assert VALUE not in str(raised.value)
    assert not (home / "logs" / "self-audit-planted.txt").exists()


def test_a_register_that_names_the_planted_place_cannot_hide_it(home, monkeypatch):
    from mendsky.register import REGISTER

    row = REGISTER[0]._replace(table="self_audit_planted", columns=("note",))
    monkeypatch.setattr(audit.register, "REGISTER", (*REGISTER, row))
    with pytest.raises(AuditBlindError, match="table"):
        audit.run()


def test_the_planted_value_is_nobodys_and_valid(nation):
    value = audit.planted_value(nation, 1850)
    assert audit.identity.find(value, nation, (1850, 1850)).counts() == {"cn-resident-id A": 1}
