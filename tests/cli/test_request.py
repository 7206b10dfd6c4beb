# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky request`: an owner checks, offline, what its own server received."""

import json

import pytest

from mendsky.core.requests.published_keys import key_document, thumbprint
from mendsky.keys.requests import request_key, request_signer
from mendsky.keys.vault import Vault

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
