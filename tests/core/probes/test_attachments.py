# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.attachments import DOCUMENT_BYTES, asking, likelihood, ranked, words_on
from mendsky.core.terms.probing import Body, Get, Page, Target
from tests.probing import NONCE, ORIGIN, WELL, page_of

WORDS = "名单"


@pytest.mark.parametrize(
    ("path", "words", "rank"),
    [
        ("/f/1.xlsx", "2015年低保人员名单", 3),
        ("/f/mingdan.csv", "", 3),
        ("/f/%E5%90%8D%E5%8D%95.pdf", "", 2),
        ("/f/%C3%FB%B5%A5.doc", "", 2),
        ("/f/2015_list.docx", "", 2),
        ("/f/1.ods", "收费标准", 1),
        ("/f/form-1.pdf", "参保登记表", 0),
        ("/f/listen.pdf", "", 0),
    ],
)
def test_names_and_words_say_how_likely_a_file_lists_people(path, words, rank):
    assert likelihood(path, words.encode()) == rank
    assert likelihood(path, words.encode("gb18030")) == rank


def test_a_document_that_nothing_speaks_for_is_not_asked_and_the_likeliest_comes_first():
    attached = ["/a.pdf", "/a.txt", "/b.xls", "/c.docx"]
    assert ranked(attached, {"/c.docx": WORDS.encode()}) == ["/c.docx", "/b.xls", "/a.txt"]


def test_words_stand_on_links_also_below_other_markup_and_in_the_charset_of_the_page():
    text = f'<a class="x" href=/a.xls><b><img class="list"></b>附件：{WORDS}</a><a href="/b.html">{WORDS}</a>'
    assert words_on(page_of("/n/1.html", text), ORIGIN) == {"/a.xls": f"附件：{WORDS}".encode()}
    page = Page(target="/n/1.html", status=200, body=Body(text.encode("gb18030")))
    assert ranked(["/a.xls"], words_on(page, ORIGIN)) == ["/a.xls"]
    assert likelihood("/a.xls", words_on(page.again(), ORIGIN)["/a.xls"]) == 3


def test_of_a_text_the_head_is_asked_and_a_document_whole():
    target = Target(origin=ORIGIN, control=WELL, nonce=NONCE, sample_records=20)
    assert asking(target, "/a.csv") == Get("/a.csv", max_bytes=380, first_bytes=380)
    assert asking(target, "/a.csv.pdf") == Get("/a.csv.pdf", max_bytes=DOCUMENT_BYTES, records=20)
