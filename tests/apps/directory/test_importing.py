# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import json

import pytest

from mendsky.apps.directory.importing import import_files, read_files, read_table
from mendsky.apps.directory.reading import ImportRefusedError

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

    read = read_files(tables)
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


def test_a_cell_of_the_wrong_type_is_left_to_the_schema():
    table = "id,version,rate,synthetic,classes\ng,one,fast,perhaps,0;x\n"
    assert read_table("grants", table) == {
        "grants": [{"id": "g", "version": "one", "rate": "fast", "synthetic": "perhaps", "classes": [0, "x"]}]
    }


@pytest.mark.parametrize("row", ["cc-yb,office@yb.lab.test", "cc-yb,office@yb.lab.test,en,more", 'a,"b'])
def test_a_row_that_does_not_fit_its_header_is_named_without_its_cells(row):
    with pytest.raises(ImportRefusedError) as refused:
        read_table("contacts", f"organisation,email,language\n{row}\n")
    assert str(refused.value).startswith("contacts, row 2: ")
    assert "@" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.csv", b"key\n", "must be named after its noun"),
        ("a.json", b"{", "is no JSON"),
        ("a.json", b"[]", "must be an object with organisations"),
        ("a.json", b'{"people": []}', "must be an object with organisations"),
        ("a.json", b'{"systems": {}}', "systems must be a list"),
        ("systems.csv", "key\n医保".encode("gb18030"), "must be written in UTF-8"),
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
