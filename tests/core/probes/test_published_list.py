# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.published_list import ENTRY, SPEC
from mendsky.core.rules.severity import severity
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from mendsky.lab.weakness import MASKED
from tests.people import resident_id, table
from tests.probing import fails_with, in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
LIST = Place(group="/gs/list.html")
FILE = Place(group="/gs/list.csv")
BOOK = Place(group="/gs/mingdan.xlsx")


def hidden(number):
    return f"{resident_id(number)[:6]}{'*' * 8}{resident_id(number)[-4:]}"


def page(rows, number=resident_id):
    return "<table><tr><th>姓名</th><th>号码</th></tr>" + "".join(
        f"<tr><td>虚构</td><td>{number(one)}</td></tr>" for one in range(rows)
    )


def masked_table(rows):
    return "姓名,号码\n" + "".join(f"虚构,{hidden(one)}\n" for one in range(rows))


def site(pages, front=""):
    def answer(get):
        text = front if get.target == "/" else pages.get(get.target)
        if text is None or isinstance(text, Page):
            return text or page_of(get.target, "404", status=404)
        if get.first_bytes is None:
            return page_of(get.target, text)
        head = text.encode()[: get.first_bytes].decode(errors="ignore")
        field = {"content-range": f"bytes 0-{get.first_bytes - 1}/{len(text.encode())}"}
        return page_of(get.target, head, status=206, headers=field)

    return answer


def linked(target, text, **others):
    return site({target: text, **others}, f'<a href="{target}">x</a>')


def test_a_page_that_lists_peoples_numbers_is_exposed():
    observation = play(ENTRY, linked(LIST.group, page(40)), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, LIST)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert observation.kinds == ("cn-resident-id",)


def test_a_long_list_of_names_with_hidden_digits_is_exposed_with_classes_only(nation):
    observation = play(ENTRY, linked(LIST.group, page(40, hidden))).observation
    assert (observation.answer, observation.kinds, observation.classes) == (Answer.EXPOSED, (), ("name",))
    low = severity(SPEC.kind, observation.kinds, observation.classes, 6000, nation)
    assert not low.high_risk


def test_a_numbered_notice_is_read_and_its_number_names_the_place():
    observation = play(ENTRY, linked("/notice/20", page(40))).observation
    assert observation.place == Place(group="/notice/20")
    assert play(ENTRY, site({"/notice/20": page(40)}), places=(observation.place,)).observation.place == (
        observation.place
    )


def test_a_notice_by_parameter_is_read_as_long_as_a_page_links_it():
    place = Place(group="/show", parameters=("id",))
    assert play(ENTRY, linked("/show?id=20", page(40)), places=(place,)).observation.place == place
    assert (
        play(ENTRY, site({"/show?id=20": page(40)}), places=(place,)).observation.cause is Cause.OVER_BUDGET
    )


@pytest.mark.parametrize("text", [table(400), masked_table(400)], ids=["numbers", "hidden digits"])
def test_of_an_attachment_the_head_tells(text):
    notice = {"/gs/1.html": f'<a href="{FILE.group}">x</a>', FILE.group: text}
    played = play(ENTRY, site(notice, '<a href="/gs/a.html">x</a>' + notice["/gs/1.html"]), sample_records=20)
    assert (played.observation.answer, played.observation.place) == (Answer.EXPOSED, FILE)
    assert max(one.reading.rows for one in played.pages) <= 20


def document(path=BOOK.group, text=None, **changes):
    """Give the page that the door makes of a document: the beginning of its text."""
    return page_of(path, table(20) if text is None else text, **({"whole": 60_000} | changes))


@pytest.mark.parametrize("control", [STATED, replace(STATED, stated_records=None)])
def test_a_document_that_lists_people_is_exposed(control):
    played = play(ENTRY, linked(BOOK.group, document()), control=control, sample_records=20)
    seen = played.observation
    assert (seen.answer, seen.place, seen.kinds) == (Answer.EXPOSED, BOOK, ("cn-resident-id",))
    assert "bytes of the document's text list 20 people" in seen.evidence[0].note
    assert seen.records.low >= 20
    assert seen.records.high == control.stated_records
    assert played.asked.count(BOOK.group) == 1


