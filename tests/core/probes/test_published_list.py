# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
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


def test_no_attachment_is_asked_where_the_grant_lets_nothing_be_read():
    played = play(ENTRY, linked(FILE.group, table(400)), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert FILE.group not in played.asked


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
