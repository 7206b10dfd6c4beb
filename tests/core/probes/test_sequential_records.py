# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.sequential_records import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.people import resident_id
from tests.probing import in_turn, page_of, play, site_of

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
PLACE = Place(group="/record/{n}")
FRONT = '<a href="/record/17">x</a>'


def records(show, front=FRONT, total=1000):
    """A site with records of a number each, from 1 on."""

    def answer(get):
        found = re.fullmatch(r"/record/(\d+)", get.target)
        if get.target == "/":
            return page_of("/", front)
        if found is None or int(found[1]) > total:
            return page_of(get.target, "404", status=404)
        shown = show(int(found[1]))
        return shown if isinstance(shown, Page) else page_of(get.target, shown)

    return answer


def open_record(number):
    return f"<p>姓名 虚构{chr(0x4E00 + number % 1000)} 身份证号 {resident_id(number)}</p>"


def test_records_that_can_be_counted_through_are_exposed():
    played = play(ENTRY, records(open_record), control=STATED)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high, observation.records.sampled) == (
        5000,
        5000,
        False,
    )
    assert played.asked[:3] == ["/", "/record/17", "/record/18"]
    assert observation.kinds == ("cn-resident-id",)
    assert "name" in observation.classes


def test_a_number_in_a_parameter_counts_too():
    pages = {f"/person?id={number}": open_record(number) for number in range(30)}
    played = play(ENTRY, site_of({"/": '<a href="/person?id=17">x</a>', **pages}))
    assert played.observation.place == Place(group="/person", parameters=("id",))


def test_records_that_differ_in_digits_alone_are_asked_for_once_more():
    played = play(ENTRY, records(lambda number: f"<p>{resident_id(number)}</p>"))
    assert played.observation.answer is Answer.EXPOSED
    assert played.asked.count("/record/17") == 2


@pytest.mark.parametrize(
    "show",
    [
        lambda number: f"<h1>notice {number}</h1>",
        lambda number: f"<p>33010218********{number}</p>",
        lambda number: f"<h1>notice {chr(97 + number % 26)}</h1><p>specimen {resident_id(1)}</p>",
        lambda number: page_of(f"/record/{number}", "forbidden", status=403),
        lambda _: page_of("/login.html", "<input type=password>"),
    ],
    ids=["no identifiers", "masked", "a specimen on every page", "403", "sent on to a login page"],
)
def test_what_shows_no_different_people_is_not_exposed(show):
    played = play(ENTRY, records(show), places=(PLACE,))
    assert played.observation.answer is Answer.NOT_EXPOSED


def test_a_closed_place_is_not_asked_again_and_again():
    front = "<p>nothing linked</p>"
    played = play(
        ENTRY, records(lambda _: page_of("/login", "<input type=password>"), front), places=(PLACE,)
    )
    assert played.asked == ["/", "/record/1"]


def test_a_known_place_is_counted_through_though_no_page_links_it():
    played = play(ENTRY, records(open_record, front=""), places=(PLACE,))
    assert (played.observation.answer, played.observation.place) == (Answer.EXPOSED, PLACE)


def test_a_login_page_in_a_records_place_may_hide_anything():
    login = "<form><input type=password></form>"
    assert play(ENTRY, records(lambda _: login)).observation.cause is Cause.LOGIN_PAGE


def test_a_number_that_stands_for_nobody_must_show_no_record():
    played = play(ENTRY, records(open_record, total=10**10))
    assert played.observation.cause is Cause.HONEYPOT


def test_no_record_is_asked_where_the_grant_lets_none_be_read():
    played = play(ENTRY, records(open_record), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert played.asked == ["/"]


@pytest.mark.parametrize("most", [2, 3, 5])
def test_no_more_records_are_read_than_the_grant_lets(most):
    same = f"<p>{resident_id(5)} {resident_id(6)}</p>"
    played = play(ENTRY, records(lambda number: f"{same}{'x' * number}"), sample_records=most)
    assert sum(page.reading.rows for page in played.pages) <= most
    assert played.observation.answer is not Answer.EXPOSED


def test_a_site_without_numbers_is_not_exposed_even_without_a_sample():
    assert (
        play(ENTRY, records(open_record, front="x"), sample_records=0).observation.answer
        is Answer.NOT_EXPOSED
    )


def test_a_number_long_enough_to_be_somebodys_is_never_counted_on():
    played = play(ENTRY, site_of({"/": f'<a href="/person?id={resident_id(1)}">x</a>'}))
    assert played.asked == ["/"]


def test_no_number_stands_in_the_evidence():
    played = play(ENTRY, records(open_record))
    assert {line.target for line in played.observation.evidence} == {"/record/{n}"}
    assert resident_id(17)[:10] not in repr(played.observation)


PIECES = [
    FRONT,
    '<a href="/a?id=3">x</a>',
    "<input type=password>",
    resident_id(1),
    resident_id(2),
    "g-recaptcha",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12), st.integers(0, 12))
def test_no_site_makes_it_raise_or_cost_more(pages, sample):
    played = play(ENTRY, in_turn(pages), places=(PLACE,), sample_records=sample)
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost


def test_a_list_of_many_is_no_record():
    lists = {17: "".join(f"<tr><td>{resident_id(number)}" for number in range(40))}
    played = play(ENTRY, records(lambda number: lists.get(number, "<p>notice</p>")), sample_records=10)
    assert played.observation.answer is Answer.NOT_EXPOSED


def test_a_file_below_a_number_is_not_asked():
    played = play(ENTRY, site_of({"/": '<a href="/upfile/2015/list.csv">x</a>'}))
    assert played.asked == ["/"]
