# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.requests.access_log import LONGEST_LINE, Access, read_access

COMMON = '192.0.2.1 - - [22/Apr/2015:10:00:00 +0800] "GET /a?x=1 HTTP/1.1" 200 512'
READ = Access(
    at=datetime(2015, 4, 22, 2, tzinfo=UTC),
    address="192.0.2.1",
    method="GET",
    target="/a?x=1",
    status=200,
    agent=None,
)


def test_a_line_of_the_common_format_has_no_agent():
    assert read_access(COMMON) == READ
    assert read_access(COMMON + "\r\n") == READ


@pytest.mark.parametrize(
    ("rest", "agent"),
    [
        (' "-" "Mendsky/0.1.0 (+https://m.example/probing/)"', "Mendsky/0.1.0 (+https://m.example/probing/)"),
        (' "http://r.example/" "a \\"quoted\\" agent"', 'a \\"quoted\\" agent'),
        (' "-" "-" "10.0.0.1" 0.003', "-"),
    ],
)
def test_a_line_of_the_combined_format_may_go_on(rest, agent):
    assert read_access(COMMON + rest).agent == agent


@pytest.mark.parametrize(
    ("request_line", "method", "target"),
    [("HEAD / HTTP/1.0", "HEAD", "/"), ("GET /old", "GET", "/old"), ("\\x16\\x03", "", ""), ("-", "", "")],
)
def test_a_request_line_that_is_none_is_left_empty(request_line, method, target):
    read = read_access(COMMON.replace("GET /a?x=1 HTTP/1.1", request_line))
    assert (read.method, read.target) == (method, target)


def test_west_of_greenwich_the_clock_is_behind():
    assert read_access(COMMON.replace("+0800", "-0330")).at == datetime(2015, 4, 22, 13, 30, tzinfo=UTC)


def test_a_user_s_name_with_spaces_does_not_hide_the_instant():
    assert read_access(COMMON.replace(" - - ", " - made up ")) == READ


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no log at all",
        COMMON.replace("22/Apr", "31/Apr"),
        COMMON.replace("Apr", "Xyz"),
        COMMON.replace(":10:", ":25:"),
        COMMON.replace("2015", "0000"),
        COMMON.replace("22/Apr/2015:10:00:00 +0800", "01/Jan/0001:00:00:00 +0800"),
        COMMON + " " + "x" * LONGEST_LINE,
    ],
)
def test_a_line_of_another_format_is_none(line):
    assert read_access(line) is None


@given(st.text(max_size=300))
def test_no_line_is_too_odd(line):
    read_access(line)
    read_access(f'192.0.2.1 - - [22/Apr/2015:10:00:00 +0800] "{line}" 200 5 "{line}" "{line}"')
