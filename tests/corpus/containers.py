# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What real leaks are wrapped in, written by foreign encoders; nothing here reads what it wrote."""

import base64
import bz2
import gzip
import io
import json
import lzma
import mailbox
import sqlite3
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import py7zr
import pyarrow as pa
import pyarrow.parquet as pq

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Rows = tuple[tuple[str, ...], ...]
"""A table: its heads, then its rows."""
Wrap = Callable[[Rows], bytes]


def csv(rows: Rows) -> bytes:
    """Write lines of commas."""
    return "".join(",".join(row) + "\n" for row in rows).encode()


def _in(encoding: str) -> Wrap:
    return lambda rows: csv(rows).decode().encode(encoding)


def ndjson(rows: Rows) -> bytes:
    """Write an object a line."""
    heads, *rest = rows
    return "".join(json.dumps(dict(zip(heads, row, strict=True))) + "\n" for row in rest).encode()


def sql(rows: Rows) -> bytes:
    """Write a dump as mysqldump does."""
    heads, *rest = rows
    values = ",".join("(" + ",".join(f"'{cell}'" for cell in row) + ")" for row in rest)
    columns = ",".join(f"`{head}`" for head in heads)
    return f"CREATE TABLE `t` ({columns});\nINSERT INTO `t` ({columns}) VALUES {values};\n".encode()


