# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest

from mendsky.core.probes.references import addresses_of, reference, references_in_json, references_of
from mendsky.core.terms.probing import Place
from tests.probing import NONCE, ORIGIN, page_of

UUID = "4d7a1c2e-9b3f-4f60-8a51-c0ffee12ab34"


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/item/17", Place(group="/item/{n}")),
        ("/item/17.html", Place(group="/item/{n}.html")),
        ("/item.jsp?bh=17&tab=a", Place(group="/item.jsp", parameters=("bh",))),
        ("/item.json?bh=17", Place(group="/item.json", parameters=("bh",))),
        (f"/item/{UUID}", Place(group="/item/{n}")),
        (f"/item?id={UUID}", Place(group="/item", parameters=("id",))),
        ("/office/3/item/17?year=2015", Place(group="/office/{n}/item/{n}", parameters=("year",))),
    ],
)
def test_what_stands_for_an_object_is_read_and_left_out_of_its_place(target, place):
    found = reference(target)
    assert (found.target, found.place) == (target, place)
    assert UUID not in found.shown_place
    assert UUID not in repr(found)


@pytest.mark.parametrize(
    "target",
    [
        "/item/list.html",
        "/item/delete/17",
        "/item?id=17&action=remove",
        "/photo/17.jpg",
        "/people-17.csv",
        "/item/220102189901010016",
        "/item?id=17&token=4d7a1c2e9b3f4f60",
        "/item?id=17&sessionId=4d7a1c2e9b3f4f60",
        "/item/17?sign=4d7a1c2e9b3f4f60",
        "/item/17;jsessionid=4D7A",
    ],
)
def test_what_acts_lets_anybody_in_or_is_somebodys_number_is_no_reference(target):
    assert reference(target) is None


@pytest.mark.parametrize("target", ["/item/17", "/item.jsp?bh=17&tab=a", f"/item/{UUID}", f"/item?id={UUID}"])
def test_a_reference_that_stands_for_nobody_has_the_same_form_and_is_far_from_any_neighbour(target):
    known = reference(target)
    other = known.nobodys(NONCE)
    assert reference(other) is None or reference(other).place == known.place
    assert other != target
    if "17" in target:
        assert int("".join(filter(str.isdigit, other))) >= 1_000_000_000
    else:
        assert len(other) == len(target)


def test_links_and_filled_forms_are_read():
    text = (
        '<a href="/item/17">x</a><a href="http://elsewhere.test/item/18">x</a><a href="/help.html">x</a>'
        '<form action="/item"><input type=hidden name=bh value=19></form>'
        '<form method=post action="/item"><input type=hidden name=bh value=20></form>'
    )
    assert [one.target for one in references_of(page_of("/mine", text), ORIGIN)] == [
        "/item/17",
        "/item?bh=19",
    ]


def test_numbers_of_json_are_added_to_what_a_script_completes():
    calls = 'open("/item?bh=" + row.id); go(`/show/${row.id}`); post("/item/delete?bh=" + row.id)'
    script = f"<script>{calls}</script>"
    addresses = addresses_of(page_of("/mine", script), ORIGIN)
    assert addresses == ("/item?bh=", "/show/")
    told = {"rows": [{"id": 17, "amount": 900, "url": "/letter/4"}], "total": 1}
    found = list(references_in_json(page_of("/rows.json", json.dumps(told)), ORIGIN, addresses))
    assert [(one.target, one.sure) for one in found] == [
        ("/letter/4", True),
        ("/item?bh=17", False),
        ("/show/17", False),
        ("/rows.json/17", False),
    ]


@pytest.mark.parametrize("text", ["", "<p>17</p>", "[" * 5000, '"id"', "17", '{"id": {"id": [null, true]}}'])
def test_what_is_no_json_or_names_no_object_gives_none(text):
    assert list(references_in_json(page_of("/rows", text), ORIGIN, ())) == []
