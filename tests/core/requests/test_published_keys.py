# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.requests.published_keys import PublishedKeysError, key_document, read_keys, thumbprint

RFC_8037 = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
"""The key of RFC 8037 appendix A.1."""


def test_the_thumbprint_is_the_one_of_the_standard():
    assert thumbprint(RFC_8037) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_what_is_published_is_read_back_by_thumbprint():
    document = key_document(RFC_8037)
    assert document["keys"][0]["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert read_keys(document) == {thumbprint(RFC_8037): RFC_8037}


def test_keys_of_other_kinds_are_left():
    document = {"keys": [{"kty": "RSA", "n": "AQAB"}, *key_document(RFC_8037)["keys"], "no key"]}
    assert list(read_keys(document)) == [thumbprint(RFC_8037)]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"keys": "none"},
        {"keys": []},
        {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "short"}]},
        {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": 7}]},
        {"keys": [{"kty": "OKP", "crv": "X25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]},
    ],
)
def test_a_document_without_a_key_is_refused(document):
    with pytest.raises(PublishedKeysError, match="Ed25519"):
        read_keys(document)