def html(rows: Rows) -> bytes:
    """Write a page with a table."""
    heads, *rest = rows
    lines = ["<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rest]
    return f"<!doctype html><meta charset=utf-8><table>{''.join(lines)}</table>".encode()


def in_zip(content: bytes, name: str = "inner/people.csv") -> bytes:
    """Put one file into a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def in_tar(content: bytes, name: str = "people.csv") -> bytes:
    """Put one file into a tar."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return target.getvalue()


def in_7z(content: bytes) -> bytes:
    """Put one file into a 7z archive."""
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as archive:
        archive.writestr(content, "people.csv")
    return target.getvalue()


def _parts(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
    return target.getvalue()


OFFICE = "http://schemas.openxmlformats.org"
TYPES = f"{OFFICE}/package/2006/content-types"
LINKS = f"{OFFICE}/package/2006/relationships"
LINK = f"{OFFICE}/officeDocument/2006/relationships"


def _links(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{LINK}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{LINKS}">{link}</Relationships>'


def _office(main: str, kind: str, more: dict[str, str]) -> bytes:
    mime = "application/vnd.openxmlformats"
    types = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{mime}-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{mime}-officedocument.{kind}.main+xml"/></Types>'
    )
    links = _links("officeDocument", main)
    return _parts({"[Content_Types].xml": types, "_rels/.rels": links, **more})


def _element(name: str, space: str, inner: str) -> str:
    return f'<{name} xmlns="{space}">{inner}</{name}>'


def xlsx(rows: Rows) -> bytes:
    """Write a workbook of one sheet with texts in its cells."""
    space = f"{OFFICE}/spreadsheetml/2006/main"
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(ord("A") + column)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for column, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    return _office(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {
            "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{LINK}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": _links("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": _element("worksheet", space, f"<sheetData>{lines}</sheetData>"),
        },
    )


def docx(rows: Rows) -> bytes:
    """Write a text whose numbers are split into several runs, as word processors leave them."""
    space = f"{OFFICE}/wordprocessingml/2006/main"
    lines = "".join(
        "<w:p>"
        + "".join(
            f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in _split(", ".join(row))
        )
        + "</w:p>"
        for row in rows
    )
    body = f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>'
    return _office("word/document.xml", "wordprocessingml.document", {"word/document.xml": body})


def _split(text: str) -> list[str]:
    return [text[at : at + 7] for at in range(0, len(text), 7)]


def pptx(rows: Rows) -> bytes:
    """Write a slide."""
    drawing, slide = f"{OFFICE}/drawingml/2006/main", f"{OFFICE}/presentationml/2006/main"
    lines = "".join(f"<a:p><a:r><a:t>{escape(', '.join(row))}</a:t></a:r></a:p>" for row in rows)
    shape = f"<p:sp><p:txBody>{lines}</p:txBody></p:sp>"
    body = (
        f'<p:sld xmlns:a="{drawing}" xmlns:p="{slide}"><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>'
    )
    return _office(
        "ppt/presentation.xml",
        "presentationml.presentation",
        {"ppt/presentation.xml": f'<p:presentation xmlns:p="{slide}"/>', "ppt/slides/slide1.xml": body},
    )


def odt(rows: Rows) -> bytes:
    """Write an OpenDocument text."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(f"<text:p>{escape(', '.join(row))}</text:p>" for row in rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0">'
            f"<office:body><office:text>{lines}</office:text></office:body></office:document-content>",
        )
    return target.getvalue()


def pdf(rows: Rows) -> bytes:
    """Write one page in Helvetica; what is not ASCII is left out."""
    lines = [", ".join(row).encode("ascii", errors="ignore").decode() for row in rows]
    text = "BT /F1 9 Tf 30 800 Td 12 TL\n" + "".join(f"({line}) Tj T*\n" for line in lines) + "ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n"
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    content += "".join(f"{place:010d} 00000 n \n" for place in places)
    content += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return content.encode("ascii")


def sqlite(rows: Rows) -> bytes:
    """Write a database of one table."""
    heads, *rest = rows
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"create table people ({', '.join(f'c{at} text' for at in range(len(heads)))})")
        marks = ",".join("?" * len(heads))
        connection.executemany(f"insert into people values ({marks})", rest)  # noqa: S608 - only marks
        connection.commit()
        content = connection.serialize()
    connection.close()
    return content


def parquet(rows: Rows) -> bytes:
    """Write a table by columns, in two row groups."""
    heads, *rest = rows
    target = io.BytesIO()
    columns = {head: [row[at] for row in rest] for at, head in enumerate(heads)}
    pq.write_table(pa.table(columns), target, row_group_size=max(len(rest) // 2, 1))
    return target.getvalue()


def eml(rows: Rows) -> bytes:
    """Write a letter with the table attached."""
    letter = EmailMessage()
    letter["Subject"] = "list"
    letter.set_content("see the attachment\n")
    letter.add_attachment(csv(rows), maintype="application", subtype="octet-stream", filename="people.csv")
    return letter.as_bytes()


def mbox(rows: Rows) -> bytes:
    """Write a mailbox of one such letter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box"
        box = mailbox.mbox(path)
        box.add(eml(rows))
        box.close()
        return path.read_bytes()


def base64_in_json(rows: Rows) -> bytes:
    """Write the table as base64 inside an object."""
    return json.dumps({"file": "people.csv", "content": base64.b64encode(csv(rows)).decode()}).encode()


WRAPS: dict[str, Wrap] = {
    "plain.csv": csv,
    "gb.csv": _in("gb18030"),
    "utf16.csv": _in("utf-16"),
    "people.ndjson": ndjson,
    "dump.sql": sql,
    "page.html": html,
    "people.csv.gz": lambda rows: gzip.compress(csv(rows)),
    "people.csv.bz2": lambda rows: bz2.compress(csv(rows)),
    "people.csv.xz": lambda rows: lzma.compress(csv(rows)),
    "people.csv.zst": lambda rows: zstd.compress(csv(rows)),
    "people.zip": lambda rows: in_zip(csv(rows)),
    "people.tar": lambda rows: in_tar(csv(rows)),
    "people.tar.gz": lambda rows: gzip.compress(in_tar(csv(rows))),
    "people.tar.xz": lambda rows: lzma.compress(in_tar(csv(rows))),
    "people.7z": lambda rows: in_7z(csv(rows)),
    "book.xlsx": xlsx,
    "text.docx": docx,
    "slides.pptx": pptx,
    "text.odt": odt,
    "print.pdf": pdf,
    "people.sqlite": sqlite,
    "people.parquet": parquet,
    "letter.eml": eml,
    "box.mbox": mbox,
    "answer.json": base64_in_json,
    "book-in-zip-in-tar.gz": lambda rows: gzip.compress(in_tar(in_zip(xlsx(rows), "b.xlsx"), "inner.zip")),
    "gb-in-gz-in-zip.zip": lambda rows: in_zip(gzip.compress(_in("gb18030")(rows)), "people.csv.gz"),
}
"""File name → how a table becomes its content."""
