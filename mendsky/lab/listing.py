# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Listings as the common servers write them."""

from dataclasses import dataclass
from html import escape

from mendsky.lab.exchange import Reply

DAY = "02-Mar-2015 08:11"
BANNERS = {
    "nginx": ("<title>Index of {at}</title>", "<h1>Index of {at}</h1><hr><pre>", "</pre><hr>"),
    "apache": (
        "<title>Index of {at}</title>",
        "<h1>Index of {at}</h1><pre>Name Last modified Size<hr>",
        "<hr></pre><address>Apache/2.2.15 (CentOS) Server</address>",
    ),
    "python": (
        "<title>Directory listing for {at}</title>",
        "<h1>Directory listing for {at}</h1><hr><pre>",
        "</pre><hr>",
    ),
    "iis": ("<title>localhost - {at}</title>", "<h1>localhost - {at}</h1><hr><pre>", "</pre><hr>"),
}
"""Title, head and foot by server."""
PARENTS = {"apache": "Parent Directory", "iis": "[To Parent Directory]"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One file of a listing."""

    name: str
    size: int
    """Bytes."""


def listing(at: str, entries: tuple[Entry, ...], banner: str) -> Reply:
    """Write the listing of a directory in a server's manner."""
    title, head, foot = (part.format(at=escape(at)) for part in BANNERS[banner])
    parent = PARENTS.get(banner, "../")
    lines = "".join(
        f'<a href="{escape(entry.name)}">{escape(entry.name)}</a>  {DAY}  {entry.size}\n' for entry in entries
    )
    document = (
        f'<html><head><meta charset="utf-8">{title}</head><body>{head}'
        f'<a href="../">{parent}</a>\n{lines}{foot}'
        "<!-- synthetic --></body></html>"
    )
    return Reply(body=document.encode())
