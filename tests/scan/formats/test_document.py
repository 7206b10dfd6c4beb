# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents in XML: numbers split by their formatting, tables, links, damage, and entities."""

import pytest

from tests.scan.made import PEOPLE, walked, zipped

VALUE = PEOPLE[0]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SPLIT = VALUE[:6], VALUE[6:14], VALUE[14:]


def docx(paragraphs):
    body = "".join(f"<w:p>{text}</w:p>" for text in paragraphs)
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def word_runs(parts):
    return "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{part}</w:t></w:r>" for part in parts)


def test_runs_of_a_paragraph_are_one_text():
    done = walked(docx([word_runs(SPLIT), word_runs(["身份证"])]), "a.docx")
    assert done.texts["a.docx!word/document.xml!text"].decode().split() == [VALUE, "身份证"]
    assert done.causes == {}


def test_paragraphs_and_cells_are_not_glued():
    cells = "".join(f"<w:tc><w:p>{word_runs([value])}</w:p></w:tc>" for value in PEOPLE)
    done = walked(docx([f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"]), "a.docx")
    assert done.texts["a.docx!word/document.xml!text"].decode().split() == PEOPLE


def test_slides_are_read():
    runs = "".join(f"<a:r><a:t>{part}</a:t></a:r>" for part in SPLIT)
    slide = f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWING}"><a:p>{runs}</a:p></p:sld>'
    assert walked(zipped({"ppt/slides/slide1.xml": slide}), "a.pptx").count(VALUE) == 1


def test_opendocument_is_read():
    spans = "".join(f"<t:span>{part}</t:span>" for part in SPLIT)
    content = (
        f'<o:document-content xmlns:o="{ODF}" xmlns:t="{ODF_TEXT}"><o:body><o:text>'
        f"<t:p>{spans}</t:p></o:text></o:body></o:document-content>"
    )
    packed = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    assert walked(packed, "a.odt").count(VALUE) == 1


def test_addresses_of_links_are_read():
    linked = f'<w:p xmlns:w="{WORD}"><w:hyperlink href="mailto:{VALUE}"/>{word_runs(["x"])}</w:p>'
    assert walked(linked.encode(), "a.xml").count(VALUE) == 1


@pytest.mark.parametrize("cut", [1, 30])
def test_a_damaged_document_gives_what_it_has_and_says_so(cut):
    whole = f'<w:document xmlns:w="{WORD}"><w:p>{word_runs([VALUE])}</w:p></w:document>'.encode()
    done = walked(whole[:-cut], "document.xml")
    assert done.count(VALUE) == 1
    assert list(done.causes.values()) == ["corrupt"]


def test_entities_that_multiply_are_refused():
    bomb = (
        f'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:p xmlns:w="{WORD}"><w:t>&b;</w:t></w:p>'
    )
    assert list(walked(bomb.encode(), "document.xml").causes.values()) == ["bomb"]
