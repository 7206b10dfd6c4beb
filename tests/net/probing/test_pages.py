# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.terms.answers import Cause
from mendsky.net.probing.curl import Answered
from mendsky.net.probing.pages import page_of
from tests.people import resident_id
from tests.probing import grant_for

GRANT = grant_for("http://yb.lab.test:80")


def answer(**changes):
    return Answered(status=200, body=bytearray(resident_id(1).encode()), **changes)


def test_a_page_is_read_and_the_bytes_go_with_it(nation):
    answered = answer(headers={"x": "y"}, cut=True)
    page = page_of("/a", answered, nation, GRANT)
    assert (page.target, page.status, page.headers, page.cut) == ("/a", 200, {"x": "y"}, True)
    assert (page.reading.occurrences, page.failure) == (1, None)
    page.body.close()
    assert bytes(answered.body) == bytes(18)


def test_only_the_values_of_an_answer_are_read(nation):
    page = page_of("/a", answer(), nation, GRANT, lambda _: b"nobody")
    assert (page.reading.occurrences, resident_id(1).encode() in page.body) == (0, True)


def test_of_a_failed_answer_nothing_is_read_or_kept(nation):
    answered = answer(failure=Cause.TRUNCATED)
    page = page_of("/a", answered, nation, GRANT)
    assert (page.reading.occurrences, len(page.body), page.failure) == (0, 0, Cause.TRUNCATED)
    assert bytes(answered.body) == bytes(18)


def test_what_cannot_be_read_is_our_failure(nation):
    def fail(content):
        raise ValueError(len(content))

    answered = answer()
    page = page_of("/a", answered, nation, GRANT, fail)
    assert (page.failure, len(page.body)) == (Cause.OUR_FAILURE, 0)
    assert bytes(answered.body) == bytes(18)
