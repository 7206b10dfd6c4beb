# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counterparts over real connections."""

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest


def get(origin, target, **headers):
    with urllib.request.urlopen(
        urllib.request.Request(origin + target, headers=headers), timeout=10
    ) as answer:
        return answer.status, answer.headers, answer.read()


def export(ready):
    return (
        f"{ready['path']}"
        + get(ready["origin"], ready["path"])[2].decode().split('<a href="')[2].split('"')[0]
    )


def test_a_part_of_a_file_is_served_by_range(counterpart):
    ready = counterpart("directory-listing", "vulnerable")
    target = export(ready)
    _, headers, whole = get(ready["origin"], target)
    assert int(headers["Content-Length"]) == len(whole)
    status, headers, head = get(ready["origin"], target, Range="bytes=0-299")
    assert (status, head) == (206, whole[:300])
    assert headers["Content-Range"] == f"bytes 0-299/{len(whole)}"
    assert headers["X-Synthetic"] == "yes"
    assert get(ready["origin"], target, Range="bytes=-5")[2] == whole[-5:]


def test_a_range_beyond_the_end_is_refused(counterpart):
    ready = counterpart("directory-listing", "vulnerable")
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(ready["origin"], export(ready), Range="bytes=999999999-")
    assert refused.value.code == 416
    refused.value.close()


def test_a_truncated_body_ends_before_its_promised_length(counterpart):
    ready = counterpart("sql-injection", "odd:site-truncated")
    with pytest.raises(http.client.IncompleteRead):
        get(ready["origin"], "/")


def test_a_mute_server_hangs_up_without_a_word(counterpart):
    ready = counterpart("sql-injection", "odd:site-never-answers", "--silence", "0.1")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        get(ready["origin"], "/")


def test_a_dropping_server_hangs_up_at_once(counterpart):
    ready = counterpart("sql-injection", "odd:site-drops")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        get(ready["origin"], "/")


def test_every_connection_is_logged_with_its_first_line(lab):
    network, port = lab.ready["network"].removesuffix("0.0/16"), lab.ready["port"]
    before = lab.get("/connections").get(f"{network}1.20", {"count": 0})["count"]
    get(f"http://{network}1.20:{port}", "/notice/1")
    connections = lab.get("/connections")
    assert connections[f"{network}1.20"]["count"] == before + 1
    assert connections[f"{network}1.20"]["connections"][-1]["first"] == "GET /notice/1 HTTP/1.1"
    assert f"{network}1.21" not in connections


def post(origin, target, fields, **headers):
    """Post a form without following what comes; gives status, headers and body."""
    host, _, port = origin.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        connection.request("POST", target, urllib.parse.urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_a_login_opens_a_session_that_is_kept_by_the_server(counterpart):
    ready = counterpart("weak-password", "odd:honeypot")
    form = get(ready["origin"], ready["path"])[2].decode()
    names = re.findall(r'name="([^"]+)"', form)[-2:]
    status, headers, _ = post(ready["origin"], ready["path"], dict.fromkeys(names, "anything"))
    assert status == 302
    session = headers["Set-Cookie"].partition(";")[0]
    behind = get(ready["origin"], "/manage/people.html", Cookie=session)[2].decode()
    assert "人员管理" in behind
    assert "人员管理" not in get(ready["origin"], "/manage/people.html")[2].decode()


def test_a_form_that_is_too_long_is_not_read(counterpart):
    ready = counterpart("weak-password", "odd:honeypot")
    names = re.findall(r'name="([^"]+)"', get(ready["origin"], ready["path"])[2].decode())[-2:]
    for fields in ({**dict.fromkeys(names, "x"), "more": "x" * 100_000}, {f"f{n}": "x" for n in range(300)}):
        assert post(ready["origin"], ready["path"], fields)[0] == 200
