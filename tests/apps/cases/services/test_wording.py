# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a letter says is what its reader needs, in the reader's language."""

from mendsky.apps.cases import queries
from mendsky.apps.cases.models import Letter
from mendsky.apps.cases.services.wording import stands, written
from mendsky.apps.directory.models import Organisation


def said(letter):
    return letter.get_body(("plain",)).get_content()


def test_the_notice_says_what_where_and_by_when(case, post_office):
    text = said(post_office.letters[0])
    for part in (
        "农安县社保局",
        "医保查询",
        "/backup/",
        "3 月 5 日",
        "3 月 23 日",
        "Cybersecurity Law",
        "Test office",
    ):
        assert part.replace(" ", "") in text.replace(" ", "")
    assert f"/cases/{case.public_id}/" in text


def test_an_english_reader_gets_english(case):
    letter = Letter.objects.get()
    letter.language = "en"
    assert "Office of the owner" in written(letter, "http://portal.test/o/x/").text


def test_an_authority_that_the_directory_knows_signs_in_the_readers_language(case):
    now = stands(case)
    assert now.signed_by == {"zh-Hans": "Test office"}
    names = {"zh-Hans": "国家测试办公室", "en": "Test office"}
    Organisation.objects.filter(kind="authority", level="nation").update(names=names)
    letter = Letter.objects.get()
    assert "国家测试办公室" in written(letter, "http://portal.test/o/x/").text
    letter.language = "en"
    assert "Test office" in written(letter, "http://portal.test/o/x/").text


def test_a_language_that_the_nation_lacks_becomes_its_first(case):
    letter = Letter.objects.get()
    letter.language = "fr"
    assert "农安县社保局" in written(letter, "http://portal.test/o/x/").text


def test_an_authority_reads_who_was_told_and_did_not_answer(case, story, post_office):
    story.until(next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate"))
    text = said(post_office.letters[-1])
    for part in ("长春市", "农安县社保局", case.public_id):
        assert part in text


def test_every_letter_can_be_written_anew(case, post_office):
    (letter,) = queries.rendered_letters()
    assert letter.subject == post_office.letters[0]["Subject"].strip()  # its line was folded
