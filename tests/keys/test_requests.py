# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures of requests, against an implementation that is not ours."""

import time
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageVerifier, InvalidSignature, MappingKeyResolver, algorithms

from mendsky.core.requests.published_keys import thumbprint
from mendsky.keys import sign
from mendsky.keys.requests import request_key, request_signer

URL = "http://yb.lab.test:8080/backup/?x=1"


def verified(vault, fields, url=URL):
    headers = dict(line.split(": ", 1) for line in fields)
    public = request_key(vault)
    known = {thumbprint(public): Ed25519PublicKey.from_public_bytes(public)}
    keys = MappingKeyResolver(public_keys=known, private_keys={})
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=keys)
    message = SimpleNamespace(method="GET", url=url, headers=headers)
    return verifier.verify(
        message,
        expect_tag="web-bot-auth",
        require_components=['"@authority"', '"signature-agent";key="mendsky"'],
    )


def test_a_foreign_verifier_takes_the_signature(vault):
    now = int(time.time())
    fields = request_signer(vault, "https://mendsky.example")("yb.lab.test:8080", now)
    (result,) = verified(vault, fields)
    assert result.label == "mendsky"
    assert result.parameters["created"] == now
    assert now + 60 < result.parameters["expires"] < now + 600


def test_a_foreign_verifier_takes_it_for_every_question_to_the_host_and_for_no_other(vault):
    fields = request_signer(vault, "https://mendsky.example")("yb.lab.test:8080", int(time.time()))
    assert verified(vault, fields, "http://yb.lab.test:8080/another")
    with pytest.raises(InvalidSignature):
        verified(vault, fields, "http://other.lab.test:8080/")


def test_a_foreign_verifier_refuses_another_address_of_the_key(vault):
    fields = request_signer(vault, "https://mendsky.example")("yb.lab.test:8080", int(time.time()))
    changed = [line.replace("mendsky.example", "other.example") for line in fields]
    assert changed != list(fields)
    with pytest.raises(InvalidSignature):
        verified(vault, changed)


def test_no_two_signatures_are_the_same_and_the_key_stays(vault):
    first, second = (request_signer(vault, "https://mendsky.example")("yb.lab.test", 1) for _ in range(2))
    assert first != second
    assert request_key(vault) == request_key(vault) != sign.public_key(vault)
