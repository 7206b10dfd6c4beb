# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents from strangers: what is read of them, and how each that cannot be read ends."""

import io
import os
import zipfile

import pytest

from mendsky.core import identity
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get
from mendsky.lab import office
from mendsky.nations.load import load
from mendsky.net.probing import documents
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.documents import Document, Wanted
from tests.people import resident_id, table
from tests.probing import BORN
from tests.scan.samples import samples
from tests.scan.test_texts import far_apart, zeros

NATION = load("cn")
ROWS = [("序号", "姓名", "身份证号码"), *((str(one), "虚构", resident_id(one)) for one in range(300))]


def read(content, records=20):
    return documents.read(Wanted(content=content, records=records, nation=NATION, birth_years=BORN))


@pytest.mark.parametrize("form", office.DOCUMENTS)
def test_of_a_document_no_more_people_are_read_than_were_wanted(form):
    document = read(office.DOCUMENTS[form](ROWS))
    assert 18 <= identity.people(document.reading) <= 20
    assert len(document.text) < document.whole
    assert document.unread is None
    assert "name" in document.reading.classes
    assert resident_id(1)[:10] not in repr(document)


@pytest.mark.parametrize("name", [name for name in samples() if name != "base64.txt"])
def test_whatever_a_scan_reads_is_read(name):
    document = read(samples()[name])
    assert (identity.people(document.reading), document.unread) == (3, None)


def test_the_sheet_that_tells_of_most_people_is_the_one_that_is_given():
    both = io.BytesIO()
    with zipfile.ZipFile(both, "w") as archive:
        archive.writestr("contact.csv", table(1))
        archive.writestr("people.csv", table(9))
    document = read(both.getvalue())
    assert (document.reading.rows, document.whole) == (9, len(table(9).encode()))


def test_a_text_in_a_documents_place_is_read_as_it_is():
    assert read(b"<input type=password>") == Document(text=b"<input type=password>", whole=21)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (office.workbook([("x",)] * 99)[:900], Cause.UNREADABLE),
        (office.picture(), Cause.UNREADABLE),
        (b"%PDF-1.7 damaged", Cause.UNREADABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, Cause.UNREADABLE),
        (b"Rar!\x1a\x07\x00 packed", Cause.UNREADABLE),
        (far_apart(), Cause.TOO_LARGE),
        (zeros(), Cause.TOO_LARGE),
    ],
    ids=["damaged", "pictures", "no PDF", "no workbook", "no reader", "cells far apart", "a bomb"],
)
def test_what_cannot_be_read_is_said_and_told_from_what_is_too_large(content, cause):
    document = read(content)
    assert document.unread is cause
    assert document.reading.identifiers == ()


def test_people_before_the_damage_count():
    damaged = office.workbook([(f"{one}", resident_id(one)) for one in range(300)])[:-2000]
    document = read(damaged)
    assert 5 <= identity.people(document.reading) <= 20
    assert document.unread is Cause.UNREADABLE


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0.001)
    assert read(office.workbook(ROWS)).unread is Cause.TOO_LARGE


@pytest.mark.parametrize("reader", [("/nowhere",), ("false",)], ids=["cannot start", "fails"])
def test_a_reader_that_fails_by_itself_is_our_failure(monkeypatch, reader):
    monkeypatch.setattr(documents, "READER", reader)
    assert read(office.workbook(ROWS)).unread is Cause.OUR_FAILURE


def test_the_reader_is_told_nothing_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("MENDSKY_HOME", "/made-up")
    monkeypatch.setattr(documents, "READER", ("sh", "-c", f"env > {tmp_path}/told; ls {tmp_path}"))
    read(office.workbook(ROWS))
    assert "made-up" not in (tmp_path / "told").read_text()
    assert "made-up" in os.environ["MENDSKY_HOME"]


def made(answered, came):
    """Make the page of an answer with what came of its step."""
    steps = documents.page(Get("/a.xlsx", records=20), answered, NATION, BORN)
    wanted = next(steps)
    try:
        steps.send(documents.read(wanted) if came is None else came)
    except StopIteration as end:
        return end.value


def test_a_page_holds_the_beginning_of_the_text_and_the_answer_is_wiped():
    answered = Answered(status=200, body=bytearray(office.workbook(ROWS)))
    page = made(answered, None)
    assert (page.target, page.status, page.failure, page.unread) == ("/a.xlsx", 200, None, None)
    assert page.body.mentions(("序号,姓名".encode(),))
    assert len(page.body) < page.whole
    assert not any(answered.body)


def test_a_document_that_was_cut_is_too_large_whatever_its_reader_says():
    page = made(Answered(status=200, body=bytearray(office.workbook(ROWS)[:3000]), cut=True), None)
    assert page.unread is Cause.TOO_LARGE


def test_a_stop_ends_it():
    page = made(Answered(status=200, body=bytearray(office.workbook(ROWS))), ())
    assert (page.failure, len(page.body)) == (Cause.STOPPED, 0)
