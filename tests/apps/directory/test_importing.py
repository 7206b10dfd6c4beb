# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import json

import pytest

from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.directory.importing import import_files, read_files, read_table
from mendsky.apps.directory.report import ImportRefusedError
from mendsky.apps.directory.signatures import is_genuine
from tests.signing import signed

TABLES = {
    "organisations": """key,name.zh-Hans,name.en,kind,division,sector,level
cc-yb,长春市医疗保险管理局,Changchun Medical Insurance Office,owner,220100,social-security,
cc-net,长春市网信办,,authority,220100,,city
""",
    "systems": """key,organisation,origin,name,sector,division,sweep_every_hours
cc-yb-query,cc-yb,http://YB.lab.test:8080/,医保查询,social-security,220100,
""",
    "contacts": """organisation,email,language
cc-yb,Office@yb.lab.test,zh-Hans
""",
    "grants": """id,version,signed_by,legal_basis,origins,networks,paths,excluded_paths,hours.start,\
hours.end,hours.zone,classes,rate,daily_budget,test_identities,sample_records,birth_years,valid_from,expires,synthetic
changchun-2015,1,Office for Cyberspace Affairs of Changchun,CSL 2016 article 39,http://yb.lab.test:8080,\
127.0.0.0/8,/,/admin/,00:00,00:00,Asia/Shanghai,0;1;2,5,1000,220102189901010016,20,1800;1899,\
2015-01-01T00:00:00+08:00,2016-01-01T00:00:00+08:00,true
""",
}


@pytest.fixture
def tables(tmp_path):
    for noun, text in TABLES.items():
        (tmp_path / f"{noun}.csv").write_text(text, encoding="utf-8-sig")
    return [tmp_path / f"{noun}.csv" for noun in TABLES]


def test_tables_say_the_same_as_the_json_document(tables, document):
    from mendsky.apps.directory.grants import parse_grant

    read = read_files(tables).document
    assert {noun: read[noun] for noun in ("organisations", "contacts")} == {
        noun: document[noun] for noun in ("organisations", "contacts")
    }
    assert read["systems"] == document["systems"]
    assert parse_grant(read["grants"][0]) == parse_grant(document["grants"][0])


@pytest.mark.usefixtures("db", "vault")
def test_files_are_joined_and_imported_as_one(tables, tmp_path, document, monday):
    more = tmp_path / "more.json"
    system = {**document["systems"][0], "key": "second", "origin": "https://second.lab.test"}
    more.write_text(json.dumps({"systems": [system]}), encoding="utf-8")
    report = import_files([*tables, more], now=monday, synthetic=True)
    assert report.systems.added == 2
    assert report.grants.added == 1
    assert [entry["place"] for entry in report.as_json()["entries"] if entry["noun"] == "systems"] == [
        "systems.csv, line 2",
        "more.json, line 1",
    ]


def test_tables_are_taken_as_spreadsheets_save_them(tables, tmp_path, document):
    plain = read_files(tables).document
    folder = tmp_path / "saved"
    folder.mkdir()
    saved = {
        "organisations": TABLES["organisations"].replace(",", "\t").encode("gb18030"),
        "systems": TABLES["systems"].replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"),
        "contacts": (TABLES["contacts"] + ",,\n" + ",,\n").encode("gb18030"),
        "grants": TABLES["grants"].replace("0;1;2", '"0;1;2"').encode(),
    }
    paths = []
    for noun, content in saved.items():
        paths.append(folder / f"{noun}.CSV")
        paths[-1].write_bytes(content)
    assert read_files(paths).document == plain
    assert plain["organisations"][0]["name"] == document["organisations"][0]["name"]


def test_every_entry_knows_its_line(tables, tmp_path, document):
    table = tmp_path / "organisations.csv"
    table.write_text('key,name.zh-Hans\n\na,"first\nsecond"\n,\nb,name\n', encoding="utf-8")
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps(document, indent=1), encoding="utf-8")
    places = read_files([table, whole]).places
    lines = whole.read_text(encoding="utf-8").splitlines()
    assert places["organisations", 0] == "organisations.csv, line 3"
    assert places["organisations", 1] == "organisations.csv, line 6"
    for noun, number, key in (("organisations", 3, "cc-net"), ("systems", 0, "cc-yb-query")):
        line = int(places[noun, number].removeprefix("whole.json, line "))
        assert lines[line - 1].strip() == "{"
        assert f'"key": "{key}"' in lines[line]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"systems": []}',
        '{"systems": [{"a": "]}[{"}, 7], "grants":\n [ [1],\n2 ] }',
        '{"systems": "[", "systems": [2]}',
    ],
)
def test_any_json_of_lists_has_lines(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    files = read_files([path])
    assert set(files.places) == {
        (noun, number) for noun, entries in files.document.items() for number in range(len(entries))
    }


def test_a_cell_of_the_wrong_type_is_left_to_the_schema():
    table = "id,version,rate,synthetic,classes\ng,one,fast,perhaps,0;x\n"
    entries, lines = read_table("grants", table)
    assert entries == [
        {"id": "g", "version": "one", "rate": "fast", "synthetic": "perhaps", "classes": [0, "x"]}
    ]
    assert lines == [2]


@pytest.mark.parametrize("row", ["cc-yb,office@yb.lab.test", "cc-yb,office@yb.lab.test,en,more", 'a,"b'])
def test_a_row_that_does_not_fit_its_header_is_named_without_its_cells(row):
    with pytest.raises(ImportRefusedError) as refused:
        read_table("contacts", f"organisation,email,language\n{row}\n")
    assert str(refused.value).startswith("contacts, line 2: ")
    assert "@" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.csv", b"key\n", "must be named after its noun"),
        ("a.json", b"{", "is no JSON"),
        ("a.json", b"[]", "must be an object with organisations"),
        ("a.json", b'{"people": []}', "must be an object with organisations"),
        ("a.json", b'{"systems": {}}', "systems must be a list"),
        ("systems.csv", b"key\n\xff\xff", "must be written in UTF-8 or GB 18030"),
        ("a.json", "{医保}".encode("gb18030"), "must be written in UTF-8"),
        ("a.json", b"[" * 9999, "lie too deep"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_line(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefusedError, match=says) as refused:
        read_files([tmp_path / name])
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ImportRefusedError, match=r"nowhere\.json: cannot be read"):
        read_files([tmp_path / "nowhere.json"])


def test_a_grant_of_a_table_is_signed_in_two_columns_of_its_own():
    header, row = TABLES["grants"].splitlines()
    ((unsigned,), _) = read_table("grants", TABLES["grants"])
    signature = signed(unsigned)["signature"]
    table = f"{header},signature.key,signature.value\n{row},{signature['key']},{signature['value']}\n"
    ((entry,), _) = read_table("grants", table)
    assert is_genuine(parse_grant(entry))
