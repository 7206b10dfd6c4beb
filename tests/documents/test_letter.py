# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from mendsky.core import probes
from mendsky.core.rules.escalation import Reason
from mendsky.core.terms.cases import EventKind, Level
from mendsky.core.terms.counts import CountGrade, Records
from mendsky.core.terms.probing import Place
from mendsky.documents.letter import (
    STYLE,
    About,
    Escalation,
    Happened,
    Missed,
    Overruled,
    Refuted,
    escalation,
    missed,
    notice,
    overruled,
    refuted,
    transferred,
    upheld,
)
from mendsky.nations.load import load

CN = load("cn")
LINK = "https://mendsky.test/o/eyJ.a-_b/"
PORTAL = "https://mendsky.test/cases/MS-CN-2015-0031/"
SEEN = datetime(2015, 1, 21, 1, 12, tzinfo=UTC)
FOUND = {
    "case": "MS-CN-2015-0031",
    "system": "医疗保险查询",
    "origin": "http://yb.lab.test:8080",
    "kind": "sql-injection",
    "place": Place(group="/yb/query", parameters=("id", "page")),
    "found_at": SEEN,
    "records": Records(low=0, point=7_720_000, high=7_720_000, grade=CountGrade.G1),
    "people": None,
    "answer_by": datetime(2015, 1, 26, 10, 0, tzinfo=UTC),
    "link": LINK,
    "portal": PORTAL,
    "legal_basis": "Monitoring order 5",
    "signed_by": "National CERT",
    "owner": "长春市医疗保险管理中心",
    "repair_by": datetime(2015, 2, 11, 10, 0, tzinfo=UTC),
    "late": False,
    "officer": "",
    "duties": CN.duties_at(date(2015, 1, 21), "social-security"),
}
TO_OWNER = About(**FOUND, organisation="长春市医疗保险管理中心")
TO_CITY = Escalation(
    **FOUND,
    organisation="长春市网络安全办公室",
    level=Level.CITY,
    reason=Reason.SILENCE,
    notified_at=SEEN,
    working_days=3,
    promised=datetime(2015, 2, 6, 10, 0, tzinfo=UTC),
    history=(
        Happened(at=SEEN, kind=EventKind.NOTIFY),
        Happened(at=SEEN, kind=EventKind.ESCALATE, level=Level.CITY),
    ),
)
REFUTED = Refuted(**FOUND, organisation=TO_OWNER.owner, tested_at=SEEN)
MISSED = Missed(
    **FOUND, organisation=TO_OWNER.owner, promised=datetime(2015, 2, 6, 10, tzinfo=UTC), level=Level.CITY
)
OVERRULED = Overruled(**FOUND, organisation=TO_OWNER.owner, answer="Numbers stand in it\n## in full.")
ALL = [
    (notice, TO_OWNER),
    (escalation, TO_CITY),
    (refuted, REFUTED),
    (missed, MISSED),
    (overruled, OVERRULED),
    (upheld, TO_OWNER),
    (transferred, TO_OWNER),
]
NAMES = [write.__name__ for write, _ in ALL]


