# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checkpoints against the verifier key and note that Go's note package publishes."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mendsky.core.ledger.checkpoint import (
    Checkpoint,
    NoteError,
    VerifierKey,
    note,
    open_note,
    read_checkpoint,
    split_note,
)

GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT + "\n\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey(name="mendsky.test", public=PRIVATE.public_key().public_bytes_raw())
CHECKPOINT = Checkpoint(origin="mendsky.test", size=7, root=bytes(32))


def signed(text: str = CHECKPOINT.text) -> str:
    return note(text, key=KEY, sign=PRIVATE.sign)


def test_gos_note_opens_with_gos_key():
    assert open_note(GO_NOTE, VerifierKey.parse(GO_KEY)) == GO_TEXT


def test_a_verifier_key_is_written_as_it_was_read():
    assert str(VerifierKey.parse(GO_KEY + "\n")) == GO_KEY


def test_a_checkpoint_is_read_back():
    assert read_checkpoint(signed(), KEY) == CHECKPOINT
    assert CHECKPOINT.text == "mendsky.test\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"


def test_a_second_signature_by_somebody_unknown_does_no_harm():
    other = GO_NOTE.rpartition("\n\n")[2]
    assert read_checkpoint(signed() + other, KEY) == CHECKPOINT
    assert [name for name, _ in split_note(signed() + other)[1]] == ["mendsky.test", "PeterNeumann"]


def test_lines_after_the_root_are_extensions():
    assert read_checkpoint(signed(CHECKPOINT.text + "more\n"), KEY) == CHECKPOINT


@pytest.mark.parametrize(
    ("was", "becomes"), [("\n7\n", "\n8\n"), ("AAAA", "BAAA"), ("mendsky.test\n7", "other\n7")]
)
def test_a_changed_checkpoint_is_refused(was, becomes):
    with pytest.raises(NoteError):
        read_checkpoint(signed().replace(was, becomes, 1), KEY)


def test_a_note_by_another_key_is_refused():
    with pytest.raises(NoteError, match="not signed by PeterNeumann"):
        open_note(signed(), VerifierKey.parse(GO_KEY))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AAAA",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("PeterNeumann", "Peter Neumann"),
        GO_KEY.replace("ARpc", "AhpC"),
        GO_KEY[:-1],
        "\ud800+00000000+" + GO_KEY.split("+", 2)[2],
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "text\n",
        GO_TEXT + "\n",
        GO_TEXT + "\n\u2014 PeterNeumann\n",
        GO_TEXT + "\n- PeterNeumann AAAA\n",
        GO_TEXT + "\n\u2014 PeterNeumann AAAA\n",
        GO_TEXT + "\n\u2014 PeterNeumann !\n",
        GO_NOTE[:-1],
        GO_NOTE.replace("answer", "ans\rwer"),
        GO_NOTE.replace("answer", "ans\ud800wer"),
        GO_NOTE.replace("nAM=", "nAN="),
    ],
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(NoteError):
        open_note(text, VerifierKey.parse(GO_KEY))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "a\n\u0661\n" + "A" * 43 + "=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


def test_a_text_without_its_last_newline_is_not_signed():
    with pytest.raises(NoteError):
        signed("text")
