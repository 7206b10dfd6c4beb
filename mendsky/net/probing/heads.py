# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Heads of answers as they came (RFC 9112): their bounds, and their fields."""

import re

MOST_BYTES = 32_768
"""Of the head of an answer, informational ones and trailers included; libcurl reads 300 KB at most."""
MOST_LINES = 128
FIELD = re.compile(r"^([^:\n]*):([^\n]*)\n", re.MULTILINE)
BLANK = re.compile(r"^[^\S\n]*\n", re.MULTILINE)
LAST_LINES = "\n\r\n"
USUAL = {
    name: name.lower()
    for name in (
        "Accept-Ranges", "Age", "Cache-Control", "Connection", "Content-Encoding", "Content-Length",
        "Content-Security-Policy", "Content-Type", "Date", "ETag", "Expires", "Keep-Alive", "Last-Modified",
        "Location", "Pragma", "Server", "Set-Cookie", "Strict-Transport-Security", "Transfer-Encoding",
        "Vary", "Via", "X-Content-Type-Options", "X-Frame-Options", "X-Powered-By",
    )
}  # fmt: skip
"""Names as servers usually write them, in lower case."""


def is_flooded(head: bytearray) -> bool:
    """Say whether a head is longer than any is taken."""
    return len(head) > MOST_BYTES or head.count(b"\n") > MOST_LINES


def read_head(head: bytearray, headers: dict[str, str], cookies: list[str]) -> bool:
    """Read the fields of the last answer that began; say whether its head came to an end.

    `headers` takes names in lower case and the first value of each, `cookies` the values of Set-Cookie.
    """
    text = head.decode("latin-1")
    # What is yet to come to its end may be the beginning of another line.
    begins, ends = text.rfind("\nHTTP/", 0, text.rfind("\n")) + 1, text.rfind("\n") + 1
    if text.startswith("HTTP/", begins, ends):
        headers.clear()
        cookies.clear()
        begins = text.index("\n", begins) + 1
    for written, value in FIELD.findall(text, begins, ends):
        name = USUAL.get(written) or written.strip().lower()
        if name == "set-cookie":
            cookies.append(value.strip())
        else:
            headers.setdefault(name, value.strip())
    return text.endswith(LAST_LINES) or BLANK.search(text, begins, ends) is not None
