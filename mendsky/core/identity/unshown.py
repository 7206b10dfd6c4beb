# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of a page of HTML a browser does not show: scripts, comments, tags with their attributes.

As HTML is read by <https://html.spec.whatwg.org/multipage/parsing.html>, as far as one pass can tell; what
only a style sheet hides counts as shown.
"""

import re

BLANK = b"\xef\xbb\xbf \t\r\n\f"
JSON = (b"{", b"[", b'"')
"""How JSON begins (RFC 8259), whose texts may hold tags; a page may begin with a server's own words."""
TAG = re.compile(
    rb"<!--|<(/?[A-Za-z][A-Za-z0-9:-]{0,40}+)(?:(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>|[^<>]*+>)|<![^<>]*+>"
)
SILENT = frozenset({b"script", b"style", b"template", b"noscript"})
HIDDEN = re.compile(rb"\shidden(?=[\s>=/])|display\s*:\s*none", re.IGNORECASE)
"""How a tag says itself that its element is not shown."""
LONGEST_HIDDEN = 4096
"""Bytes within which a hidden element ends: a page of elements that never end would cost a square."""


def unshown(content: bytes) -> list[tuple[int, int]]:
    """Give the stretches `[start, end)` that are not shown, in order; none where it is JSON."""
    if b"<" not in content or content.lstrip(BLANK).startswith(JSON):
        return []
    lower, spans, at = content.lower(), [], 0
    while (found := TAG.search(content, at)) is not None:
        at = _end(lower, found)
        spans.append((found.start(), at))
    return spans


def _end(lower: bytes, found: re.Match[bytes]) -> int:
    """Give where what a tag or a comment hides ends; one never closed hides the rest, as in browsers."""
    end = found.end()
    if found[0] == b"<!--":
        closing = lower.find(b"-->", end)
        return len(lower) if closing < 0 else closing + 3
    name = (found[1] or b"").lower()
    if name in SILENT:
        closing = lower.find(b"</" + name, end)
        return len(lower) if closing < 0 else closing
    if name and not name.startswith(b"/") and HIDDEN.search(found[0]):
        return max(end, lower.find(b"</" + name, end, end + LONGEST_HIDDEN))
    return end
