# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ordinary sites, with what looks like a loophole and is none."""

import pytest

from mendsky.lab.counterpart import premises
from mendsky.lab.exchange import Asked
from mendsky.lab.sound.site import sound


def site(seed):
    return sound(premises("sql-injection", seed))


@pytest.mark.parametrize("value", ["'", "1' OR '1'='1", "x", "1 AND 1=1", "%", "𝟙𝟙", ""])
def test_the_query_answers_every_bad_value_alike(value):
    reply = site(1)(Asked(path="/service/query", query={"sfzh": value}))
    assert "输入有误" in reply.body.decode()


def test_the_query_finds_a_person_and_shows_nobody():
    made = premises("sql-injection", 1)
    number = made.register.resident_id(made.holding.first)
    reply = sound(made)(Asked(path="/service/query", query={"sfzh": number}))
    assert "查询到 1 条" in reply.body.decode()
    assert number.encode() not in reply.body


def test_downloads_are_harmless():
    reply = site(2)(Asked(path="/download/form-1.pdf"))
    assert reply.kind == "application/pdf"
    assert reply.body.startswith(b"%PDF")


def test_one_site_in_three_lists_a_directory_of_harmless_files():
    listed = [site(seed)(Asked(path="/files/")).status for seed in range(6)]
    assert listed == [404, 200, 404, 404, 200, 404]


def test_one_site_in_four_changes_by_itself():
    changing = site(3)
    assert changing(Asked(path="/")).body != changing(Asked(path="/")).body
    steady = site(4)
    assert steady(Asked(path="/")).body == steady(Asked(path="/")).body
