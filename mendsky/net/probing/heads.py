# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Heads of answers as they came (RFC 9112): their bounds, and their fields."""

MOST_BYTES = 32_768
"""Of the head of an answer, informational ones and trailers included; libcurl reads 300 KB at most."""
MOST_LINES = 128
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
    ended = False
    for line in head.decode("latin-1").split("\n")[:-1]:
        name, colon, value = line.partition(":")
        usual = USUAL.get(name)
        if usual is None and name.startswith("HTTP/"):
            ended = False
            headers.clear()
            cookies.clear()
        name = usual or name.strip().lower()
        if not colon:
            ended = ended or not name
        elif name == "set-cookie":
            cookies.append(value.strip())
        else:
            headers.setdefault(name, value.strip())
    return ended
