# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky request`: an owner checks, offline, what its own server received."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from mendsky.core.requests.published_keys import key_document, thumbprint
from mendsky.core.requests.sent import SentRequest, sent_lines
from mendsky.keys.requests import request_key, request_signer
from mendsky.keys.vault import Vault
from tests.cli.conftest import say

AT = 1_429_668_000


@pytest.fixture
def received(tmp_path):
    """Write the published key and the head of a request of ours; give both files."""
    vault = Vault(tmp_path / "vault.sqlite3")
    key, head = tmp_path / "key.json", tmp_path / "head.txt"
    key.write_text(json.dumps(key_document(request_key(vault))))
    lines = (
        "GET / HTTP/1.1",
        "Host: yb.lab.test",
        *request_signer(vault, "https://m.example")("yb.lab.test", AT),
    )
    head.write_text("\n".join(lines))
    return key, head, thumbprint(request_key(vault))


def test_a_request_of_ours_is_verified_from_a_file_and_from_standard_input(bare, received):
    key, head, key_id = received
    said = bare("request", "verify", head, "--key", key, "--json")
    assert (said.status, said.err) == (0, "")
    assert said.json == {
        "ok": True,
        "says": "the request is signed with the given key",
        "authority": "yb.lab.test",
        "key": key_id,
        "created": "2015-04-22T02:00:00Z",
        "expires": "2015-04-22T02:03:00Z",
    }
    piped = bare(
        "request", "verify", "-", "--key", key, "--received", "2015-04-22T02:01:00", text=head.read_text()
    )
    assert (piped.status, piped.err) == (0, "")
    assert piped.out.startswith("verified: ")
    assert "yb.lab.test, from 2015-04-22T02:00:00Z" in piped.out


def test_a_request_that_came_too_late_ends_with_1(bare, received):
    key, head, _ = received
    said = bare("request", "verify", head, "--key", key, "--received", "2015-04-22T10:05:00+08:00")
    assert (said.status, said.err) == (1, "")
    assert said.out.startswith("NOT VERIFIED: the signature is ours, but was not valid")


@pytest.mark.parametrize(
    ("spoil", "arguments", "says"),
    [
        ("head", (), "no Host"),
        ("key", (), "not JSON"),
        ("", ("--received", "yesterday"), "no instant"),
    ],
)
def test_what_cannot_be_read_is_refused(bare, received, spoil, arguments, says):
    key, head, _ = received
    if spoil:
        {"head": head, "key": key}[spoil].write_text("")
    assert says in bare("request", "verify", head, "--key", key, *arguments).is_refused()


SENT = "".join(
    sent_lines(
        SentRequest(
            at=datetime.fromtimestamp(AT + second, UTC),
            system=f"http://{host}.lab.test:80",
            method="GET",
            target=target,
            status=200,
            length=1,
            probe="visit",
            purpose="sweep",
            grant="grant-1",
            address="127.61.1.1",
            failure="",
        )
        for second, host, target in ((0, "yb", "/"), (1, "yb", "/query?name=…"), (2, "sb", "/"))
    )
)
LOG = '192.0.2.9 - - [22/Apr/2015:02:00:{:02d} +0000] "GET {} HTTP/1.1" 200 1 "-" "Mendsky/0.1.0"\n'


@pytest.fixture
def logs(tmp_path):
    """Write our log and the access log of one of the two systems, its older part packed; give all three."""
    sent, old, new = tmp_path / "requests.csv", tmp_path / "access.log.1.gz", tmp_path / "access.log"
    sent.write_text(SENT)
    old.write_bytes(gzip.compress(LOG.format(0, "/").encode()))
    new.write_text(LOG.format(1, "/query?name=%27"))
    return sent, old, new


def test_both_logs_tell_the_same_of_one_system(bare, logs):
    said = bare("request", "compare", *logs, "--system", "http://yb.lab.test:80", "--json")
    assert (said.status, said.err) == (0, "")
    assert said.json == {
        "ok": True,
        "found": 2,
        "missing": [],
        "foreign": [],
        "unanswered": 0,
        "outside": 0,
        "lines": 2,
        "unread": 0,
        "named": True,
    }


def test_what_is_missing_and_what_is_not_ours_is_said_in_words(bare, logs):
    with logs[2].open("a") as log:
        log.write(LOG.format(5, "/admin?id=110101185001010017") + "odd\n")
    said = bare("request", "compare", *logs)
    assert (said.status, said.err) == (1, "")
    assert said.out.splitlines() == [
        "requests of ours in the access log: 2, missing: 1",
        "  missing: 2015-04-22T02:00:02Z GET /",
        "requests that claim to be ours and are not: 1",
        "  not ours: line 3, 2015-04-22T02:00:05Z, from 192.0.2.9",
        "lines in neither the common nor the combined format: 1 of 4",
    ]


@pytest.mark.parametrize(
    ("arguments", "spoil", "says"),
    [
        (("--system", "http://other.lab.test:80"), None, "no request to this system"),
        ((), "nothing", "line 1 is not of the log of requests"),
        ((), SENT.splitlines()[0], "no request"),
    ],
)
def test_a_table_of_nothing_is_refused(bare, logs, arguments, spoil, says):
    if spoil is not None:
        logs[0].write_text(spoil)
    assert says in bare("request", "compare", *logs, *arguments).is_refused()


def test_a_log_that_is_not_there_is_said(logs, tmp_path):
    logs[2].unlink()
    assert "cannot open" in say("request", "compare", *logs, home=tmp_path / "unused").is_refused()


@pytest.mark.parametrize(
    "content", [b"no gzip", gzip.compress(b"x" * 1000, mtime=0)[:20]], ids=["none", "half"]
)
def test_a_packed_log_that_is_broken_is_refused(bare, logs, content):
    logs[1].write_bytes(content)
    assert "no whole gzip file" in bare("request", "compare", *logs).is_refused()
