# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workbooks: shared and inline strings, numbers, dates, damage, size, and what is beside the sheets."""

import struct

from mendsky.scan.formats.workbook import _written
from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(rows, **more):
    """Make a workbook of one sheet: text as shared strings, numbers as numbers."""
    shared, lines = [], []
    for number, row in enumerate(rows, 1):
        cells = ""
        for place, cell in enumerate(row):
            name = f"{chr(65 + place)}{number}"
            if isinstance(cell, str):
                cells += f'<c r="{name}" t="s"><v>{len(shared)}</v></c>'
                shared.append(f"<si><t>{cell}</t></si>")
            else:
                cells += f'<c r="{name}"><v>{cell!r}</v></c>'
        lines.append(f'<row r="{number}">{cells}</row>')
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}'
        "</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(shared)}</sst>',
        **more,
    })  # fmt: skip


def test_a_sheet_is_a_table(tmp_path):
    packed = xlsx([["姓名", "身份证号"], *([f"虚构, {value[-1]}", value] for value in PEOPLE)])
    (tmp_path / "a.xlsx").write_bytes(packed)
    wanted = "姓名,身份证号\n" + "".join(f'"虚构, {value[-1]}",{value}\n' for value in PEOPLE)
    for content in (packed, in_pieces(packed, 99), tmp_path / "a.xlsx"):
        done = walked(content, "a.xlsx")
        assert (done.texts, done.causes) == ({"a.xlsx!名单": wanted.encode()}, {})


def test_one_without_a_telling_name_is_known_by_its_entries():
    assert walked(xlsx([["x", PEOPLE[0]]]), "upload").texts == {"upload!名单": f"x,{PEOPLE[0]}\n".encode()}


def test_numbers_are_written_as_people_see_them():
    assert [_written(cell) for cell in (13800138000.0, 1.5, 1.10105e17, True)] == [
        "13800138000", "1.5", "1.10105E+17", "True",
    ]  # fmt: skip


def test_what_is_embedded_is_walked_too():
    packed = xlsx([["x", "y"]], **{"xl/embeddings/people.csv": TABLE})
    assert walked(packed, "a.xlsx").texts["a.xlsx!xl/embeddings/people.csv"] == TABLE


def test_a_damaged_one_gives_the_text_of_its_entries_and_says_so():
    packed = xlsx([["x", PEOPLE[0]]]).replace(b"xl/workbook.xml", b"xl/workbonk.xml")
    done = walked(packed, "a.xlsx")
    assert done.count(PEOPLE[0]) == 1
    assert done.causes == {"a.xlsx": "corrupt"}


def test_a_cut_one_gives_what_it_has_and_says_so():
    packed = xlsx([["x", PEOPLE[0]]])
    done = walked(packed[: packed.index(b"PK\1\2")], "a.xlsx")
    assert "a.xlsx" in done.causes


def test_a_large_one_is_read_as_text_and_says_so():
    done = walked(xlsx([["x", PEOPLE[0]]]), "a.xlsx", Limits(table=100))
    assert done.count(PEOPLE[0]) == 1
    assert done.causes == {"a.xlsx": "too-big"}


def test_a_large_one_within_another_container_is_read_as_text_and_says_so():
    packed = zipped({"a.xlsx": xlsx([["x", PEOPLE[0]]])})
    done = walked(packed, "z.zip", Limits(in_memory=200))
    assert done.count(PEOPLE[0]) == 1
    assert done.causes == {"z.zip!a.xlsx": "too-big"}


def test_another_old_office_file_is_read_as_bytes_and_said_to_be_unsupported():
    other = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + PEOPLE[0].encode()
    done = walked(other, "a.doc")
    assert done.count(PEOPLE[0]) == 1
    assert done.causes == {"a.doc": "unsupported"}


def xls(rows):
    """Make a workbook of Excel 97: records of BIFF8 as one stream of a compound file (MS-XLS, MS-CFB)."""

    def record(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    cells = b""
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                cells += record(0x0204, struct.pack("<3H", place, column, 0) + text)
            else:
                cells += record(0x0203, struct.pack("<3Hd", place, column, 0, cell))
    sheet = record(0x0809, struct.pack("<4H8x", 0x600, 0x10, 0, 0)) + cells + record(0x0A, b"")
    name = struct.pack("<BB", 5, 0) + b"names"
    before = record(0x0809, struct.pack("<4H8x", 0x600, 5, 0, 0))
    listed = len(before) + 4 + 6 + len(name) + 4
    stream = before + record(0x85, struct.pack("<IH", listed, 0) + name) + record(0x0A, b"") + sheet
    stream = stream.ljust(4096, b"\0") + b"\0" * (-max(len(stream), 4096) % 512)
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(title, kind, child, start, size):
        wide = title.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBB3I", len(wide), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return wide.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + table + folder.ljust(512, b"\0") + stream


def test_a_parser_that_panics_is_damage(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(_file):
        raise PanicException(PEOPLE[0])

    monkeypatch.setattr("python_calamine.load_workbook", panic)
    assert walked(xls([["x"]]), "a.xls").causes == {"a.xls": "corrupt"}


def test_an_old_workbook_is_a_table(tmp_path):
    packed = xls([["身份证号", "电话"], *([value, 13800138000.0] for value in PEOPLE)])
    (tmp_path / "a.xls").write_bytes(packed)
    wanted = "身份证号,电话\n" + "".join(f"{value},13800138000\n" for value in PEOPLE)
    for content in (packed, in_pieces(packed, 99), tmp_path / "a.xls"):
        done = walked(content, "a.xls")
        assert (done.texts, done.causes) == ({"a.xls!names": wanted.encode()}, {})
