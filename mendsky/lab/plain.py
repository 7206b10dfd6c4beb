# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain requests and answers of HTTP/1.1 as bytes: a GET without a body, whole in one piece (RFC 9112)."""

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

from mendsky.lab.exchange import Reply

BEGINS = b"GET /"
ENDS = b"\r\n\r\n"
VERSION = b" HTTP/1.1\r\n"
NOT_PLAIN = (
    b"\r\nauthorization:",
    b"\r\nconnection:",
    b"\r\ncontent-length:",
    b"\r\ncookie:",
    b"\r\nexpect:",
    b"\r\norigin:",
    b"\r\nrange:",
    b"\r\ntransfer-encoding:",
    b"\r\nupgrade:",
)
"""Fields that ask for more than a page."""
MOST_BYTES = 8000
"""Of a head; a longer one is left to the parser that knows how to refuse it."""


def target(data: bytes) -> tuple[str, dict[str, str]] | None:
    """Read path and query of a plain request, decoded; None for anything else that may have come."""
    if not data.startswith(BEGINS) or not data.endswith(ENDS) or len(data) > MOST_BYTES:
        return None
    line, version, fields = data.partition(VERSION)
    asked = line[4:]
    fields = b"\r\n" + fields.lower()
    whole = version and fields.index(ENDS) == len(fields) - len(ENDS)
    if not whole or b"#" in asked or b" " in asked or not asked.isascii():
        return None
    if any(name in fields for name in NOT_PLAIN):
        return None
    path, _, query = asked.decode("ascii").partition("?")
    return unquote(path), _query(query) if query else {}


def is_plain(reply: Reply) -> bool:
    """Say whether an answer is a page and nothing else."""
    return not (reply.silent or reply.dropped) and reply.file is None and reply.promised is None


def written(reply: Reply, label: Mapping[str, str]) -> bytes:
    """Write an answer."""
    head = _head(reply.status, reply.kind, tuple(label.items()), tuple(reply.headers.items()))
    return b"%sContent-Length: %d\r\n\r\n%s" % (head, len(reply.body), reply.body)


def _query(text: str) -> dict[str, str]:
    """Read a query; the first value of a name counts."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found.setdefault(name, value)
    return found


@lru_cache(maxsize=256)
def _head(
    status: int, kind: str, label: tuple[tuple[str, str], ...], headers: tuple[tuple[str, str], ...]
) -> bytes:
    """Write the head of an answer, but for its length; there are few that differ."""
    fields = {**dict(label), "Content-Type": kind, **dict(headers)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}".encode("latin-1")
