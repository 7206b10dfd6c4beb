# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents as offices publish them, each of the fewest bytes that programs open: .xlsx, .docx and .pdf."""

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape

Rows = Sequence[Sequence[str]]
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROWS_OF_PAGE = 40


def workbook(rows: Rows) -> bytes:
    """Make a workbook of one sheet (ECMA-376 part 1, section 18)."""
    lines = (
        f'<row r="{number}">{"".join(map(_cell, row))}</row>' for number, row in enumerate(rows, start=1)
    )
    return _package({
        **_beginning("xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="synthetic" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}'
        "</sheetData></worksheet>",
    })  # fmt: skip


def letter(rows: Rows) -> bytes:
    """Make a document with one table (ECMA-376 part 1, section 17)."""
    lines = "".join(f"<w:tr>{''.join(map(_written, row))}</w:tr>" for row in rows)
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{lines}</w:tbl></w:body></w:document>'
    return _package({**_beginning("word/document.xml"), "word/document.xml": body})


def printed(rows: Rows) -> bytes:
    """Make a PDF of one line a row, in a font that readers have of their own (ISO 32000-1, 9.7.5.2)."""
    pages = [rows[at : at + ROWS_OF_PAGE] for at in range(0, len(rows), ROWS_OF_PAGE)]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    font = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor"
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]>>>>"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        font,
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"<{'  '.join(row).encode('utf-16-be').hex()}> Tj T*\n" for row in page)
        drawn = f"BT /F1 12 Tf 16 TL 60 780 Td\n{shown}ET".encode()
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (6 + 2 * number),
            b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    return _objects(objects)


def picture() -> bytes:
    """Make a PDF of one page without text, as a scanner makes them."""
    return _objects([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length 22>>\nstream\n60 60 400 700 re f   \n\nendstream",
    ])  # fmt: skip


DOCUMENTS: dict[str, Callable[[Rows], bytes]] = {"xlsx": workbook, "docx": letter, "pdf": printed}
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _written(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"


def _beginning(part: str) -> dict[str, str]:
    """Give the parts with which every package begins (ECMA-376 part 2)."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relation("officeDocument", part),
    }


def _relation(kind: str, target: str) -> str:
    relation = f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'


def _package(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            # An entry without a date of its own has always the same.
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _objects(objects: Sequence[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n% synthetic\n"), []
    for number, held in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(
        made + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )
