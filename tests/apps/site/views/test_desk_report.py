# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A citizen's report is read, linked and answered by whoever works on cases of its place."""

import pytest

from mendsky.apps.leaks import queries
from mendsky.apps.leaks.models import CitizenReport, What


@pytest.fixture
def report(world):
    from mendsky.apps.leaks.services import submit

    submit(
        what=What.CARD_APPLIED, division="220100", happened_on=None, words="A card in my name.", contact="",
        source="127.0.0.1", at=world.now, today=world.now.date(),
    )  # fmt: skip
    return CitizenReport.objects.get().id


def test_it_stands_on_the_morning_page_and_is_answered(world, report, logged_in):
    browser = logged_in("handler", "220000")
    case = next(case for case in world.cases if case.division == "220100")
    address = f"/desk/reports/{report}/"
    assert address in browser.get("/desk/").text
    said = browser.get(address).text
    assert "A card in my name." in said
    assert case.public_id in said
    taken = {"action": "take-up", "case": case.public_id}
    assert browser.post(address, taken).status_code == 303
    assert browser.post(address, {"action": "answer", "text": "It is repaired."}).status_code == 303
    assert queries.answer(report) == "It is repaired."
    assert address not in browser.get("/desk/").text


@pytest.mark.parametrize(
    "sent", [{}, {"action": "answer", "text": " "}, {"action": "take-up", "case": "MS-CN-2015-9999"}]
)
def test_what_cannot_be_is_refused(report, logged_in, sent):
    answer = logged_in("handler").post(f"/desk/reports/{report}/", sent)
    assert answer.status_code == 400
    assert "cannot be taken as it is" in answer.text


def test_it_is_not_for_other_places_nor_for_who_only_reads(report, logged_in):
    address = f"/desk/reports/{report}/"
    assert logged_in("handler", "330000").get(address).status_code == 403
    assert logged_in("reviewer").get(address).status_code == 403
    assert logged_in("handler").get("/desk/reports/00000000-0000-4000-8000-000000000000/").status_code == 404
