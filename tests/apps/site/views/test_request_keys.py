# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Anyone reads the key of our requests, and it is the one that the door signs with."""

from mendsky.apps.watch import doors
from mendsky.core.requests.published_keys import MEDIA_TYPE, read_keys
from mendsky.verify.request import verify_request


def test_a_request_is_verified_with_the_published_key(client, home, synthetic):
    answer = client.get("/.well-known/http-message-signatures-directory")
    assert answer["Content-Type"] == MEDIA_TYPE
    head = "\n".join(("Host: yb.lab.test", *doors.signer()("yb.lab.test", 1_429_668_000)))
    assert verify_request(head, read_keys(answer.json()), None).ok


def test_nothing_secret_is_published(client, home, synthetic):
    (key,) = client.get("/.well-known/http-message-signatures-directory").json()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use"}
