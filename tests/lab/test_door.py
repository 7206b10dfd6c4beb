# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door: the date goes in, the next wish comes out."""

from datetime import datetime, timedelta

from mendsky.lab.story import STARTS


def now(lab, text):
    return lab.post("/now", {"now": text})


def test_it_says_when_the_next_weakness_appears(own_lab):
    status, answer = now(own_lab, STARTS.isoformat())
    assert (status, answer["wake"]) == (200, "2015-03-04T09:00:00+08:00")
    truth = own_lab.get("/truth")
    assert (len(truth["loopholes"]), truth["coming"]) == (4, 4)


def test_it_asks_for_nothing_more_at_the_end_and_never_goes_back(own_lab):
    assert now(own_lab, (STARTS + timedelta(days=60)).isoformat()) == (200, {"wake": None})
    assert own_lab.get("/truth")["coming"] == 0
    status, answer = now(own_lab, STARTS.isoformat())
    assert status == 400
    assert "does not go back" in answer["error"]


def test_the_same_date_may_be_told_again_in_another_zone(own_lab):
    assert now(own_lab, (STARTS + timedelta(days=2)).isoformat())[0] == 200
    assert now(own_lab, "2015-03-04T01:00:00+00:00")[0] == 200
    assert datetime.fromisoformat(own_lab.get("/truth")["now"]) == STARTS + timedelta(days=2)


def test_bad_requests_are_refused_in_words(lab):
    for document in ({}, {"now": "yesterday"}, {"now": "2015-03-04T09:00:00"}, []):
        status, answer = lab.post("/now", document)
        assert status == 400
        assert answer["error"]