def test_a_document_of_names_with_hidden_digits_is_exposed_where_it_names_many():
    for whole, answer in ((60_000, Answer.EXPOSED), (400, Answer.NOT_EXPOSED)):
        shown = document(text=masked_table(10), whole=whole)
        observation = play(ENTRY, linked(BOOK.group, shown)).observation
        assert (observation.answer, observation.kinds) == (answer, ())


@pytest.mark.parametrize(
    ("shown", "cause"),
    [
        (document(text="", unread=Cause.UNREADABLE), Cause.UNREADABLE),
        (document(text=table(2), whole=118, cut=True, unread=Cause.TOO_LARGE), Cause.TOO_LARGE),
        (document(text="年度,预算\n"), None),
        (page_of(BOOK.group, "<input type=password>", whole=21), Cause.LOGIN_PAGE),
        (page_of("/login", "<input type=password>", whole=21), None),
        (page_of(BOOK.group, "404", status=404), None),
    ],
    ids=["damaged", "cut", "nobody", "a login page", "sent to a login", "not there"],
)
def test_a_document_that_cannot_be_read_is_undetermined_and_one_of_nobody_is_not_exposed(shown, cause):
    observation = play(ENTRY, linked(BOOK.group, shown)).observation
    assert observation.answer is not Answer.EXPOSED
    assert observation.cause is cause


def test_a_damaged_document_in_which_people_stand_is_exposed():
    shown = document(unread=Cause.UNREADABLE)
    assert play(ENTRY, linked(BOOK.group, shown)).observation.answer is Answer.EXPOSED


def test_a_form_to_print_is_no_list_and_a_document_whose_link_says_so_is_one():
    path = "/f/2015-3.pdf"
    for words, answer in (("参保登记表", Answer.NOT_EXPOSED), ("低保人员名单", Answer.EXPOSED)):
        played = play(ENTRY, site({path: document(path)}, f'<a href="{path}">{words}</a>'))
        assert played.observation.answer is answer
        assert (path in played.asked) is (answer is Answer.EXPOSED)


def test_what_a_numbered_notice_links_is_read_too():
    notice = {"/notice/7.html": f'<a href="{BOOK.group}">附件</a>', BOOK.group: document()}
    lab = site(notice, '<a href="/notice/7.html">x</a>')
    assert play(ENTRY, lab).observation.place == BOOK
    closed = play(ENTRY, lab, sample_records=0)
    assert (closed.observation.cause, BOOK.group in closed.asked) == (Cause.NOT_GRANTED, False)


def test_of_many_files_the_likeliest_are_read_wherever_they_are_named():
    forms = {f"/f/{one}.xls": "x" for one in range(9)}
    named = {"/sitemap.xml": f"<loc>{BOOK.group}</loc>", BOOK.group: document()}
    front = "".join(f'<a href="{path}">收费标准</a>' for path in forms)
    played = play(ENTRY, site(forms | named, front))
    assert played.observation.place == BOOK
    assert set(played.asked).isdisjoint(forms)


@pytest.mark.parametrize("place", [LIST, FILE, BOOK], ids=["page", "text", "document"])
@pytest.mark.parametrize("named_by", ["/sitemap.xml", "/robots.txt"])
def test_a_list_that_no_page_links_is_found_where_a_sitemap_or_robots_names_it(place, named_by):
    shown = {LIST: page(40), FILE: table(400), BOOK: document()}[place]
    naming = {
        "/sitemap.xml": f"<urlset><url><loc>http://yb.lab.test:80{place.group}</loc></url></urlset>",
        "/robots.txt": f"User-agent: *\nDisallow: {place.group}\n",
    }[named_by]
    played = play(ENTRY, site({place.group: shown, named_by: naming}), sample_records=20)
    assert played.observation.place == place


