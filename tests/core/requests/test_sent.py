# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

import pytest

from mendsky.core.requests.sent import COLUMNS, SentLogError, SentRequest, read_sent, sent_lines

SENT = SentRequest(
    at=datetime(2015, 4, 22, 2, 0, 0, 250_000, tzinfo=UTC),
    system="http://yb.lab.test:8080",
    method="GET",
    target='/query?name=…&"x",y=…',
    status=200,
    length=512,
    probe="sql-injection",
    purpose="sweep",
    grant="grant-1",
    address="127.61.1.1",
    failure="",
)


def test_what_was_written_is_read_back():
    assert read_sent("".join(sent_lines([SENT, SENT])).splitlines(keepends=True)) == [SENT, SENT]


def test_an_empty_log_is_one():
    assert read_sent(sent_lines([])) == []


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ([], 1),
        (["at,system\r\n"], 1),
        ([",".join(COLUMNS), "110101185001010017"], 2),
        ([",".join(COLUMNS), '2015-04-22T02:00:00,s,GET,/,200,1,visit,sweep,g,a,""'], 2),
        ([",".join(COLUMNS), "2015-04-22T02:00:00Z,s,GET,/,110101185001010017x,1,visit,sweep,g,a,"], 2),
        ([",".join(COLUMNS), '"' + "x" * 20], 2),
    ],
)
def test_another_file_is_refused_by_its_line_without_repeating_it(lines, number):
    with pytest.raises(SentLogError, match=f"line {number} ") as refused:
        read_sent(lines)
    assert "110101185001010017" not in str(refused.value)