class Tags(HTMLParser):
    """Collects tags, attributes and addresses, and minds that each tag is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, html):
        super().__init__()
        self.names, self.attributes, self.addresses, self.open = set(), set(), [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses.extend(value for name, value in attrs if name == "href")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", CN.languages)
@pytest.mark.parametrize(
    ("write", "told"), [(escalation, TO_CITY), (refuted, REFUTED), (overruled, OVERRULED)]
)
def test_a_term_that_has_passed_is_not_asked_for_as_if_it_were_to_come(language, write, told):
    in_time, late = write(CN, language, told).text, write(CN, language, replace(told, late=True)).text
    day = {"en": "11 February 2015", "zh-Hans": "2015年2月11日"}[language]
    passed = {"en": "has passed", "zh-Hans": "已过"}[language]
    assert passed in next(line for line in late.splitlines() if day in line)
    assert passed not in next(line for line in in_time.splitlines() if day in line)


def test_a_list_that_graphql_gives_is_named_with_its_address():
    place = Place(group="/graphql", parameters=("query", "people(first){name phone}"))
    assert (
        "/graphql?query=...&people(first){name phone}\n"
        in notice(CN, "en", replace(TO_OWNER, place=place)).text
    )


@pytest.mark.parametrize("language", CN.languages)
@pytest.mark.parametrize(("write", "told"), [(notice, TO_OWNER), (escalation, TO_CITY)])
def test_a_letter_says_what_where_by_when_and_how_to_check_it(language, write, told):
    letter = write(CN, language, told)
    day = "Monday 26 January 2015, 18:00" if language == "en" else "2015年1月26日（星期一）18:00"
    extent = "at most 7.72 million records" if language == "en" else "最多 772 万条记录"
    for said in (
        told.organisation,
        told.system,
        told.origin,
        "/yb/query?id=...&page=...",
        day,
        extent,
        CN.texts[language]["kind-sentence.sql-injection"],
        CN.texts[language]["repair.sql-injection"],
        told.legal_basis,
        told.signed_by,
        PORTAL,
    ):
        assert said in letter.text
    assert letter.text.splitlines().count(LINK) == 1
    assert told.case in letter.subject
    assert "\n" not in letter.subject
    assert "{" not in letter.text
    assert "## " not in letter.text


def test_an_owner_reads_both_dates():
    assert "Wednesday 11 February 2015, 18:00" in notice(CN, "en", TO_OWNER).text
    assert "2015年2月11日（星期三）18:00" in notice(CN, "zh-Hans", TO_OWNER).text


@pytest.mark.parametrize("language", CN.languages)
@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("level", [Level.CITY, Level.PROVINCE, Level.NATION])
def test_an_authority_reads_why_and_gets_a_plan_to_fill_in(language, reason, level):
    text = escalation(CN, language, replace(TO_CITY, reason=reason, level=level)).text
    assert CN.texts[language][f"level.{level.value}"] in text
    assert CN.texts[language]["kind.sql-injection"] in text
    assert ("21 January 2015" if language == "en" else "2015年1月21日") in text
    assert TO_CITY.owner in text


@pytest.mark.parametrize("language", CN.languages)
@pytest.mark.parametrize("entry", probes.REGISTER, ids=lambda entry: entry.spec.kind)
def test_each_probe_has_words_and_repair_advice(language, entry):
    letter = notice(CN, language, replace(TO_OWNER, kind=entry.spec.kind))
    assert CN.texts[language][f"repair.{entry.spec.repair}"] in letter.text
    assert CN.texts[language][f"kind.{entry.spec.kind}"]


@pytest.mark.parametrize("language", CN.languages)
def test_the_html_fetches_nothing_and_has_two_kinds_of_link_none_of_them_to_the_open_place(language):
    tags = Tags(notice(CN, language, TO_OWNER).html)
    assert tags.names <= {"html", "head", "meta", "title", "body", "h2", "p", "br", "a", "ol", "ul", "li"}
    assert tags.attributes <= {"lang", "charset", "name", "content", "href", "style"}
    assert tags.addresses == [LINK]
    assert "url(" not in STYLE


def test_a_name_can_write_neither_markup_nor_headers():
    told = replace(TO_OWNER, organisation="<b>Office</b>\n## Pay here", system="x\r\nBcc: all@example.org")
    letter = notice(CN, "en", told)
    assert "&lt;b&gt;Office&lt;/b&gt; ## Pay here" in letter.html
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject


def test_braces_in_a_name_stay_as_they_are():
    assert "Office {case}" in notice(CN, "en", replace(TO_OWNER, organisation="Office {case}")).text


def test_a_kind_without_words_is_an_error():
    with pytest.raises(KeyError):
        notice(CN, "en", replace(TO_OWNER, kind="unheard-of"))


@pytest.mark.parametrize("language", CN.languages)
@pytest.mark.parametrize(("write", "told"), ALL, ids=NAMES)
def test_every_letter_names_its_case_and_how_to_check_it_and_leaves_no_blank_part(language, write, told):
    letter = write(CN, language, told)
    assert told.case in letter.subject
    assert told.portal in letter.text
    assert told.signed_by in letter.text
    assert "{" not in letter.text
    assert "\n\n\n" not in letter.text
    Tags(letter.html)


@pytest.mark.parametrize("language", CN.languages)
@pytest.mark.parametrize(("write", "told"), ALL[:5], ids=NAMES[:5])
def test_who_has_still_to_act_reads_the_law_of_that_day_and_who_is_accountable(language, write, told):
    named = write(CN, language, replace(told, officer="Data officer, third floor")).text
    assert "Data officer, third floor" in named
    assert CN.texts[language]["letter.officer-none"] in write(CN, language, told).text
    assert {"en": "Social Insurance Law, article 81", "zh-Hans": "社会保险法》第八十一条"}[language] in named
    assert {"en": "Personal Information Protection", "zh-Hans": "个人信息保护法"}[language] not in named


@pytest.mark.parametrize("language", CN.languages)
def test_a_letter_without_duties_says_so(language):
    assert CN.texts[language]["letter.duties-none"] in notice(CN, language, replace(TO_OWNER, duties=())).text


def test_an_authority_reads_who_was_told_when():
    lines = escalation(CN, "en", TO_CITY).text.splitlines()
    assert "- 21 January 2015, 09:12 · Owner told" in lines
    assert "- 21 January 2015, 09:12 · Next level told (city level)" in lines


def test_an_authority_reads_which_day_was_missed():
    assert (
        "6 February 2015, has passed"
        in escalation(CN, "en", replace(TO_CITY, reason=Reason.PLAN_MISSED)).text
    )


def test_a_plan_is_filled_in_as_far_as_it_is_known():
    text = escalation(CN, "en", TO_CITY).text
    plan = text[text.index("Repair plan") : text.index("For the technicians")]
    for known in (TO_CITY.owner, TO_CITY.origin, "SQL injection, at /yb/query", "Wednesday 11 February 2015"):
        assert known in plan
    assert plan.count("To be filled in") == 3


def test_an_owner_reads_when_its_claim_failed():
    assert "on 21 January 2015, 09:12 the data could still be read" in refuted(CN, "en", REFUTED).text


def test_an_owner_reads_which_day_has_passed_and_who_was_told():
    text = missed(CN, "en", MISSED).text
    assert "was Friday 6 February 2015" in text
    assert "the authority at city level has been told today" in text


def test_a_handlers_answer_stands_in_the_letter_on_one_line():
    assert "Numbers stand in it ## in full." in overruled(CN, "en", OVERRULED).text
    assert "\n\n\n" not in overruled(CN, "en", replace(OVERRULED, answer="")).text


@pytest.mark.parametrize("write", [upheld, transferred])
def test_who_has_nothing_left_to_do_gets_no_link(write):
    assert LINK not in write(CN, "en", TO_OWNER).text