def test_what_a_sitemap_names_and_speaks_of_no_list_is_not_visited():
    named = "".join(f"<loc>/news/{one}.html</loc><loc>/f/{one}.pdf</loc>" for one in range(9))
    assert play(ENTRY, site({"/sitemap.xml": named})).asked == ["/", "/robots.txt", "/sitemap.xml"]


def test_no_attachment_is_asked_where_the_grant_lets_nothing_be_read():
    for path in (FILE.group, BOOK.group):
        played = play(ENTRY, linked(path, table(400)), sample_records=0)
        assert played.observation.cause is Cause.NOT_GRANTED
        assert path not in played.asked


@pytest.mark.parametrize(
    "text",
    [
        page(3),
        page(40, lambda _: resident_id(1)),
        page(2, hidden),
        page(40, lambda _: "某社区"),
        page(40, lambda one: f"154{one:08d}"),
        "符合条件人员：" + "、".join(hidden(one) for one in range(5)),
    ],
    ids=["a family", "a specimen", "two masked", "names alone", "telephones", "five masked"],
)
def test_an_ordinary_page_is_not_exposed(text):
    assert play(ENTRY, linked(LIST.group, text), places=(LIST,)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    "text", [table(2), masked_table(9), "x" * 400], ids=["two", "nine masked", "no table"]
)
def test_a_short_attachment_is_not_exposed(text):
    assert play(ENTRY, linked(FILE.group, text), sample_records=50).observation.answer is Answer.NOT_EXPOSED


def test_what_a_directory_lists_is_no_published_list():
    listing = '<title>Index of /backup/</title><a href="list.csv">x</a>'
    played = play(
        ENTRY, site({"/backup/": listing, "/backup/list.csv": table(400)}, '<a href="/backup/">x</a>')
    )
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert "/backup/list.csv" not in played.asked


def test_a_known_list_is_asked_though_no_page_links_it():
    unlinked = site({LIST.group: page(40), FILE.group: table(400)})
    assert play(ENTRY, unlinked).observation.answer is Answer.NOT_EXPOSED
    for place in (LIST, FILE):
        assert play(ENTRY, unlinked, places=(place,)).observation.place == place


@pytest.mark.parametrize(
    ("shown", "answer", "cause"),
    [
        ("<input type=password>", Answer.UNDETERMINED, Cause.LOGIN_PAGE),
        (page_of("/login", "<input type=password>"), Answer.NOT_EXPOSED, None),
        (page_of(LIST.group, "x", status=403), Answer.NOT_EXPOSED, None),
        (page_of(LIST.group, "x", status=502), Answer.UNDETERMINED, Cause.SERVER_ERROR),
    ],
)
def test_what_stands_in_a_known_lists_place(shown, answer, cause):
    observation = play(ENTRY, site({LIST.group: shown}), places=(LIST,)).observation
    assert (observation.answer, observation.cause) == (answer, cause)


def test_a_folder_that_lists_people_at_every_address_proves_nothing():
    def everything(get):
        return (
            page_of("/", '<a href="/gs/a.html">x</a>') if get.target == "/" else page_of(get.target, page(40))
        )

    assert play(ENTRY, everything).observation.cause is Cause.HONEYPOT


def test_no_number_stands_in_the_observation():
    assert resident_id(1)[:10] not in repr(play(ENTRY, linked(LIST.group, page(40))).observation)


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_list_of_the_lab_with_hidden_digits_is_exposed_at_a_lower_severity(seed, nation):
    made, lab = drawn("published-list", "vulnerable", seed=seed, shows=MASKED)
    (observation,) = rehearse(made, lab, ENTRY).observations
    assert (observation.answer, observation.kinds) == (Answer.EXPOSED, ())
    assert not severity(SPEC.kind, (), observation.classes, 6000, nation).high_risk


PIECES = [
    page(25),
    page(25, hidden),
    table(6),
    '<a href="/notice/7">x</a>',
    '<a href="/a.csv">x</a>',
    '<a href="/list.xlsx">x</a>',
    "<loc>/gs/mingdan.html</loc>",
    "Disallow: /m/gongshi.pdf",
    "g-recaptcha",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 206, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(LIST, FILE))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
