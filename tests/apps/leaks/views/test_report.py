# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A citizen writes without script and without an account, and holds a code afterwards."""

import re

from mendsky.apps.leaks import queries
from mendsky.apps.leaks.services import MOST_A_DAY
from mendsky.apps.leaks.views.report import places

TYPED = {"what": "card-applied", "division": "220100", "happened_on": "2015-02-20", "words": "not I"}


def send(client, **other):
    return client.post("/affected/report/", TYPED | other, HTTP_ACCEPT_LANGUAGE="en")


def test_the_form_offers_every_province_and_city(client, synthetic, home, nation):
    page = client.get("/affected/report/?place=220000", HTTP_ACCEPT_LANGUAGE="en").text
    assert '<option value="220000" selected>' in page
    assert '<option value="220100">' in page
    assert len(places(nation, "en")) == len(nation.tiles)


def test_sending_it_shows_a_code_once_and_stores_no_page(client, synthetic, home):
    answer = send(client)
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    code = re.search(r'id="receipt">([^<]+)<', answer.text).group(1)
    assert queries.by_code(code).division == "220100"


def test_a_wrong_kind_place_or_day_is_said_and_what_was_typed_stays(client, synthetic, home):
    for wrong in ({"what": "x"}, {"happened_on": "2030-01-01"}, {"division": "220102"}):
        answer = send(client, **wrong)
        assert answer.status_code == 400
        assert "notice doubt" in answer.text
        assert "not I" in answer.text


def test_who_sends_too_many_is_told_to_wait(client, synthetic, home):
    answers = [send(client).status_code for _ in range(MOST_A_DAY + 1)]
    assert answers == [201] * MOST_A_DAY + [429]
