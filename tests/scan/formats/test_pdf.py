# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""PDF: the text of pages, damage, and a password."""

import zlib

from tests.scan.made import PEOPLE, in_pieces, walked


def pdf(pages, *, packed=True):
    """Make a PDF of pages of one line each."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        drawn = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
        body = zlib.compress(drawn) if packed else drawn
        form = b" /Filter /FlateDecode" if packed else b""
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(body), form, body))
    made, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def test_every_page_is_read(tmp_path):
    made = pdf(PEOPLE)
    (tmp_path / "a.pdf").write_bytes(made)
    for content in (made, in_pieces(made, 99), tmp_path / "a.pdf"):
        done = walked(content, "a.pdf")
        assert [done.count(value) for value in PEOPLE] == [1, 1, 1]
        assert done.causes == {}


def test_damage_is_said_and_its_bytes_are_read():
    done = walked(b"%PDF-1.4\nnothing more but " + PEOPLE[0].encode(), "a.pdf")
    assert done.count(PEOPLE[0]) == 1
    assert done.causes == {"a.pdf": "corrupt"}


def test_a_password_is_said():
    made = pdf(["x"]).replace(
        b"/Root 1 0 R", b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
        b"/O <" + b"31" * 32 + b"> /U <" + b"32" * 32 + b"> >>"
    )  # fmt: skip
    assert walked(made, "a.pdf").causes == {"a.pdf": "encrypted"}
