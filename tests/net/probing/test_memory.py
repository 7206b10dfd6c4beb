# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.surface import LINKED, NOTED, Offered
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import Get, Page
from mendsky.net.probing.memory import MOST_BYTES, Memory
from tests.people import resident_id
from tests.probing import page_of

SHARED = Get("/", fresh=False)


def kept(asked=SHARED, **page):
    memory = Memory()
    memory.keep(asked, page_of("/", f"<p>{resident_id(1)}</p>", **page))
    return memory


def test_a_page_comes_back_with_its_reading_and_a_body_of_its_own():
    memory = kept()
    for _ in range(2):
        page = memory.recall(SHARED)
        assert (page.status, page.reading.occurrences, resident_id(1).encode() in page.body) == (200, 1, True)
        page.body.close()


def test_the_hosts_that_were_made_out_in_kept_pages_are_told():
    memory = kept()
    assert list(memory.linked()) == []
    memory.recall(SHARED).body.notes[LINKED] = ("http://other.test:80",)
    assert list(memory.linked()) == ["http://other.test:80"]


@pytest.mark.parametrize("login", [True, False])
def test_a_login_that_was_made_out_in_a_kept_page_is_told(login):
    memory = kept()
    assert memory.login() is False
    memory.recall(SHARED).body.notes[NOTED] = Offered(cause=None, login=login)
    assert memory.login() is login


def test_a_question_that_must_be_fresh_is_neither_kept_nor_answered():
    assert kept().recall(Get("/")) is None
    assert kept(Get("/")).recall(SHARED) is None


def test_what_a_session_shows_is_no_answer_for_others():
    assert kept(Get("/", fresh=False, session="a")).recall(SHARED) is None


def test_another_length_is_another_question():
    assert kept().recall(Get("/", max_bytes=10, fresh=False)) is None


def test_a_page_asked_from_another_origin_is_another_question():
    foreign = Get("/", fresh=False, foreign=True)
    assert kept().recall(foreign) is None
    assert kept(foreign).recall(SHARED) is None
    assert kept(foreign).recall(foreign) is not None


def test_what_a_password_opens_is_its_own():
    trying = Try(credential=Credential(account="admin", password="made-up"))
    assert kept().recall(Get("/", fresh=False, trying=trying)) is None
    assert kept(Get("/", fresh=False, trying=trying)).recall(SHARED) is None


def test_a_servers_failure_is_kept_and_our_own_is_not():
    assert kept(failure=Cause.TIMED_OUT).recall(SHARED).failure is Cause.TIMED_OUT
    assert kept(failure=Cause.NOT_GRANTED).recall(SHARED) is None


def test_a_page_without_room_is_asked_for_again():
    memory = Memory()
    large = Get("/large", fresh=False)
    memory.keep(large, Page(target="/large", status=200, body=page_of("/large", "x" * (MOST_BYTES + 1)).body))
    assert memory.recall(large) is None


def test_nothing_is_left_after_the_wipe():
    memory = kept()
    memory.wipe()
    assert memory.recall(SHARED) is None
