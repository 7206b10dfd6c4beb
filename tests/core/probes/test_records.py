# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.lookups import Lookup
from mendsky.core.probes.records import Shown, ask, in_full, questions, with_stars
from mendsky.core.probes.surface import Explored, Surface
from mendsky.core.probes.targets import Parameter
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Place, Reading, Target
from tests.people import resident_id
from tests.probing import NONCE, ORIGIN, WELL, page_of

NUMBER = resident_id(3)
QUESTION = Lookup(parameter=Parameter(path="/cx", fields=(("n", ""),), name="n"), posted=True)
FULL = f"<tr><th>姓名</th><td>虚构</td></tr><tr><th>身份证号</th><td>{NUMBER}</td></tr>"
STARS = "<tr><th>姓名</th><td>虚*</td></tr><tr><th>身份证号</th><td>330102********001X</td></tr>"
NOTHING = "<p>没有查询到。</p>"


def run(generator, *pages):
    """Give what came of a generator that is sent some pages, and what it asked."""
    gets = [next(generator)]
    try:
        for page in pages:
            gets += [generator.send(page)]
    except StopIteration as end:
        return end.value, gets
    raise AssertionError(gets)


def surface(*pages, login_box=False):
    return Surface(pages=pages, links=(), parameters=(), logins=(), login_box=login_box, cause=None)


def shown(text):
    return run(ask(surface(), QUESTION, NUMBER, "x"), page_of(f"/cx?n={NUMBER}", text))[0]


def test_a_record_is_in_full_or_with_stars_or_there_is_none():
    nobody = shown(NOTHING)
    assert isinstance(nobody, Shown)
    told = [
        (in_full(shown(text), nobody), with_stars(shown(text), nobody)) for text in (FULL, STARS, NOTHING)
    ]
    assert told == [(True, False), (False, True), (False, False)]


def test_what_shows_for_nobodys_number_too_is_no_record():
    assert not in_full(shown(FULL + resident_id(5)), shown(FULL + resident_id(5)))
    assert not with_stars(shown(STARS), shown(STARS))


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        (page_of(f"/cx?n={NUMBER}", "x", status=405), Cause.NOT_GRANTED),
        (page_of(f"/cx?n={NUMBER}", "x", status=502), Cause.SERVER_ERROR),
        (page_of(f"/cx?n={NUMBER}", "x", status=403), None),
        (page_of(f"/cx?n={NUMBER}", "<input type=password>"), Cause.LOGIN_PAGE),
        (page_of("/login", "<input type=password>"), None),
    ],
)
def test_what_is_no_record(page, answer):
    found, gets = run(ask(surface(), QUESTION, NUMBER, "x"), page)
    assert found is answer
    assert not gets[0].fresh


def test_known_places_come_before_the_lookups_of_pages_that_name_personal_data():
    pages = [
        Explored(asked=path, reading=Reading(classes=frozenset(classes)), cut=False)
        for path, classes in (("/", {"name"}), ("/b", ()))
    ]
    place = Place(group="/known", parameters=("n",))
    target = Target(origin=ORIGIN, control=WELL, nonce=NONCE, places=(place,))
    forms = "".join(f'<form action="/f{number}"><input name="n"></form>' for number in range(3))
    found, gets = run(questions(target, surface(*pages), most=2), page_of("/", forms))
    assert [one.parameter.path for one in found] == ["/known", "/f0", "/f1"]
    assert [get.target for get in gets] == ["/"]
