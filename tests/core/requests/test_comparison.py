# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two logs side by side, as a transcript."""

from datetime import UTC, datetime, timedelta

import pytest

from mendsky.core.requests.comparison import compare
from mendsky.core.requests.sent import SentRequest

TEN = datetime(2015, 4, 22, 10, tzinfo=UTC)
OURS = "Mendsky/0.1.0 (+https://m.example/probing/)"


def sent(second, target="/", status=200, method="GET"):
    return SentRequest(
        at=TEN + timedelta(seconds=second),
        system="http://yb.lab.test:80",
        method=method,
        target=target,
        status=status,
        length=1,
        probe="visit",
        purpose="sweep",
        grant="grant-1",
        address="127.61.1.1",
        failure="",
    )


def logged(second, target="/", agent=OURS, method="GET"):
    at = TEN + timedelta(seconds=second)
    tail = "" if agent is None else f' "-" "{agent}"'
    return f'192.0.2.9 - - [{at:%d/%b/%Y:%H:%M:%S} +0000] "{method} {target} HTTP/1.1" 200 1{tail}\n'


def test_where_both_tell_the_same_all_is_well():
    compared = compare([sent(0), sent(1, "/a")], [logged(0), logged(1, "/a"), logged(2, "/", "Firefox")])
    assert (compared.found, compared.missing, compared.foreign, compared.ok) == (2, (), (), True)
    assert (compared.lines, compared.unread, compared.named) == (3, 0, True)


def test_a_value_in_the_owner_s_log_is_laid_beside_the_blank_in_ours():
    compared = compare([sent(0, "/query?name=…")], [logged(0, "/query?name=%27")])
    assert (compared.found, compared.ok) == (1, True)


def test_who_only_uses_our_name_is_named_by_line():
    compared = compare([sent(0)], [logged(0), logged(3, "/admin"), logged(4, "/x", "Firefox")])
    assert [(one.line, one.access.target) for one in compared.foreign] == [(2, "/admin")]
    assert not compared.ok


def test_one_request_of_ours_vouches_for_one_line_only():
    compared = compare([sent(0)], [logged(0), logged(1)])
    assert (compared.found, [one.line for one in compared.foreign]) == (1, [2])


def test_the_nearest_in_time_is_ours():
    compared = compare([sent(60)], [logged(0), logged(59), logged(119)])
    assert [one.line for one in compared.foreign] == [1, 3]


@pytest.mark.parametrize(("seconds", "found"), [(120, 1), (121, 0)])
def test_clocks_may_be_so_far_apart_and_no_farther(seconds, found):
    compared = compare([sent(0)], [logged(-300, "/", "Firefox"), logged(seconds)])
    assert (compared.found, len(compared.foreign)) == (found, 1 - found)


def test_another_method_is_another_request():
    compared = compare([sent(0)], [logged(0, method="POST")])
    assert (len(compared.missing), len(compared.foreign)) == (1, 1)


def test_what_the_server_answered_and_did_not_log_is_missing():
    compared = compare(
        [sent(0), sent(1, "/a"), sent(2, "/b", status=0)], [logged(0), logged(5, "/", "Firefox")]
    )
    assert [one.target for one in compared.missing] == ["/a"]
    assert (compared.unanswered, compared.ok) == (1, False)


def test_what_was_sent_outside_the_time_of_the_log_is_not_missing():
    compared = compare([sent(-1000), sent(0), sent(1000)], [logged(0)])
    assert (compared.found, compared.outside, compared.ok) == (1, 2, True)


def test_an_empty_log_says_nothing():
    compared = compare([sent(0)], [])
    assert (compared.found, compared.outside, compared.lines) == (0, 1, 0)


def test_without_agents_ours_are_found_and_claims_cannot_be_seen():
    compared = compare([sent(0)], [logged(0, agent=None), logged(1, "/admin", None), logged(2, agent=None)])
    assert (compared.found, compared.foreign, compared.named) == (1, (), False)


def test_lines_of_another_form_are_counted():
    assert compare([sent(0)], ["odd\n", logged(0)]).unread == 1


def test_a_long_log_in_no_order_is_matched_whole():
    seconds = range(0, 50_000, 10)
    lines = [logged(second) for second in reversed(seconds)]
    compared = compare([sent(second) for second in seconds], lines)
    assert (compared.found, compared.ok) == (len(seconds), True)
