# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is signed, byte by byte, and what is read back."""

import pytest

from mendsky.core.requests.signature import SignatureError, Signed, authority_of

KEY_ID = "k" * 43
SIGNED = Signed(
    authority="yb.lab.test:8080",
    agent="https://mendsky.example",
    created=1_429_668_000,
    expires=1_429_668_180,
    key_id=KEY_ID,
    nonce="made-up",
)


def fields_of(lines):
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


def test_the_signature_base_has_a_line_for_each_part():
    assert SIGNED.base.decode().split("\n") == [
        '"@authority": yb.lab.test:8080',
        '"signature-agent";key="mendsky": "https://mendsky.example"',
        '"@signature-params": ("@authority" "signature-agent";key="mendsky");created=1429668000'
        f';expires=1429668180;keyid="{KEY_ID}";alg="ed25519";nonce="made-up";tag="web-bot-auth"',
    ]


def test_what_was_written_is_read_back():
    fields = fields_of(SIGNED.fields(b"s" * 64))
    assert Signed.read(fields, SIGNED.authority) == (SIGNED, b"s" * 64)


def test_ours_is_found_among_other_signatures():
    fields = fields_of(SIGNED.fields(b"s" * 64))
    fields["signature-input"] = f'proxy=("@method");created=1, {fields["signature-input"]}, more=("@path")'
    fields["signature"] = f"proxy=:AAAA:, {fields['signature']},more=:AAAA:"
    fields["signature-agent"] = f'proxy="https://proxy.example", {fields["signature-agent"]}'
    assert Signed.read(fields, SIGNED.authority) == (SIGNED, b"s" * 64)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("signature-input", "mendsky=", "other="),
        ("signature-input", '"@authority" ', ""),
        ("signature-input", ";created=1429668000", ""),
        ("signature-input", "ed25519", "hmac-sha256"),
        ("signature-input", "web-bot-auth", "something"),
        ("signature-input", "1429668000", "-1"),
        ("signature", "mendsky=:", "mendsky="),
        ("signature", "cw==", "cw"),
        ("signature-agent", '"https', '"h"ttps'),
    ],
)
def test_another_form_is_no_signature_of_ours(name, old, new):
    fields = fields_of(SIGNED.fields(b"s" * 64))
    assert old in fields[name]
    fields[name] = fields[name].replace(old, new)
    with pytest.raises(SignatureError, match="label mendsky"):
        Signed.read(fields, SIGNED.authority)


@pytest.mark.parametrize("name", ["signature-input", "signature", "signature-agent"])
def test_a_field_that_is_missing_is_told(name):
    fields = fields_of(SIGNED.fields(b"s" * 64))
    del fields[name]
    with pytest.raises(SignatureError, match="no whole signature"):
        Signed.read(fields, SIGNED.authority)


@pytest.mark.parametrize(
    ("scheme", "host", "port", "authority"),
    [
        ("http", "YB.lab.test", 80, "yb.lab.test"),
        ("https", "yb.lab.test", 443, "yb.lab.test"),
        ("http", "yb.lab.test", 443, "yb.lab.test:443"),
        ("https", "[::1]", 8443, "[::1]:8443"),
    ],
)
def test_an_authority_leaves_the_schemes_own_port_out(scheme, host, port, authority):
    assert authority_of(scheme, host, port) == authority
