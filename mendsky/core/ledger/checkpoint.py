# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed checkpoints of the ledger, as other transparency logs write them.

Formats: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
SIGNED = "\u2014 "
"""A signature line begins with an em dash and a space."""
LONGEST_NOTE = 1_000_000


class NoteError(ValueError):
    """A note, key or checkpoint is malformed, or no trusted key has signed it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifierKey:
    """Who signs notes, and the public key to check them by."""

    name: str
    public: bytes
    """Ed25519, 32 bytes."""

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(sign.isspace() for sign in self.name):
            msg = f"a signer's name has neither blanks nor plus signs: {self.name!a}"
            raise NoteError(msg)
        if len(self.public) != 32:
            msg = "an Ed25519 public key has 32 bytes"
            raise NoteError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `<name>+<key id>+<base64>`; raises `NoteError`."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            msg = "a verifier key is one line: <name>+<8 hexadecimal digits>+<base64>"
            raise NoteError(msg)
        name, identifier, encoded = parts
        typed = _base64(encoded)
        if typed[:1] != ED25519:
            msg = "a verifier key of another kind than Ed25519"
            raise NoteError(msg)
        key = cls(name=name, public=typed[1:])
        if key.identifier.hex() != identifier:
            msg = "the verifier key's identifier does not belong to its name and key"
            raise NoteError(msg)
        return key

    @property
    def identifier(self) -> bytes:
        """Give the four bytes that stand before each signature by this key."""
        return sha256(_utf8(self.name) + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.identifier.hex()}+{b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """The size and root of one ledger."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Give the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the lines of a checkpoint, later lines being extensions; raises `NoteError`."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0]:
            msg = "a checkpoint has three lines: origin, size, root"
            raise NoteError(msg)
        origin, size, root = lines[0], lines[1], _base64(lines[2])
        plain = size.isascii() and size.isdigit() and len(size) < 20
        if not plain or str(int(size)) != size or len(root) != 32:
            msg = "a checkpoint's size is a decimal number and its root 32 bytes in base64"
            raise NoteError(msg)
        return cls(origin=origin, size=int(size), root=root)


def note(text: str, *, key: VerifierKey, sign: Callable[[bytes], bytes]) -> str:
    """Sign a text that ends in a newline; `sign` gives Ed25519's 64 bytes; raises `NoteError`."""
    _check_text(text)
    signature = b64encode(key.identifier + sign(text.encode())).decode()
    return f"{text}\n{SIGNED}{key.name} {signature}\n"


def open_note(signed: str, key: VerifierKey) -> str:
    """Give a note's text where the key has signed it; raises `NoteError` where it has not."""
    text, signatures = split_note(signed)
    for name, signature in signatures:
        if name != key.name or signature[:4] != key.identifier:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], text.encode())
        except (InvalidSignature, ValueError) as error:
            msg = f"the signature of {key.name} is not good"
            raise NoteError(msg) from error
        return text
    msg = f"not signed by {key.name} with the key {key.identifier.hex()}"
    raise NoteError(msg)


def split_note(signed: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """Give a note's text and its signatures as (name, bytes), nothing verified; raises `NoteError`."""
    text, separator, block = signed.rpartition("\n\n")
    if not separator or not block.endswith("\n"):
        msg = "a note is a text, an empty line and signature lines"
        raise NoteError(msg)
    text += "\n"
    _check_text(signed)
    signatures: list[tuple[str, bytes]] = []
    for line in block[:-1].split("\n"):
        name, blank, encoded = line.removeprefix(SIGNED).partition(" ")
        if not line.startswith(SIGNED) or not name or not blank:
            msg = "a signature line is an em dash, a name and base64"
            raise NoteError(msg)
        signature = _base64(encoded)
        if len(signature) < 5:
            msg = "a signature line without a signature"
            raise NoteError(msg)
        signatures.append((name, signature))
    return text, tuple(signatures)


def read_checkpoint(signed: str, key: VerifierKey) -> Checkpoint:
    """Give the checkpoint that the key has signed; raises `NoteError`."""
    return Checkpoint.parse(open_note(signed, key))


def _check_text(text: str) -> None:
    if not text.endswith("\n") or len(text) > LONGEST_NOTE:
        msg = "a note's text ends in a newline and is at most a million characters long"
        raise NoteError(msg)
    if any(sign < " " and sign != "\n" for sign in text):
        msg = "a note's text has no control characters"
        raise NoteError(msg)
    _utf8(text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        msg = "the text cannot be written as UTF-8"
        raise NoteError(msg) from error


def _base64(encoded: str) -> bytes:
    try:
        content = b64decode(encoded, validate=True)
    except ValueError as error:
        msg = "not base64"
        raise NoteError(msg) from error
    if b64encode(content).decode() != encoded:
        msg = "not canonical base64"  # two spellings of one signature would be two notes
        raise NoteError(msg)
    return content
