# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.buckets import CONTAINER
from mendsky.core.probes.listings import USUAL
from mendsky.core.probes.open_bucket import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Page, Place
from tests.people import resident_id, table
from tests.probing import fails_with, in_turn, page_of, play, site_of

PLACE = Place(group="/archive/")
PEOPLE = "/archive/2015/ry.csv"
CONTROL = "/archive/2015/qzx7k2m9"
AZURE_HEADERS = {"x-ms-version": "2021-08-06"}


def listing(*keys, more="false"):
    contents = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
    return f"<ListBucketResult><Name>x</Name><IsTruncated>{more}</IsTruncated>{contents}</ListBucketResult>"


FRONT = '<a href="/archive/guide/form.pdf">form</a>'
BUCKET = {"/": FRONT, "/archive/": listing("2015/ry.csv", "guide/form.pdf"), PEOPLE: table(300)}


def test_a_linked_bucket_with_an_object_of_people_is_exposed():
    played = play(ENTRY, site_of(BUCKET))
    assert (played.observation.answer, played.observation.place) == (Answer.EXPOSED, PLACE)
    assert played.observation.kinds == ("cn-resident-id",)
    assert list(dict.fromkeys(played.asked)) == ["/", "/archive/", CONTROL, PEOPLE]
    assert {line.target for line in played.observation.evidence} == {"/archive/", "/archive/…"}


def test_an_address_that_is_a_bucket_itself_is_exposed():
    played = play(ENTRY, site_of({"/": listing("ry.csv"), "/ry.csv": table(300)}))
    assert played.observation.place == Place(group="/")


def test_a_container_of_azures_is_asked_for_its_list_where_its_headers_tell_it():
    blobs = "<EnumerationResults><Blobs><Blob><Name>ry.csv</Name></Blob></Blobs></EnumerationResults>"
    pages = {
        "/": "x",
        "/backup/": {"text": "<Error/>", "status": 400, "headers": AZURE_HEADERS},
        f"/backup{CONTAINER}": blobs,
        "/backup/ry.csv": table(300),
    }
    played = play(ENTRY, site_of(pages))
    assert played.observation.place == Place(group="/backup/")
    assert sum(CONTAINER in asked for asked in played.asked) == 1


def test_names_of_objects_that_are_peoples_numbers_are_exposed_and_never_asked_for():
    names = [f"photo/{resident_id(number)}.jpg" for number in range(9)]
    played = play(ENTRY, site_of(BUCKET | {"/archive/": listing(*names)}))
    assert (played.observation.place, played.observation.records.low) == (PLACE, 9)
    assert not any(resident_id(1) in asked for asked in played.asked)
    assert resident_id(1)[:10] not in repr(played.observation)


def test_an_ordinary_website_is_asked_for_what_the_visit_asks_for_anyway():
    played = play(ENTRY, site_of({"/": "<html>welcome</html>"}))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert list(dict.fromkeys(played.asked)) == ["/", *USUAL]


@pytest.mark.parametrize(
    "changed",
    [
        {"/archive/": {"text": "<Error><Code>AccessDenied</Code></Error>", "status": 403}},
        {"/archive/": page_of("/login.html", "<input type=password>")},
        {"/archive/": listing()},
        {"/archive/": listing("guide/form.pdf", "a.jpg", "readme.txt")},
        {PEOPLE: {"text": "<Error/>", "status": 403}},
        {PEOPLE: "year,budget\n2014,17\n"},
    ],
    ids=["denied", "sent on to a login", "empty", "forms", "an object denied", "figures"],
)
def test_a_bucket_that_gives_nobody_away_is_not_exposed(changed):
    assert play(ENTRY, site_of(BUCKET | changed)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"/archive/": {"text": "x", "status": 502}}, Cause.SERVER_ERROR),
        ({"/archive/": "<form><input type=password></form>"}, Cause.LOGIN_PAGE),
        ({"/archive/": listing("a.jpg", more="true")}, Cause.OVER_BUDGET),
        ({"/archive/": listing("2015/ry.csv", more="true"), PEOPLE: "year\n"}, Cause.OVER_BUDGET),
        ({"/archive/": listing("2015/ry.csv", "b.csv"), PEOPLE: "year\n"}, Cause.OVER_BUDGET),
        ({"/archive/": listing("all.zip")}, Cause.OVER_BUDGET),
        ({PEOPLE: "a\0b"}, Cause.OVER_BUDGET),
        ({PEOPLE: "<form><input type=password></form>"}, Cause.LOGIN_PAGE),
        ({PEOPLE: {"text": "x", "status": 502}}, Cause.SERVER_ERROR),
        ({CONTROL: table(9)}, Cause.HONEYPOT),
        ({CONTROL: listing("2015/ry.csv")}, Cause.HONEYPOT),
        ({CONTROL: {"failure": Cause.TIMED_OUT}}, Cause.TIMED_OUT),
    ],
)
def test_what_stands_in_its_place_may_hide_anything(changed, cause):
    assert play(ENTRY, site_of(BUCKET | changed)).observation.cause is cause


def test_no_object_is_asked_for_where_the_grant_lets_nothing_be_read():
    played = play(
        ENTRY, site_of({"/": "x", "/data/": listing("ry.csv"), "/data/ry.csv": table(9)}), sample_records=0
    )
    assert played.observation.cause is Cause.NOT_GRANTED
    assert "/data/ry.csv" not in played.asked


def test_a_known_bucket_is_asked_though_no_page_links_it():
    hidden = site_of(BUCKET | {"/": "x"})
    assert play(ENTRY, hidden).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, hidden, places=(PLACE,)).observation.place == PLACE


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(PLACE,)).observation.cause is Cause.NOT_GRANTED


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [
    FRONT,
    listing("a.csv", "b/c.sql"),
    listing("x.zip", more="true"),
    resident_id(1),
    "<input type=password>",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 200, 206, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
    st.sampled_from([{}, AZURE_HEADERS]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(
        ENTRY,
        in_turn([(text, status, failure, headers) for text, status, failure, headers in pages]),
        places=(PLACE,),
    )
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
